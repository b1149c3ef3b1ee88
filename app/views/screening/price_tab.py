"""The expected price over the years with the declared one beside it, and the records behind it."""

from __future__ import annotations

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.bridge.desk import Desk
from app.bridge.price_board import PriceDetail
from app.bridge.price_curve import CurveReading
from app.bridge.price_tables import comparables_table
from app.bridge.price_words import price_unit, reading_words
from app.bridge.screening_case import price_line
from app.engine.price.answers import PriceCurve
from app.engine.reports.tables import Table
from app.engine.screening.findings import ScoredLine
from app.widgets.copy_label import CopyLabel
from app.widgets.history_plot import HistoryPlot
from app.widgets.parts import button
from app.widgets.report_table import ReportTable


class PriceTab(QWidget):
    """Empty until the detail of the line in front has arrived."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._line: ScoredLine | None = None
        self._detail: PriceDetail | None = None
        self.said = CopyLabel(desk.texts, "", "casePrice", wraps=True)
        self.plot = HistoryPlot(desk.theme, desk.texts)
        self.readout = CopyLabel(desk.texts, "caption", "caseReadout", wraps=True)
        self.log = button("toggle", "caseLog")
        self.log.setCheckable(True)
        desk.texts.bind(self.log.setText, "price_desk.log_scale")
        self.log.toggled.connect(self.plot.set_log)
        self.plot.read.connect(self._on_read)
        desk.texts.language_changed.connect(self._say)
        space = desk.theme.tokens.space
        self.curve = QWidget()
        self.curve.hide()
        inner, row, column = QVBoxLayout(self.curve), QHBoxLayout(), QVBoxLayout(self)
        row.addWidget(self.readout, 1)
        row.addWidget(self.log)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(space(1))
        inner.addWidget(self.plot, 1)
        inner.addLayout(row)
        column.setContentsMargins(0, space(2), 0, 0)
        column.setSpacing(space(1))
        column.addWidget(self.said)
        column.addWidget(self.curve, 1)
        column.addStretch(0)

    def show_line(self, line: ScoredLine) -> None:
        """Another line, whose curve is still to come; no empty axes where there is no price to compare."""
        if line.price is None:
            self.curve.hide()
        self._line, self._detail = line, None
        self.plot.show_curve(PriceCurve((), (), ()))
        self.plot.show_declared(0, None)
        self._say()

    def show_detail(self, detail: PriceDetail) -> None:
        """The curve of the line."""
        self._detail = detail
        self.curve.show()
        self.plot.show_curve(detail.curve)
        price = self._line.price if self._line is not None else None
        if price is not None:
            self.plot.show_declared(detail.answer.question.year, float(price.declared.price))
        self._say()

    def _unit(self) -> str:
        if self._detail is None:
            return ""
        answer = self._detail.answer
        return price_unit(answer.currency, answer.unit, self._desk.texts.language)

    def _say(self) -> None:
        if self._line is not None:
            self.said.setText(price_line(self._line, self._unit(), self._desk.texts))
        self._on_read(None)

    def _on_read(self, found: CurveReading | None) -> None:
        if found is None or self._detail is None:
            self.readout.setText(self._desk.texts.say("screening_desk.curve_hint"))
        else:
            self.readout.setText(reading_words(found, self._unit(), self._desk.texts.language))


class ComparablesTab(QWidget):
    """Records behind the expected price, the most alike first."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._detail: PriceDetail | None = None
        self.about = CopyLabel(desk.texts, "caption", "caseComparablesAbout", wraps=True)
        self.table = ReportTable(Table("", (), ()))
        desk.texts.bind(self.table.setAccessibleName, "price_desk.comparables")
        self._is_shown = False
        desk.texts.language_changed.connect(self._on_language)
        space = desk.theme.tokens.space
        column = QVBoxLayout(self)
        column.setContentsMargins(0, space(2), 0, 0)
        column.setSpacing(space(1))
        column.addWidget(self.about)
        column.addWidget(self.table, 1)

    def show_detail(self, detail: PriceDetail | None) -> None:
        """Records of another line; None while they are being read."""
        self._detail = detail
        self._is_shown = False
        self._show()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  # Qt's name
        """Fill the table once somebody looks."""
        super().showEvent(event)
        if not self._is_shown:
            self._show()

    def _on_language(self) -> None:
        self._is_shown = False
        self._show()

    def _show(self) -> None:
        """Measuring the columns of two hundred records takes a tenth of a second, which each line would pay."""
        if not self.isVisible():
            return
        self._is_shown = True
        detail, texts = self._detail, self._desk.texts
        if detail is None:
            self.about.setText(texts.say("screening_desk.no_comparables"))
            self.table.show_table(Table("", (), ()))
            return
        self.about.setText(texts.say("screening_desk.comparables_about", rows=len(detail.comparables)))
        self.table.show_table(comparables_table(detail.answer, detail.comparables, texts.language))
