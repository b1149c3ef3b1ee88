"""Rejected rows as a table of any length: pages are read when they come into view, and forgotten again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from app.bridge.data_calls import page_call
from app.bridge.latest import Latest
from app.bridge.tasks import TaskRunner
from app.bridge.texts import Texts
from app.engine.messages import Language

if TYPE_CHECKING:
    from app.engine.store.quarantine import RejectedRow
    from app.engine.store.quarantine_pages import Findings

FILE, RULE = 0, 1
PAGE = 200
_PAGES_KEPT = 50
_PAGES_WANTED = 3
_Index = QModelIndex | QPersistentModelIndex


class RejectedModel(QAbstractTableModel):
    """File and rule, then the original cells under the names that the files themselves give them.

    Files with other headers add their columns; a line that never had columns stands whole in a column of its own.
    """

    failed = Signal(object)
    lines_met = Signal()  # rows without columns came into view

    def __init__(self, store: Path, runner: TaskRunner, texts: Texts) -> None:
        super().__init__()
        self._store, self._texts = store, texts
        self._findings: Findings | None = None
        self._names: tuple[str, ...] = ()
        self._pages: OrderedDict[int, Sequence[RejectedRow]] = OrderedDict()
        self._reading = Latest(runner, self)
        self._asked: int | None = None
        self._wanted: list[int] = []
        texts.language_changed.connect(self._on_language_changed)

    def show(self, findings: Findings | None) -> None:
        """Show other rows, or none."""
        self.beginResetModel()
        self._reading.drop()
        self._asked = None
        self._wanted.clear()
        self._pages.clear()
        self._findings = findings
        headers = [stretch.header for stretch in findings.stretches] if findings else []
        self._names = tuple(dict.fromkeys(name for header in headers for name in header))
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        """All rows that were found."""
        return 0 if parent.isValid() or self._findings is None else self._findings.count

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        """File, rule, whole line, and every name that occurs."""
        return 0 if parent.isValid() or self._findings is None else len(self._names) + 3

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # what Qt asks for
        """The files' own names of columns."""
        if role != Qt.ItemDataRole.DisplayRole or self._findings is None:
            return None
        if orientation is Qt.Orientation.Vertical:
            return section + 1
        if section == FILE:
            return self._texts.say("data.column_file")
        if section == RULE:
            return self._texts.say("data.column_rule")
        return self._names[section - 2] if section - 2 < len(self._names) else self._texts.say("data.column_line")

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # Any: what Qt asks for
        """A cell; an ellipsis until its page has been read."""
        if role not in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole} or not index.isValid():
            return None
        page, offset = divmod(index.row(), PAGE)
        rows = self._pages.get(page)
        if rows is None:
            self._ask(page)
            return "…" if role == Qt.ItemDataRole.DisplayRole else None
        return self._cell(rows[offset], index.column()) if offset < len(rows) else None

    def row_text(self, row: int) -> str | None:
        """The original cells of a row between tabs; None while its page is not there."""
        rows = self._pages.get(row // PAGE)
        return None if rows is None else "\t".join(cell or "" for cell in rows[row % PAGE].cells)

    def header_text(self, row: int) -> str:
        """The header of the file of a row between tabs."""
        rows = self._pages.get(row // PAGE)
        return "" if rows is None else "\t".join(rows[row % PAGE].header)

    def rule_at(self, row: int) -> str:
        """The sentence of the rule that rejected a row."""
        rows = self._pages.get(row // PAGE)
        return "" if rows is None else self._reason(rows[row % PAGE])

    def _cell(self, row: RejectedRow, column: int) -> str:
        if column == FILE:
            return row.source_name
        if column == RULE:
            return self._reason(row)
        has_columns = len(row.cells) == len(row.header)
        if column - 2 == len(self._names):
            return "" if has_columns else " ".join(cell or "" for cell in row.cells)
        name = self._names[column - 2]
        return (row.cells[row.header.index(name)] or "") if has_columns and name in row.header else ""

    def _reason(self, row: RejectedRow) -> str:
        return row.zh if self._texts.language is Language.ZH else row.en

    def _ask(self, page: int) -> None:
        """One page is read at a time; of those wanted meanwhile, the last ones, for the rest were scrolled past."""
        if page == self._asked or self._findings is None:
            return
        self._wanted = [*(other for other in self._wanted if other != page), page][-_PAGES_WANTED:]
        if self._asked is None:
            self._read_next(self._findings)

    def _read_next(self, findings: Findings) -> None:
        page = self._asked = self._wanted.pop()
        call = page_call(self._store, findings, first=page * PAGE, count=PAGE)
        self._reading.ask(call, lambda rows: self._on_read(page, rows), self._on_failed)

    def _on_read(self, page: int, rows: Sequence[RejectedRow]) -> None:
        self._asked = None
        self._pages[page] = rows
        if any(len(row.cells) != len(row.header) for row in rows):
            self.lines_met.emit()
        while len(self._pages) > _PAGES_KEPT:
            self._pages.popitem(last=False)
        first, last = page * PAGE, min((page + 1) * PAGE, self.rowCount()) - 1
        self.dataChanged.emit(self.index(first, 0), self.index(last, self.columnCount() - 1))
        if self._wanted and self._findings is not None:
            self._read_next(self._findings)

    def _on_failed(self, error: BaseException) -> None:
        self._asked = None
        self._wanted.clear()
        self.failed.emit(error)

    def _on_language_changed(self) -> None:
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, max(self.columnCount() - 1, 0))
        if self.rowCount():
            self.dataChanged.emit(self.index(0, FILE), self.index(self.rowCount() - 1, RULE))
