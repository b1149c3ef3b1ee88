"""How an analysis is computed: formula, published source and caveat, behind one button."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout

from app.bridge.desk import Desk
from app.widgets.parts import label

_PARTS = ("formula", "source", "caveat")


class Explanation(QFrame):
    """Hidden until asked for."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("role", "banner")
        self._desk = desk
        space = desk.theme.tokens.space
        grid = QGridLayout(self)
        grid.setContentsMargins(space(4), space(3), space(4), space(3))
        grid.setHorizontalSpacing(space(4))
        grid.setVerticalSpacing(space(2))
        grid.setColumnStretch(1, 1)
        self.sentences = {part: label("", part, wraps=True) for part in _PARTS}
        for row, (part, sentence) in enumerate(self.sentences.items()):
            title = label("muted")
            desk.texts.bind(title.setText, f"analysis.{part}")
            grid.addWidget(title, row, 0, Qt.AlignmentFlag.AlignTop)
            sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(sentence, row, 1)
        self.hide()

    def explain(self, name: str) -> None:
        """Say it of the analysis with this name."""
        for part, sentence in self.sentences.items():
            self._desk.texts.bind(sentence.setText, f"analysis.{part}_{name}")
