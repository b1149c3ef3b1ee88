"""A table of photos with thumbnails; sorted by any column, narrowed to a state, opened with Enter or a double click."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from app.bridge.photo_rows import SORT_ROLE, STATE_ROLE, THUMBNAIL, PhotoRow, PhotoTable

_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_DIGITS = ("1", "2", "3")
_WIDTHS = {
    "photo": 230,
    "chapter": 220,
    "probability": 135,
    "others": 120,
    "state": 170,
    "label": 150,
    "seen_at": 145,
    "taken": 92,
    "model": 150,
}
_PADDING = 8
_STRETCHED = "state"


class PhotoTableView(QTableView):
    """Tells which row of the model was opened."""

    opened = Signal(object)  # PhotoRow
    labelled = Signal(object, str)  # PhotoRow and the chapter that a person says it shows
    marked = Signal(str)  # the chapter that Enter would say, empty where Enter opens

    def __init__(self, content: PhotoTable) -> None:
        super().__init__()
        self.content = content
        self.sorted = _Sorted(self)
        self.sorted.setSourceModel(content)
        self.sorted.setSortRole(SORT_ROLE)
        self.setModel(self.sorted)
        self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setAlternatingRowColors(True)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setIconSize(THUMBNAIL)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(THUMBNAIL.height() + _PADDING)
        for place, name in enumerate(content.columns):
            self.setColumnWidth(place, _WIDTHS[name])
        self.horizontalHeader().setSectionResizeMode(content.columns.index(_STRETCHED), QHeaderView.ResizeMode.Stretch)
        self.doubleClicked.connect(self._open)
        self._marked = ""
        self.selectionModel().currentRowChanged.connect(lambda *_args: self._mark(""))

    def show_state(self, state: str) -> None:
        """Only photos in this state; empty for all."""
        self.sorted.narrow(state)

    def row_at(self, place: int) -> PhotoRow:
        """The row that stands at this place of the view."""
        return self.content.rows[self.sorted.mapToSource(self.sorted.index(place, 0)).row()]

    @property
    def shown_rows(self) -> list[PhotoRow]:
        """What is shown, in the order of the moment."""
        return [self.row_at(place) for place in range(self.sorted.rowCount())]

    @property
    def chosen_rows(self) -> list[PhotoRow]:
        """The selected rows."""
        return [self.row_at(index.row()) for index in self.selectionModel().selectedRows()]

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        """Enter opens the row, or says that the guess is right whose digit was pressed before, and goes on below."""
        index = self.currentIndex()
        if not index.isValid() or (event.key() not in _ENTER and event.text() not in _DIGITS):
            super().keyPressEvent(event)
        elif event.key() not in _ENTER:
            seen = self.row_at(index.row()).seen
            place = _DIGITS.index(event.text())
            self._mark(seen.guesses[place][0] if seen is not None and place < len(seen.guesses) else "")
        elif self._marked:
            self.labelled.emit(self.row_at(index.row()), self._marked)
            self._mark("")
            self.setCurrentIndex(index.siblingAtRow(min(index.row() + 1, self.sorted.rowCount() - 1)))
        else:
            self._open(index)

    def _mark(self, chapter: str) -> None:
        if chapter != self._marked:
            self._marked = chapter
            self.marked.emit(chapter)

    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(self.row_at(index.row()))


class _Sorted(QSortFilterProxyModel):
    _state = ""

    def narrow(self, state: str) -> None:
        self.beginFilterChange()
        self._state = state
        self.endFilterChange()

    def filterAcceptsRow(self, row: int, parent: QModelIndex | QPersistentModelIndex) -> bool:  # noqa: N802  # Qt's name
        """Whether it is in the state."""
        return not self._state or self.sourceModel().index(row, 0, parent).data(STATE_ROLE) == self._state
