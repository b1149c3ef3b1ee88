"""A choice of a few named things that exclude each other, side by side."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton

from app.bridge.texts import Texts


class Segments(QFrame):
    """One button for each choice, given as name and sentence; emits the name that the user chose."""

    chosen = Signal(str)

    def __init__(self, texts: Texts, title_code: str, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.setProperty("role", "segments")
        texts.bind(self.setAccessibleName, title_code)
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(2)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        for name, code in choices:
            button = self._buttons[name] = QPushButton()
            button.setCheckable(True)
            button.setProperty("role", "segment")
            button.setObjectName(name)
            texts.bind(button.setText, code)
            button.clicked.connect(lambda _checked=False, name=name: self.chosen.emit(name))
            self._group.addButton(button)
            row.addWidget(button)

    def show_choice(self, name: str) -> None:
        """Mark one choice, without telling."""
        self._buttons[name].setChecked(True)

    def show_none(self) -> None:
        """Mark none, for what nobody has chosen yet."""
        self._group.setExclusive(False)
        for button in self._buttons.values():
            button.setChecked(False)
        self._group.setExclusive(True)

    def button(self, name: str) -> QPushButton:
        """The button of one choice."""
        return self._buttons[name]
