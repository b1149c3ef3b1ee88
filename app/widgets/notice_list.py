"""The list behind the bell: what was told so far, newest first."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.bridge.desk import Desk
from app.bridge.notices import Notice
from app.widgets.parts import button, frame, label
from app.widgets.toast import Toast

_SIZE = (460, 480)


def notice_list(desk: Desk, notices: Sequence[Notice], on_clear: Callable[[], None], parent: QWidget) -> QFrame:
    """A popup that goes away when anything else is clicked."""
    popup = frame("popup", "noticeList")
    popup.setParent(parent, Qt.WindowType.Popup)
    popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    popup.resize(*_SIZE)
    space = desk.theme.tokens.space
    heading, clear = label("heading"), button("link", "clearNotices")
    desk.texts.bind(heading.setText, "window.notices")
    desk.texts.bind(clear.setText, "window.notices_clear")
    clear.setEnabled(bool(notices))
    clear.clicked.connect(on_clear)
    top = QHBoxLayout()
    top.addWidget(heading, 1)
    top.addWidget(clear)
    column = QVBoxLayout(popup)
    column.setContentsMargins(space(4), space(3), space(2), space(3))
    column.addLayout(top)
    column.addWidget(_rows(desk, notices), 1)
    return popup


def _rows(desk: Desk, notices: Sequence[Notice]) -> QScrollArea:
    content = QWidget()
    column = QVBoxLayout(content)
    column.setContentsMargins(0, 0, desk.theme.tokens.space(2), 0)
    if not notices:
        nothing = label("muted")
        desk.texts.bind(nothing.setText, "window.notices_none")
        column.addWidget(nothing)
    for notice in notices:
        at = label("caption")
        at.setText(notice.at.astimezone().strftime("%H:%M:%S"))
        column.addWidget(at)
        column.addWidget(Toast(desk, notice, is_kept=True))
    column.addStretch(1)
    area = QScrollArea(widgetResizable=True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(content)
    return area
