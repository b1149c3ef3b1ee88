"""Rows of a table that is answered row by row: one by one, or many at once by column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from app.engine.errors import EngineError


class NumberedRow(NamedTuple):
    """One row at the width of the header, with its number in the file; blank rows are left out."""

    number: int
    cells: tuple[str, ...]
    is_ragged: bool = False  # cells beyond the header were left out
    damage: EngineError | None = None  # why nothing of it is certain


@dataclass(frozen=True, slots=True)
class RowBatch:
    """Rows without blank ones, by column of the header; `ragged` are places of rows that held more cells.

    `damage` tells, by place, why nothing of a row is certain.
    """

    numbers: Sequence[int]
    columns: Sequence[Sequence[str]]
    ragged: frozenset[int]
    damage: Mapping[int, EngineError] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.numbers)

    @property
    def cells(self) -> Iterator[tuple[str, ...]]:
        """By row."""
        return zip(*self.columns, strict=True)

    def widened(self, cells: Sequence[str]) -> RowBatch:
        """With the same further cells in each row."""
        return replace(self, columns=[*self.columns, *([cell] * len(self) for cell in cells)])


def batch_of(rows: Sequence[NumberedRow]) -> RowBatch:
    """Rows as a batch."""
    ragged = frozenset(place for place, row in enumerate(rows) if row.is_ragged)
    damage = {place: row.damage for place, row in enumerate(rows) if row.damage}
    return RowBatch([row.number for row in rows], list(zip(*(row.cells for row in rows), strict=True)), ragged, damage)
