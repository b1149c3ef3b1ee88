"""Rates of exchange while a person edits them: each line is checked as it is typed, and sound tables are kept."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor

from app.bridge.texts import Texts
from app.bridge.theme import Theme
from app.engine.errors import EngineError
from app.engine.screening.rates import FILE_NAME, Rate, list_rates, rate_of, write_rates

DAY, CURRENCY, FIGURE = range(3)
_TITLES = ("rates_day", "rates_currency", "rates_figure")
_Index = QModelIndex | QPersistentModelIndex
_SHOWN = frozenset({Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole})


class RatesModel(QAbstractTableModel):
    """Lines of texts; the file is written after each change that leaves every line sound."""

    verdict_changed = Signal()
    failed = Signal(object)

    def __init__(self, home: Path, texts: Texts, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._path, self._texts, self._theme = home / FILE_NAME, texts, theme
        self._lines: list[list[str]] = []

    @property
    def path(self) -> Path:
        """Where the table lies."""
        return self._path

    @property
    def unsound(self) -> tuple[int, ...]:
        """Lines that are begun but are no rate yet."""
        return tuple(row for row, line in enumerate(self._lines) if any(line) and rate_of(*line) is None)

    @property
    def rates(self) -> list[Rate]:
        """All sound lines."""
        return [rate for rate in (rate_of(*line) for line in self._lines) if rate is not None]

    def load(self) -> None:
        """Read the file anew; tells what is wrong with it, and then holds nothing."""
        self.beginResetModel()
        try:
            self._lines = [[f"{one.valid_from}", one.currency, f"{one.cny_per_unit}"] for one in list_rates(self._path)]
        except EngineError as error:
            self._lines = []
            self.failed.emit(error)
        self.endResetModel()
        self.verdict_changed.emit()

    def take(self, lines: Sequence[Sequence[str]]) -> None:
        """Add lines, as from the clipboard; what has other than three cells is left out."""
        whole = [[cell.strip() for cell in line] for line in lines if len(line) == len(_TITLES)]
        if not whole:
            return
        first = len(self._lines)
        self.beginInsertRows(QModelIndex(), first, first + len(whole) - 1)
        self._lines += whole
        self.endInsertRows()
        self._keep()

    def add_line(self) -> int:
        """An empty line at the end; its place."""
        place = len(self._lines)
        self.beginInsertRows(QModelIndex(), place, place)
        self._lines.append(["", "", ""])
        self.endInsertRows()
        return place

    def remove_lines(self, rows: Sequence[int]) -> None:
        """Take lines away."""
        for row in sorted(set(rows), reverse=True):
            self.beginRemoveRows(QModelIndex(), row, row)
            del self._lines[row]
            self.endRemoveRows()
        self._keep()

    def rowCount(self, parent: _Index | None = None) -> int:  # noqa: N802  # Qt's name
        """Lines, sound or not."""
        return 0 if parent is not None and parent.isValid() else len(self._lines)

    def columnCount(self, parent: _Index | None = None) -> int:  # noqa: N802  # Qt's name
        """Day, currency, figure."""
        return 0 if parent is not None and parent.isValid() else len(_TITLES)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The text; a line that is no rate yet is red."""
        line = self._lines[index.row()]
        if role in _SHOWN:
            return line[index.column()]
        is_unsound = any(line) and rate_of(*line) is None
        if role == Qt.ItemDataRole.ForegroundRole and is_unsound:
            return QColor(self._theme.tokens.colour("danger"))
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == FIGURE:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def setData(self, index: _Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: N802  # Qt's name
        """Take what was typed."""
        if role != Qt.ItemDataRole.EditRole:
            return False
        line = self._lines[index.row()]
        line[index.column()] = str(value).strip()
        rate = rate_of(*line)
        if rate is not None:
            line[CURRENCY] = rate.currency
        self.dataChanged.emit(self.index(index.row(), 0), self.index(index.row(), FIGURE))
        self._keep()
        return True

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Everything can be edited."""
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable

    def headerData(  # noqa: N802  # Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Titles of columns."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._texts.say(f"screening_desk.{_TITLES[section]}")
        return None

    def _keep(self) -> None:
        if not self.unsound:
            try:
                write_rates(self._path, self.rates)
            except EngineError as error:
                self.failed.emit(error)
        self.verdict_changed.emit()


def pasted_lines(text: str) -> list[list[str]]:
    """Lines of a spreadsheet or a CSV from the clipboard; a heading is left out."""
    lines = [line.replace("\t", ",").split(",") for line in text.splitlines() if line.strip()]
    return [line for line in lines if line[0].strip()[:1].isdigit()]
