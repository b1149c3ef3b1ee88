"""What was declared, and codes whose text is like the declared name."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.bridge.desk import Desk
from app.bridge.price_products import product_name
from app.bridge.screening_case import facts
from app.engine.screening.findings import ScoredLine
from app.widgets.copy_label import CopyLabel
from app.widgets.parts import label

_WORDS_WIDTH = 280


class DeclarationTab(QWidget):
    """Follows the language; rows are made anew for each line."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._line: ScoredLine | None = None
        self._facts, self._words = QScrollArea(widgetResizable=True), QScrollArea(widgetResizable=True)
        self._words.setMaximumWidth(_WORDS_WIDTH)
        for area in (self._facts, self._words):
            area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        row = QHBoxLayout(self)
        space = desk.theme.tokens.space
        row.setContentsMargins(0, space(2), 0, 0)
        row.setSpacing(space(3))
        row.addWidget(self._facts, 3)
        row.addWidget(self._words, 2)
        desk.texts.language_changed.connect(self._show)

    def show_line(self, line: ScoredLine) -> None:
        """Another line."""
        self._line = line
        self._show()

    def _show(self) -> None:
        if self._line is not None:
            self._facts.setWidget(self._facts_grid(self._line))
            self._words.setWidget(self._words_list(self._line))

    def _facts_grid(self, line: ScoredLine) -> QWidget:
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(self._desk.theme.tokens.space(3))
        grid.setVerticalSpacing(self._desk.theme.tokens.space(1))
        grid.setColumnStretch(1, 1)
        told = facts(line.declaration, self._desk.texts)
        for row, (name, text) in enumerate(told):
            caption, value = label("caption"), CopyLabel(self._desk.texts, "", f"fact{row}", wraps=True)
            caption.setText(name)
            value.setText(text)
            grid.addWidget(caption, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, row, 1)
        grid.setRowStretch(len(told), 1)
        return holder

    def _words_list(self, line: ScoredLine) -> QWidget:
        holder, texts = QWidget(), self._desk.texts
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._desk.theme.tokens.space(2))
        title = label("caption")
        title.setText(texts.say("screening_desk.words_title" if line.words else "screening_desk.words_none"))
        title.setWordWrap(True)
        column.addWidget(title)
        for match in line.words:
            entry = CopyLabel(texts, "", "wordMatch", wraps=True)
            entry.setText(f"{product_name(match.hs, texts.language)}  {match.likeness:.0%}")
            column.addWidget(entry)
        column.addStretch(1)
        return holder
