"""The queue as a table: a million lines are counted, and only those that are looked at are read, on a worker thread."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol

import shiboken6
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from app.bridge.screening_rows import COLUMNS, RIGHT, cell_text, cell_tip
from app.bridge.tasks import Lane, Task, TaskRunner
from app.bridge.texts import Texts
from app.engine.screening.case_steps import CaseState

if TYPE_CHECKING:
    from app.engine.screening.queue import QueueRow

PAGE = 200
NO_ENTRIES: Mapping[int, int] = MappingProxyType({})
_KEPT_PAGES = 60
ROW_ROLE = Qt.ItemDataRole.UserRole + 1
_Index = QModelIndex | QPersistentModelIndex


class QueuePages(Protocol):
    """An ordered, filtered list of lines that can be read from any place; asked on worker threads."""

    def count(self) -> int:
        """How many lines there are."""
        ...

    def rows(self, first: int, most: int) -> Sequence[QueueRow]:
        """Lines from a place on."""
        ...


class QueueModel(QAbstractTableModel):
    """Cells of a page that is still being read are empty; what is in front is read first."""

    counted = Signal(int)
    filled = Signal(int)  # the number of a page
    failed = Signal(object)

    def __init__(self, runner: TaskRunner, texts: Texts, parent: QObject) -> None:
        super().__init__(parent)
        self._runner, self._texts = runner, texts
        self._source: QueuePages | None = None
        self._count = 0
        self._pages: OrderedDict[int, Sequence[QueueRow]] = OrderedDict()
        self._wanted: list[int] = []
        self._reading: Task | None = None
        self._edition = 0
        self.currency = ""
        texts.language_changed.connect(self._on_language)

    def show_queue(self, source: QueuePages | None) -> None:
        """Count another queue and show it from its beginning."""
        self._edition += 1
        self._source = source
        self._reset(0)
        self._reading = None
        if source is None:
            self.counted.emit(0)
            return
        edition = self._edition
        task = Task(lambda _progress, _token: (source.count(), source.rows(0, PAGE)))
        task.succeeded.connect(lambda answer: self._on_counted(edition, answer))
        task.failed.connect(lambda error: self._on_failed(edition, error))
        self._runner.start(task, Lane.QUESTIONS)

    def mark(self, states: Mapping[int, CaseState], entries: Mapping[int, int] = NO_ENTRIES) -> None:
        """Show what was decided of lines that are at hand; the queue keeps its order until it is asked for anew.

        `entries` tells how far the log was read for some of them.
        """

        def marked(row: QueueRow) -> QueueRow:
            if row.line not in states:
                return row
            return replace(row, state=states[row.line], entry=entries.get(row.line, row.entry))

        for page, rows in list(self._pages.items()):
            if any(row.line in states for row in rows):
                self._pages[page] = [marked(row) for row in rows]
                last = min((page + 1) * PAGE, self._count) - 1
                self.dataChanged.emit(self.index(page * PAGE, 0), self.index(last, len(COLUMNS) - 1))

    def seen_entries(self) -> dict[int, int]:
        """How far the log was read for each line that is at hand."""
        return {row.line: row.entry for rows in self._pages.values() for row in rows}

    def row_at(self, place: int) -> QueueRow | None:
        """The line at a place of the queue; None while it is being read."""
        page = self._pages.get(place // PAGE)
        if page is None:
            return None
        within = place % PAGE
        return page[within] if within < len(page) else None

    def rowCount(self, parent: _Index | None = None) -> int:  # noqa: N802  # Qt's name
        """All lines, read or not."""
        return 0 if parent is not None and parent.isValid() else self._count

    def columnCount(self, parent: _Index | None = None) -> int:  # noqa: N802  # Qt's name
        """What is said of each line."""
        return 0 if parent is not None and parent.isValid() else len(COLUMNS)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Text, tip or the whole row; asks for the page where it is not there."""
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if COLUMNS[index.column()] in RIGHT else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role not in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, ROW_ROLE}:
            return None
        row = self.row_at(index.row())
        if row is None:
            self._want(index.row() // PAGE)
            return None
        if role == ROW_ROLE:
            return row
        column = COLUMNS[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return cell_tip(row, column, self._texts)
        return cell_text(row, column, self._texts)

    def headerData(  # noqa: N802  # Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Titles of columns."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._texts.say(f"screening_desk.column_{COLUMNS[section]}")
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._texts.say(f"screening_desk.column_{COLUMNS[section]}_tip", currency=self.currency)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if COLUMNS[section] in RIGHT else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def _reset(self, count: int) -> None:
        self.beginResetModel()
        self._pages.clear()
        self._wanted.clear()
        self._count = count
        self.endResetModel()

    def _want(self, page: int) -> None:
        if page in self._wanted:
            self._wanted.remove(page)
        self._wanted.append(page)
        # What scrolled by long ago is no longer wanted
        del self._wanted[: -_KEPT_PAGES // 2]
        self._read_next()

    def _read_next(self) -> None:
        source = self._source
        if self._reading is not None or not self._wanted or source is None:
            return
        page, edition = self._wanted[-1], self._edition
        task = Task(lambda _progress, _token: source.rows(page * PAGE, PAGE))
        task.succeeded.connect(lambda rows: self._on_read(edition, page, rows))
        task.failed.connect(lambda error: self._on_failed(edition, error))
        self._reading = task
        self._runner.start(task, Lane.QUESTIONS)

    def _is_current(self, edition: int) -> bool:
        """False where another queue is shown by now, or this list is gone with its page."""
        return edition == self._edition and shiboken6.isValid(self)

    def _on_counted(self, edition: int, answer: tuple[int, Sequence[QueueRow]]) -> None:
        if not self._is_current(edition):
            return
        count, rows = answer
        self._reset(count)
        self._pages[0] = rows
        self.counted.emit(count)
        self.filled.emit(0)

    def _on_read(self, edition: int, page: int, rows: Sequence[QueueRow]) -> None:
        if not self._is_current(edition):
            return
        self._reading = None
        self._pages[page] = rows
        self._pages.move_to_end(page)
        while len(self._pages) > _KEPT_PAGES:
            self._pages.popitem(last=False)
        if page in self._wanted:
            self._wanted.remove(page)
        first, last = page * PAGE, min((page + 1) * PAGE, self._count) - 1
        self.dataChanged.emit(self.index(first, 0), self.index(last, len(COLUMNS) - 1))
        self.filled.emit(page)
        self._read_next()

    def _on_failed(self, edition: int, error: BaseException) -> None:
        if self._is_current(edition):
            self._reading = None
            self._wanted.clear()
            self.failed.emit(error)

    def _on_language(self) -> None:
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)
        if self._count:
            self.dataChanged.emit(self.index(0, 0), self.index(self._count - 1, len(COLUMNS) - 1))
