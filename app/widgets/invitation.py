"""What stands in the middle of a page that has nothing to show yet: what it is for, and ways to begin."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.bridge.desk import Desk
from app.widgets.parts import button, label

_WIDTH, _ICON = 560, 40


class Invitation(QWidget):
    """A picture, a heading, a sentence, and the buttons that were added."""

    def __init__(self, desk: Desk, icon: str, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._desk, self._icon = desk, icon
        self.picture, self.heading, self.about = label(), label("heading"), label("muted", wraps=True)
        self._ways = QHBoxLayout()
        self._build()
        desk.theme.changed.connect(self._draw)
        self._draw()

    def say(self, heading: str, about: str) -> None:
        """Codes of the words that are shown from now on, in whichever language."""
        self._desk.texts.bind(self.heading.setText, heading)
        self._desk.texts.bind(self.about.setText, about)

    def add(self, role: str, name: str) -> QPushButton:
        """One more button, for the caller to name and connect."""
        made = button(role, name)
        self._ways.insertWidget(self._ways.count() - 1, made)
        return made

    def _build(self) -> None:
        space = self._desk.theme.tokens.space
        self._ways.setSpacing(space(2))
        self._ways.addStretch(1)
        self._ways.insertStretch(0, 1)
        box = QWidget()
        box.setFixedWidth(_WIDTH)
        column = QVBoxLayout(box)
        column.setSpacing(space(3))
        column.addStretch(2)
        for widget in (self.picture, self.heading, self.about):
            widget.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(widget)
        column.addLayout(self._ways)
        column.addStretch(3)
        row = QHBoxLayout(self)
        row.addStretch(1)
        row.addWidget(box)
        row.addStretch(1)

    def _draw(self) -> None:
        self.picture.setPixmap(self._desk.icons.pixmap(self._icon, _ICON, "accent"))
