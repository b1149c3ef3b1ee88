"""A report's table for a table view: sorted by any column, its figures written as they are printed."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.bridge.dashboard_amounts import amount
from app.engine.messages import Language
from app.engine.reports.formats import cell_text
from app.engine.reports.tables import Cell, Kind, Table, number_of

_DISPLAY = Qt.ItemDataRole.DisplayRole
_Index = QModelIndex | QPersistentModelIndex
_ON_THE_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_ON_THE_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_LOOKED_AT = 200  # rows that tell how many decimals a column has
_MOST_PLACES = 4
_LARGE, _LARGE_PLACES = 100, 2


class ReportModel(QAbstractTableModel):
    """The rows of one table in the order of the moment; empty cells come last whichever way they are sorted."""

    def __init__(self, table: Table, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._language: Language | None = None
        self._table = table
        self._rows: list[Sequence[Cell]] = list(table.rows)
        self._places = _places(table)

    @property
    def table(self) -> Table:
        """What is shown."""
        return self._table

    @property
    def rows(self) -> tuple[Sequence[Cell], ...]:
        """The rows as they are sorted."""
        return tuple(self._rows)

    def show_table(self, table: Table, *, shortened: Language | None = None) -> None:
        """Show another table, in its own order; sums of money shortened for a language where room is scarce."""
        self.beginResetModel()
        self._language = shortened
        self._table, self._rows, self._places = table, list(table.rows), _places(table)
        self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:  # noqa: N802  # Qt's name
        """How many rows there are."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index | None = None) -> int:  # noqa: N802  # Qt's name
        """How many columns there are."""
        return 0 if parent is not None and parent.isValid() else len(self._table.columns)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Text and side of a cell."""
        column = self._table.columns[index.column()]
        if role in {_DISPLAY, Qt.ItemDataRole.ToolTipRole}:
            return self._text(self._rows[index.row()][index.column()], index.column(), is_tip=role != _DISPLAY)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _ON_THE_LEFT if column.is_text else _ON_THE_RIGHT
        return None

    def texts(self, column: int, most: int) -> set[str]:
        """All that stands in the first rows of a column; without a question of Qt's for each cell."""
        return {self._text(row[column], column, is_tip=False) for row in self._rows[:most]}

    def _text(self, cell: Cell, column: int, *, is_tip: bool) -> str:
        kind, number = self._table.columns[column].kind, number_of(cell)
        if kind is Kind.NUMBER and number is not None:
            return _written(number, self._places[column])
        if self._language is None or is_tip or kind is not Kind.MONEY or number is None:
            return cell_text(cell, kind)
        return amount(number, self._language)

    def headerData(  # noqa: N802  # Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Titles of columns; rows have none."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        column = self._table.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _ON_THE_LEFT if column.is_text else _ON_THE_RIGHT
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; -1 restores the table's own order."""
        self.layoutAboutToBeChanged.emit()
        if 0 <= column < len(self._table.columns):
            filled = [row for row in self._table.rows if row[column] is not None]
            filled.sort(key=lambda row: _sort_key(row[column]), reverse=order is Qt.SortOrder.DescendingOrder)
            self._rows = [*filled, *(row for row in self._table.rows if row[column] is None)]
        else:
            self._rows = list(self._table.rows)
        self.layoutChanged.emit()


def _places(table: Table) -> list[int]:
    """Decimals that each column of plain numbers is written with, so that its points stand below each other."""
    looked_at = table.rows[:_LOOKED_AT]
    return [
        _places_of([row[at] for row in looked_at]) if column.kind is Kind.NUMBER else 0
        for at, column in enumerate(table.columns)
    ]


def _places_of(cells: Sequence[Cell]) -> int:
    """As many as the finest has, but not more than tell apart what is large."""
    finest = max((len(_decimals(cell_text(cell, Kind.NUMBER))) for cell in cells), default=0)
    sizes = [abs(float(number)) for number in map(number_of, cells) if number]
    return min(finest, _LARGE_PLACES if sizes and min(sizes) >= _LARGE else _MOST_PLACES)


def _written(number: int | float | Decimal, places: int) -> str:
    text = cell_text(number, Kind.NUMBER)
    lacking = places - len(_decimals(text))
    if lacking < 0 and abs(float(number)) >= _LARGE:
        return f"{number:,.{places}f}"
    if lacking <= 0:
        return text
    return f"{text}{'' if '.' in text else '.'}{'0' * lacking}"


def _decimals(text: str) -> str:
    return text.partition(".")[2]


def tab_separated(table: Table, rows: Sequence[Sequence[Cell]]) -> str:
    """Lines with a heading, as spreadsheets take them from the clipboard; figures with all digits."""
    lines = ["\t".join(column.title for column in table.columns)]
    lines += ["\t".join("" if cell is None else str(cell).replace("\t", " ") for cell in row) for row in rows]
    return "\n".join(lines)


def _sort_key(cell: Cell) -> tuple[int, float, str]:
    number = number_of(cell)
    return (1, 0.0, str(cell)) if number is None else (0, float(number), "")
