"""A report's table on screen: sortable, and its rows can be copied into a spreadsheet."""

from __future__ import annotations

import heapq
from itertools import accumulate, pairwise

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from app.bridge.report_model import ReportModel, tab_separated
from app.engine.messages import Language
from app.engine.reports.tables import Table

_WIDEST = 320
_MARGIN = 4
_LEAST = 140
_STRETCH, _BY_HAND = QHeaderView.ResizeMode.Stretch, QHeaderView.ResizeMode.Interactive
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
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.horizontalHeader().setStretchLastSection(False)
        self._is_narrow = is_narrow
        self._wanted: list[int] = []  # pixels of each column; none once a person has chosen a width
        self._is_fitting = False
        self.horizontalHeader().sectionResized.connect(self._on_section_resized)
        self.fit_columns()

    def show_table(self, table: Table, *, shortened: Language | None = None) -> None:
        """Show another table; sums of money shortened for a language where room is scarce."""
        self.content.show_table(table, shortened=shortened)
        self.fit_columns()

    def fit_columns(self) -> None:
        """As wide as their content, up to a limit, and sharing what is left; a narrow table's first gives way."""
        if self._is_narrow and self.content.columnCount():
            self._fit_narrowly()
            return
        header = self.horizontalHeader()
        columns = range(self.content.columnCount())
        widest = [max(header.sectionSizeHint(column), self._widest_text(column) + _PADDING) for column in columns]
        self._wanted = [min(each + _MARGIN, _WIDEST) for each in widest]
        self._share_room()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  # Qt's name
        """Rows go on to the edge of the table."""
        super().resizeEvent(event)
        if not self._is_narrow:
            self._share_room()
        elif self.content.columnCount():
            self._give_way()

    def _share_room(self) -> None:
        """Wider in proportion where there is room; as wide as wanted, and scrolled, where there is not."""
        header, wanted = self.horizontalHeader(), sum(self._wanted)
        if not wanted or any(header.sectionResizeMode(at) is _STRETCH for at in range(header.count())):
            room = wanted
        else:
            room = max(wanted, self.viewport().width())
        self._is_fitting = True
        for column, (before, end) in enumerate(pairwise(accumulate(self._wanted, initial=0))):
            self.setColumnWidth(column, room * end // wanted - room * before // wanted)
        self._is_fitting = False

    def _on_section_resized(self, _column: int, _before: int, _after: int) -> None:
        if not self._is_fitting and QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton:
            self._wanted = []

    def _fit_narrowly(self) -> None:
        metrics = self.fontMetrics()
        for column in range(1, self.content.columnCount()):
            title = str(self.content.headerData(column, Qt.Orientation.Horizontal))
            widest = max(metrics.horizontalAdvance(title), self._widest_text(column))
            self.setColumnWidth(column, widest + _PADDING)
        self._give_way()

    def _give_way(self) -> None:
        """The first column takes what the others leave, but never so little that no name can be told."""
        others = sum(self.columnWidth(column) for column in range(1, self.content.columnCount()))
        has_room = self.viewport().width() - others >= _LEAST
        self.horizontalHeader().setSectionResizeMode(0, _STRETCH if has_room else _BY_HAND)
        if not has_room:
            self.setColumnWidth(0, _LEAST)

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
