"""What the store holds: coverage of years and directions, and the imports it came from; or how to begin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget, QWidget

from app.bridge.data_coverage import CoverageCell, coverage
from app.bridge.desk import Desk
from app.bridge.latest import Latest
from app.views.data.batches_table import BatchesTable
from app.views.data.coverage_table import CoverageTable
from app.views.data.empty_desk import EmptyDesk
from app.views.data.layouts import column, row
from app.widgets.parts import frame, label

if TYPE_CHECKING:
    from app.engine.store.generation_facts import GenerationFacts


class OverviewPanel(QStackedWidget):
    """A click into the coverage shows that year and direction on the dashboard."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._asking = Latest(desk.runner, self)
        self.empty, self.coverage, self.batches = (
            EmptyDesk(desk, offers_demo=True),
            CoverageTable(desk),
            BatchesTable(desk),
        )
        self.addWidget(self.empty)
        self.addWidget(self._content())
        self.coverage.cell_chosen.connect(self._on_cell)

    def refresh(self) -> None:
        """Show what the store holds now."""
        has_data = self._desk.session.has_data
        self.setCurrentIndex(1 if has_data else 0)
        self.batches.refresh()
        if has_data:
            call = self._desk.session.question(lambda store: store.ask(lambda generation: generation.facts))
            self._asking.ask(call, self._on_facts, self._desk.notices.post_error)

    def _content(self) -> QWidget:
        theme, texts = self._desk.theme, self._desk.texts
        content = QWidget()
        whole = column(theme, content, gap=3)
        held = frame("card")
        inner = column(theme, held, margin=3)
        line = row(theme, gap=3)
        title, hint = label("heading"), label("muted", wraps=True)
        texts.bind(title.setText, "data.coverage_title")
        texts.bind(hint.setText, "data.coverage_hint")
        line.addWidget(title)
        line.addWidget(hint, 1)
        inner.addLayout(line)
        inner.addWidget(self.coverage)
        whole.addWidget(held)
        imports = frame("card")
        column(theme, imports, margin=3).addWidget(self.batches)
        whole.addWidget(imports, 1)
        return content

    def _on_facts(self, facts: GenerationFacts) -> None:
        self.coverage.coverage.show(coverage(facts))

    def _on_cell(self, cell: CoverageCell) -> None:
        self._desk.session.select(cell.selection)
        self._desk.navigation.go("dashboard")
