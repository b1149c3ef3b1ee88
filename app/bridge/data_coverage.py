"""Years by direction: where a store holds records, how much they are worth, what is made up, and what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from app.bridge import data_words
from app.bridge.dashboard_amounts import count
from app.bridge.texts import Texts
from app.engine.store.selection import Direction, Selection, Years

if TYPE_CHECKING:
    from app.engine.store.generation_facts import GenerationFacts

COVERAGE_ROLE = Qt.ItemDataRole.UserRole
DIRECTIONS = (Direction.IMPORT, Direction.EXPORT)
_DEMO = "demo"
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Holding:
    """What one source holds of a year and direction; holdings are never added up, for they may overlap."""

    source: str
    currency: str | None
    hs_level: int | None
    records: int
    value: Decimal

    @property
    def is_demo(self) -> bool:
        """True for demonstration data."""
        return self.source == _DEMO


@dataclass(frozen=True, slots=True)
class CoverageCell:
    """One year and direction; without holdings it is a gap. The holding of most records comes first."""

    direction: Direction
    year: int
    holdings: tuple[Holding, ...]

    @property
    def is_demo(self) -> bool:
        """True if all of it is demonstration data."""
        return bool(self.holdings) and all(holding.is_demo for holding in self.holdings)

    @property
    def selection(self) -> Selection:
        """This year and direction."""
        return Selection(direction=self.direction, years=Years(self.year, self.year))


def coverage(facts: GenerationFacts) -> dict[tuple[Direction, int], CoverageCell]:
    """Each year from the first to the last that a store knows, in both directions."""
    contexts = {context.id: context for context in facts.contexts}
    held: dict[tuple[Direction, int], list[Holding]] = {}
    for sums in facts.periods:
        context = contexts[sums.context]
        holding = Holding(context.source, context.currency, context.hs_level, sums.records, sums.value)
        held.setdefault((sums.direction, sums.year), []).append(holding)
    years = sorted({year for _, year in held})
    every = range(years[0], years[-1] + 1) if years else ()
    return {
        (direction, year): CoverageCell(
            direction, year, tuple(sorted(held.get((direction, year), ()), key=lambda holding: -holding.records))
        )
        for direction in DIRECTIONS
        for year in every
    }


class CoverageModel(QAbstractTableModel):
    """Directions as rows, years as columns; a cell is under COVERAGE_ROLE."""

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self._texts = texts
        self._cells: dict[tuple[Direction, int], CoverageCell] = {}
        self._years: Sequence[int] = ()
        texts.language_changed.connect(lambda: self.show(self._cells))

    def show(self, cells: dict[tuple[Direction, int], CoverageCell]) -> None:
        """Show the coverage of a store."""
        self.beginResetModel()
        self._cells = cells
        self._years = sorted({year for _, year in cells})
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        """Imports and exports."""
        return 0 if parent.isValid() or not self._years else len(DIRECTIONS)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        """Years without a gap."""
        return 0 if parent.isValid() else len(self._years)

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # what Qt asks for
        """Year or direction."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation is Qt.Orientation.Horizontal:
            return str(self._years[section])
        return data_words.direction_name(self._texts, DIRECTIONS[section].value)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # Any: what Qt asks for
        """A cell: its value, or that nothing is there."""
        if not index.isValid():
            return None
        cell = self._cells[DIRECTIONS[index.row()], self._years[index.column()]]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._short(cell)
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                return self._long(cell)
            case _ if role == COVERAGE_ROLE:
                return cell
        return None

    def _short(self, cell: CoverageCell) -> str:
        if not cell.holdings:
            return self._texts.say("data.coverage_gap")
        main, more = cell.holdings[0], len(cell.holdings) - 1
        return self._texts.say(
            "data.coverage_cell",
            value=data_words.short_money(main.value, self._texts, main.currency),
            records=count(main.records, self._texts.language),
            more=f" +{more}" if more else "",
        )

    def _long(self, cell: CoverageCell) -> str:
        title = f"{cell.year} {data_words.direction_name(self._texts, cell.direction.value)}"
        lines = [self._line(holding) for holding in cell.holdings] or [self._texts.say("data.coverage_gap_long")]
        return "\n".join([title, *lines])

    def _line(self, holding: Holding) -> str:
        return self._texts.say(
            "data.coverage_line",
            source=data_words.format_name(self._texts, holding.source),
            level=holding.hs_level or "–",
            records=data_words.count(holding.records),
            value=data_words.short_money(holding.value, self._texts, holding.currency),
        )
