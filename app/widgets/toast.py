"""One notice: what happened, what to do, and buttons that copy and close it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QEnterEvent, QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton

from app.bridge.desk import Desk
from app.bridge.notices import Action, Level, Notice
from app.widgets.parts import button, label

_ICONS = {
    Level.INFO: ("info", "accent"),
    Level.SUCCESS: ("circle-check", "success"),
    Level.WARNING: ("triangle-alert", "warning"),
    Level.ERROR: ("circle-alert", "danger"),
}
_STAYS_MS = {Level.INFO: 6_000, Level.SUCCESS: 6_000, Level.WARNING: 15_000}
_ICON = 20


class Toast(QFrame):
    """Leaves by itself, unless it tells of an error or the pointer rests on it; never takes the focus."""

    closed = Signal()

    def __init__(self, desk: Desk, notice: Notice, *, is_kept: bool = False) -> None:
        super().__init__()
        self.setObjectName("toast")
        self.setProperty("role", "toast")
        self.setProperty("level", notice.level.value)
        self._desk = desk
        self._notice = notice
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.closed)
        self._build(has_close=not is_kept)
        self._stays_ms = 0 if is_kept else _STAYS_MS.get(notice.level, 0)
        desk.theme.changed.connect(self._draw_icons)
        self._draw_icons()
        self._count_down()
        QAccessible.updateAccessibility(QAccessibleEvent(self._text, QAccessible.Event.Alert))

    @property
    def text(self) -> str:
        """What is said, in the language of the moment."""
        return self._text.text()

    def height_for(self, width: int) -> int:
        """The height that the text needs in this width, in the fonts of the style sheet and within its border."""
        for each in (self, self._text):
            each.ensurePolished()
        self._row.invalidate()
        return max(self._row.totalHeightForWidth(width), self._row.totalMinimumSize().height())

    def _build(self, *, has_close: bool) -> None:
        texts, space = self._desk.texts, self._desk.theme.tokens.space
        self._icon, self._text = label(), label(wraps=True)
        self._copy, self._close = button("icon", "copyNotice"), button("icon", "closeNotice")
        self._close.setVisible(has_close)
        notice = self._notice
        texts.follow(self._text.setText, lambda: texts.say(notice.code, **notice.params))
        for each, code in ((self._copy, "window.copy"), (self._close, "window.close")):
            texts.bind(each.setToolTip, code)
            texts.bind(each.setAccessibleName, code)
        self._copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.text))
        self._close.clicked.connect(self.closed)
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(space(3), space(2), space(2), space(2))
        row.setSpacing(space(2))
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)
        if notice.action:
            row.addWidget(self._action_button(notice.action))
        row.addWidget(self._copy)
        if has_close:
            row.addWidget(self._close)

    def _action_button(self, action: Action) -> QPushButton:
        made = button("link", "noticeAction")
        self._desk.texts.bind(made.setText, action.code)
        made.clicked.connect(action.act)
        made.clicked.connect(self.closed)
        return made

    def _draw_icons(self) -> None:
        icons = self._desk.icons
        name, colour = _ICONS[self._notice.level]
        self._icon.setPixmap(icons.pixmap(name, _ICON, colour))
        self._copy.setIcon(icons.icon("copy", "muted"))
        self._close.setIcon(icons.icon("x", "muted"))

    def _count_down(self) -> None:
        if self._stays_ms:
            self._timer.start(self._stays_ms)

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Stay while it is being read."""
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Count anew."""
        self._count_down()
        super().leaveEvent(event)
