"""How often the intervals held, measured on the data in use: overall, by chapter and by partner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.bridge.desk import Desk
from app.bridge.price_coverage import coverage_table
from app.engine.reports.tables import Table
from app.widgets.parts import button, label
from app.widgets.report_table import ReportTable

if TYPE_CHECKING:
    from app.engine.price.calibration import CoverageReport


class CoveragePanel(QWidget):
    """Follows the pricer, not the question."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._report: CoverageReport | None = None
        self.about = label("caption", "coverageAbout", wraps=True)
        self.table = ReportTable(Table("", (), ()), is_narrow=True)
        self.copy = button("", "copyCoverage")
        desk.texts.bind(self.copy.setText, "price_desk.copy_table")
        desk.texts.bind(self.table.setAccessibleName, "price_desk.coverage_title")
        desk.texts.language_changed.connect(self._show)
        self.copy.clicked.connect(self.table.copy)
        space = desk.theme.tokens.space
        row = QHBoxLayout()
        row.setSpacing(space(2))
        row.addWidget(self.about, 1)
        row.addWidget(self.copy)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, space(2), 0, 0)
        column.setSpacing(space(2))
        column.addLayout(row)
        column.addWidget(self.table, 1)

    def show_report(self, report: CoverageReport | None) -> None:
        """Show another store's coverage; None where too few records have earlier history."""
        self._report = report
        self._show()

    def _show(self) -> None:
        texts, report = self._desk.texts, self._report
        self.copy.setEnabled(report is not None)
        if report is None:
            self.about.setText(texts.say("price_desk.coverage_none"))
            self.table.show_table(Table("", (), ()))
            return
        self.about.setText(texts.say("price_desk.coverage_about", year=report.year))
        self.table.show_table(coverage_table(report, texts.language))
