"""A cross table as it is shown: lines of both axes in order, and for each cell a figure or why there is none."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.engine.store.answers import Basis
from app.engine.store.dimensions import Dimension
from app.engine.store.questions.pivot_table import NO_UNIT, TOTAL, Bytes, Floats, Integers
from app.engine.store.selection import Years


@dataclass(frozen=True, slots=True)
class Lines:
    """The rows or the columns in the order shown; `members` has one column for each dimension, outermost first."""

    dimensions: tuple[Dimension, ...]
    members: Integers

    @property
    def count(self) -> int:
        """How many lines there are."""
        return int(self.members.shape[0])

    @property
    def single_count(self) -> int:
        """How many lines are members, neither total nor others."""
        return int(np.count_nonzero(_is_single(self)))

    def line(self, position: int) -> tuple[int, ...]:
        """The members of a line as an order names it."""
        return tuple(self.members[position].tolist())

    def position(self, line: tuple[int, ...]) -> int | None:
        """Where a line stands, the total for an empty one; None where it is not shown."""
        wanted = line or (TOTAL,) * len(self.dimensions)
        if len(wanted) != len(self.dimensions):
            return None
        found = np.flatnonzero(np.all(self.members == np.array(wanted, dtype=np.int32), axis=1))
        return int(found[0]) if found.size else None

    def known(self, position: int) -> tuple[tuple[Dimension, int], ...]:
        """The members of a line that are single ones."""
        pairs = zip(self.dimensions, self.members[position].tolist(), strict=True)
        return tuple((dimension, member) for dimension, member in pairs if member >= 0)


@dataclass(frozen=True, slots=True)
class PivotContent:
    """Cells by row and column: `figures` are NaN exactly where `blanks` give a reason; `units` only of quantities."""

    rows: Lines
    columns: Lines
    figures: Floats
    blanks: Bytes
    units: Integers | None
    currency: str | None
    is_import: bool = False  # China as a partner then is the origin of goods that came back

    @property
    def inner(self) -> Floats:
        """The figures of single members, without totals and others."""
        return self.figures[np.ix_(_is_single(self.rows), _is_single(self.columns))]

    def unit(self, row: int, column: int) -> int | None:
        """The unit of a quantity or of what a unit value is for."""
        if self.units is None or self.units[row, column] == NO_UNIT:
            return None
        return int(self.units[row, column])

    def shared_unit(self) -> int | None:
        """The unit of all cells that have one, if it is the same."""
        if self.units is None:
            return None
        found = np.unique(self.units[self.units != NO_UNIT])
        return int(found[0]) if found.size == 1 else None

    def members_at(self, row: int | None, column: int | None, level: int | None) -> tuple[tuple[Dimension, int], ...]:
        """The single members that a cell or a heading stands for; a heading only for those down to its level."""
        found: list[tuple[Dimension, int]] = []
        for lines, position in ((self.rows, row), (self.columns, column)):
            if position is not None:
                known = lines.known(position)
                reach = lines.dimensions if level is None else lines.dimensions[: level + 1]
                found += [pair for pair in known if pair[0] in reach]
        return tuple(found)


@dataclass(frozen=True, slots=True)
class PivotFound:
    """An answer: the table (None where no record matches), its basis, and dimensions that the data do not tell."""

    content: PivotContent | None
    basis: Basis
    missing: frozenset[Dimension]
    compared: tuple[Years, Years] | None = None  # by growth, the later first, where years are no dimension


def _is_single(lines: Lines) -> npt.NDArray[np.bool_]:
    return np.all(lines.members >= 0, axis=1) if lines.dimensions else np.ones(lines.count, dtype=bool)
