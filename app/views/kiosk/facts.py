"""What the store knows of the goods, in a row of figures."""

from __future__ import annotations

import logging

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.bridge.desk import Desk
from app.bridge.kiosk_facts import Fact, GoodsFacts, GoodsFactsBoard, basis_line, shown_facts
from app.bridge.screen_style import Measures
from app.widgets.parts import frame, label

_LOG = logging.getLogger(__name__)
_MOST = 4
_WIDTHS = (3, 3, 4, 3)  # names of partners are longer than figures
_HEIGHTS = {4: 216, 2: 270}  # by columns


class FactsCard(QWidget):
    """Says in one sentence why there is nothing, which keeps nobody from recognising goods."""

    told = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.board = GoodsFactsBoard(desk.session, desk.runner, self)
        self.facts: GoodsFacts | None = None
        self._reason, self._height = "", 0
        self.cells = [_Cell() for _ in range(_MOST)]
        self.notice, self.basis = label("muted", "kioskFactsNotice", wraps=True), label("caption", "kioskBasis")
        self._card = frame("card", "kioskFacts")
        self._grid = QGridLayout()
        self._column = QVBoxLayout(self._card)
        self._column.addWidget(self.notice, 1)
        self._column.addLayout(self._grid, 1)
        self._column.addWidget(self.basis)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._card)
        self.board.answered.connect(self._on_answered)
        self.board.failed.connect(self._on_failed)
        desk.texts.language_changed.connect(self._show)

    @property
    def has_figures(self) -> bool:
        """True if a story can be told."""
        return self.facts is not None and not self.facts.is_empty

    @property
    def is_asking(self) -> bool:
        """True while figures are awaited."""
        return not self.isHidden() and self._reason == "asking"

    def ask(self, chapter: str) -> None:
        """Ask about a chapter; none for goods that nobody knows."""
        self.board.drop()
        self.facts = None
        self._reason = "asking" if self._desk.session.has_data else "no_store"
        self.setVisible(bool(chapter))
        self._keep_room()
        if chapter and self._desk.session.has_data:
            self.board.ask(chapter)
        self._show()

    def fit(self, measures: Measures, *, columns: int) -> None:
        """Lengths for another size of the display."""
        for place, cell in enumerate(self.cells):
            self._grid.addWidget(cell, place // columns, place % columns, Qt.AlignmentFlag.AlignTop)
        for column in range(_MOST):
            self._grid.setColumnStretch(column, _WIDTHS[column] if column < columns else 0)
        self._height = measures.length(_HEIGHTS[columns])
        self._keep_room()
        across, down = measures.length(20), measures.length(14)
        self._column.setContentsMargins(across, down, across, down)
        self._column.setSpacing(measures.length(8))
        self._grid.setHorizontalSpacing(across)
        self._grid.setVerticalSpacing(measures.length(12))

    def _keep_room(self) -> None:
        """Figures that come later move nothing; where none can come, no room is kept."""
        self._card.setMinimumHeight(self._height if self._desk.session.has_data else 0)

    def _on_answered(self, facts: GoodsFacts) -> None:
        self.facts, self._reason = facts, "not_in_store" if facts.is_empty else ""
        self._show()

    def _on_failed(self, error: BaseException) -> None:
        _LOG.warning("kiosk: %s", error)
        self._reason = "facts_failed"
        self._show()

    def _show(self) -> None:
        language, facts = self._desk.texts.language, self.facts
        shown = shown_facts(facts, language) if facts is not None and not facts.is_empty else []
        for place, cell in enumerate(self.cells):
            cell.show_fact(shown[place] if place < len(shown) else None)
        self.notice.setText(self._desk.texts.say(f"kiosk.{self._reason}") if self._reason else "")
        self.notice.setVisible(bool(self._reason))
        self.basis.setText(basis_line(facts, language) if facts is not None else "")
        self.basis.setVisible(bool(shown))
        self.told.emit()


class _Cell(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.title, self._figure, self._note = (
            label("caption"),
            label("heading", wraps=True),
            label("caption", wraps=True),
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.title, self._figure, self._note):
            column.addWidget(part)
        column.addStretch(1)

    def show_fact(self, fact: Fact | None) -> None:
        self.setVisible(fact is not None)
        if fact is not None:
            self.title.setText(fact.title)
            self._figure.setText(fact.figure)
            self._note.setText(fact.note)
            self._note.setVisible(bool(fact.note))
