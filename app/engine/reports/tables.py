"""The table that every kind of document prints."""

from __future__ import annotations

import enum
import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

Cell = str | int | float | Decimal | None


class Kind(enum.Enum):
    """What the cells of a column are, which decides how they are written and aligned."""

    TEXT = "text"
    INTEGER = "integer"
    MONEY = "money"
    SHARE = "share"  # 0.25 is printed as 25.0 %
    POINTS = "points"  # 2.5 percentage points are printed as 2.5; the title tells the unit
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Column:
    """One column; the title tells the unit where there is one."""

    title: str
    kind: Kind = Kind.TEXT

    @property
    def is_text(self) -> bool:
        """True if its cells stand on the left and may wrap."""
        return self.kind is Kind.TEXT


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under named columns; None is an empty cell, and a row has as many cells as there are columns."""

    name: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Cell]]


def number_of(cell: Cell) -> int | float | Decimal | None:
    """The cell as a number; None for text, for an empty cell, and for what is not finite."""
    if cell is None or isinstance(cell, str | bool):
        return None
    is_finite = cell.is_finite() if isinstance(cell, Decimal) else math.isfinite(cell)
    return cell if is_finite else None
