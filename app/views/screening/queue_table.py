"""The queue on screen: a million lines, read as they are looked at."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from app.bridge.desk import Desk
from app.bridge.screening_queue import PAGE, QueueModel
from app.bridge.screening_rows import COLUMNS
from app.widgets.component_bars import ComponentBars

_ROW_HEIGHT = 32
_WIDTHS = {
    "state": 96,
    "bars": 84,
    "risk": 62,
    "recovery": 80,
    "value": 80,
    "hs": 96,
    "name": 180,
    "trader": 160,
    "number": 168,
}
SORTABLE = ("risk", "recovery", "value")


class QueueTable(QTableView):
    """Tells which line is in front, and by which column the queue is to be ordered."""

    opened = Signal(object)  # QueueRow
    order_asked = Signal(str)

    def __init__(self, desk: Desk, model: QueueModel) -> None:
        super().__init__()
        self.setObjectName("queueTable")
        self.queue = model
        self.setModel(model)
        desk.texts.bind(self.setAccessibleName, "screening_desk.queue")
        self.setItemDelegateForColumn(COLUMNS.index("bars"), ComponentBars(desk.theme, self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setAlternatingRowColors(True)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        # Lines of one height, so that the place of any of a million is known without measuring
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
        for column, name in enumerate(COLUMNS):
            self.setColumnWidth(column, _WIDTHS[name])
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setSortIndicator(COLUMNS.index("recovery"), Qt.SortOrder.DescendingOrder)
        # Asked for each title it draws whether a whole column is selected, the table's own looks at every line
        header.setSelectionModel(QItemSelectionModel(model, header))
        header.sectionClicked.connect(self._on_heading)
        self.selectionModel().currentRowChanged.connect(self._on_current)
        model.filled.connect(self._on_filled)

    @property
    def chosen(self) -> list[range]:
        """Places of the selected lines; ranges, for all of a million can be selected."""
        ranges = self.selectionModel().selection()
        return [range(each.top(), each.bottom() + 1) for each in ranges]  # type: ignore[attr-defined]  # a list, which the stubs do not say

    def go(self, step: int) -> None:
        """The next line, or the one before."""
        place = self.currentIndex().row() + step
        if 0 <= place < self.queue.rowCount():
            self.selectRow(place)
            self.scrollTo(self.queue.index(place, 0))

    def _on_heading(self, section: int) -> None:
        name = COLUMNS[section]
        if name in SORTABLE:
            self.horizontalHeader().setSortIndicator(section, Qt.SortOrder.DescendingOrder)
            self.order_asked.emit(name)

    def _on_current(self, current: QModelIndex, _previous: QModelIndex) -> None:
        row = self.queue.row_at(current.row()) if current.isValid() else None
        if row is not None:
            self.opened.emit(row)

    def _on_filled(self, page: int) -> None:
        """A line that was jumped to is opened once it has been read; a new queue begins with its first."""
        current = self.currentIndex()
        if not current.isValid() and page == 0 and self.queue.rowCount():
            self.selectRow(0)
        elif current.isValid() and current.row() // PAGE == page:
            self._on_current(current, QModelIndex())
