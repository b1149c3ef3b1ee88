"""What stands in the middle of a page that has nothing to show: what it is for or why, and the ways to go on."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.bridge.desk import Desk
from app.widgets.parts import button, frame, label

_WIDTH, _ICON = 560, 40


class Invitation(QFrame):
    """A picture, a heading, a sentence, and the buttons that were added; what says nothing takes no room.

    `role` is the look of all of it, `box_role` that of the part in the middle.
    """

    def __init__(self, desk: Desk, icon: str, name: str, *, role: str = "", box_role: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("role", role)
        self._desk, self._icon = desk, icon
        self.picture, self.heading, self.about = label(), label("heading", wraps=True), label("muted", wraps=True)
        self._ways = QHBoxLayout()
        self._column = self._build(box_role)
        desk.theme.changed.connect(self._draw)
        self._draw()

    def say(self, heading: str, about: str) -> None:
        """Codes of the words that are shown from now on, in whichever language; without a heading if that is empty."""
        if heading:
            self._desk.texts.bind(self.heading.setText, heading)
        self.heading.setVisible(bool(heading))
        self._desk.texts.bind(self.about.setText, about)

    def draw(self, icon: str) -> None:
        """Another picture."""
        self._icon = icon
        self._draw()

    def add(self, role: str, name: str) -> QPushButton:
        """One more button, for the caller to name and connect."""
        made = button(role, name)
        self._ways.insertWidget(self._ways.count() - 1, made)
        return made

    def put_below(self, widget: QWidget) -> None:
        """Something that is no button, such as how far the work is."""
        self._column.insertWidget(self._column.count() - 1, widget, 0, Qt.AlignmentFlag.AlignHCenter)

    def _build(self, box_role: str) -> QVBoxLayout:
        space = self._desk.theme.tokens.space
        self._ways.setSpacing(space(2))
        self._ways.addStretch(1)
        self._ways.insertStretch(0, 1)
        box = frame(box_role)
        box.setFixedWidth(_WIDTH)
        inner, around = QVBoxLayout(box), space(6) if box_role else 0
        inner.setContentsMargins(around, around, around, around)
        inner.setSpacing(space(3))
        for widget in (self.picture, self.heading, self.about):
            widget.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            inner.addWidget(widget)
        inner.addLayout(self._ways)
        inner.addSpacing(0)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(box)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.addStretch(2)
        column.addLayout(row)
        column.addStretch(3)
        return inner

    def _draw(self) -> None:
        self.picture.setPixmap(self._desk.icons.pixmap(self._icon, _ICON, "accent"))
