"""A report's table on screen: sortable, and its rows can be copied into a spreadsheet."""

from __future__ import annotations

import heapq

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from app.bridge.report_model import ReportModel, tab_separated
from app.engine.messages import Language
from app.engine.reports.tables import Table

_WIDEST = 320
_MARGIN = 4
_PADDING = 24
_MEASURED = 200
_LAID_OUT = 5
_WIDE_FROM = "\u2e80"  # Chinese and other signs that take the room of two letters


class ReportTable(QTableView):
    """Ctrl+C copies the selected rows, or all where none is selected."""

    def __init__(self, table: Table, *, is_narrow: bool = False) -> None:
        super().__init__()
        self.content = ReportModel(table, self)
        self.setModel(self.content)
        self.setSortingEnabled(True)
        self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.DescendingOrder)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.horizontalHeader().setStretchLastSection(False)
        self._is_narrow = is_narrow
        self.fit_columns()

    def show_table(self, table: Table, *, shortened: Language | None = None) -> None:
        """Show another table; sums of money shortened for a language where room is scarce."""
        self.content.show_table(table, shortened=shortened)
        self.fit_columns()

    def fit_columns(self) -> None:
        """As wide as their content, up to a limit; in a narrow table the first column gives way."""
        if self._is_narrow and self.content.columnCount():
            self._fit_narrowly()
            return
        header = self.horizontalHeader()
        for column in range(self.content.columnCount()):
            widest = max(header.sectionSizeHint(column), self._widest_text(column) + _PADDING)
            self.setColumnWidth(column, min(widest + _MARGIN, _WIDEST))

    def _fit_narrowly(self) -> None:
        metrics, header = self.fontMetrics(), self.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in range(1, self.content.columnCount()):
            title = str(self.content.headerData(column, Qt.Orientation.Horizontal))
            widest = max(metrics.horizontalAdvance(title), self._widest_text(column))
            self.setColumnWidth(column, widest + _PADDING)

    def _widest_text(self, column: int) -> int:
        """Pixels; of the first rows, and of these only the longest texts are laid out, which takes time."""
        longest = heapq.nlargest(_LAID_OUT, self.content.texts(column, _MEASURED), key=_rough_width)
        return max(map(self.fontMetrics().horizontalAdvance, longest), default=0)

    def copy(self) -> None:
        """Put the rows on the clipboard, with their heading."""
        chosen = sorted({index.row() for index in self.selectionModel().selectedRows()})
        rows = [self.content.rows[row] for row in chosen] if chosen else self.content.rows
        QGuiApplication.clipboard().setText(tab_separated(self.content.table, rows))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        """Copy on the usual keys."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)


def _rough_width(text: str) -> int:
    return len(text) + sum(sign >= _WIDE_FROM for sign in text)
