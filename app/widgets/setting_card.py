"""A card of settings: a heading, and rows with a name and an explanation on the left and the control on the right."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.bridge.desk import Desk
from app.widgets.parts import frame, label
from app.widgets.segments import Segments

_CONTROL_WIDTH = 340
_NARROW = (QAbstractButton, QAbstractSpinBox, Segments)


class SettingCard(QFrame):
    """Rows are added from top to bottom, with a line between."""

    def __init__(self, desk: Desk, title_code: str) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._desk = desk
        space = desk.theme.tokens.space
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(space(5), space(4), space(5), space(4))
        self._column.setSpacing(space(3))
        heading = label("heading")
        desk.texts.bind(heading.setText, title_code)
        self._column.addWidget(heading)

    def add_row(self, code: str, control: QWidget) -> None:
        """`<code>` names the setting, `<code>_about` explains it; the control gets both for screen readers."""
        texts, space = self._desk.texts, self._desk.theme.tokens.space
        name, about = label(), label("caption", wraps=True)
        texts.bind(name.setText, code)
        texts.bind(about.setText, f"{code}_about")
        texts.bind(control.setAccessibleName, code)
        texts.bind(control.setAccessibleDescription, f"{code}_about")
        words = QVBoxLayout()
        words.setSpacing(space(1))
        # Beside a control of several lines they stay together
        words.addStretch(1)
        words.addWidget(name)
        words.addWidget(about)
        words.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(space(5))
        row.addLayout(words, 1)
        holder = QHBoxLayout()
        holder.addWidget(control, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        side = QWidget()
        side.setLayout(holder)
        holder.setContentsMargins(0, 0, 0, 0)
        # Controls that take what room they get stand below each other; the others leave it to the words
        if not isinstance(control, _NARROW):
            side.setFixedWidth(_CONTROL_WIDTH)
        row.addWidget(side)
        self._column.addWidget(frame("line"))
        self._column.addLayout(row)
