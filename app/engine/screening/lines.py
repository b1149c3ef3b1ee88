"""Lines of declarations as columns, so that thousands are checked at once; each is there as a whole when asked for."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from app.engine.screening.declaration import Charge, Declaration, Term
from app.engine.store.selection import Direction

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
_Value = TypeVar("_Value", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Lines:
    """Equal-length columns; None and nan are what a line does not say. `whole` tells a line by its place."""

    row: Sequence[int]
    number: Sequence[str]
    declared_on: Sequence[date | None]
    direction: Sequence[Direction]
    hs: Sequence[str]
    name: Sequence[str]
    trader: Sequence[str]
    province: Sequence[int | None]
    origin: Sequence[int | None]
    destination: Sequence[int | None]
    mode: Sequence[int | None]
    term: Sequence[Term | None]
    freight: Sequence[Charge | None]
    insurance: Sequence[Charge | None]
    other: Sequence[Charge | None]
    declared_quantity: Floats
    declared_unit: Sequence[int | None]
    first_quantity: Floats
    first_unit: Sequence[int | None]
    unit_price: Floats
    total: Floats
    currency: Sequence[str | None]
    whole: Callable[[int], Declaration]

    def __len__(self) -> int:
        return len(self.row)

    @property
    def is_import(self) -> NDArray[np.bool_]:
        """By line."""
        return np.array([each is Direction.IMPORT for each in self.direction], dtype=np.bool_)

    @property
    def way(self) -> NDArray[np.int8]:
        """Ids of the directions."""
        return np.where(self.is_import, Direction.IMPORT.id, Direction.EXPORT.id).astype(np.int8)

    @property
    def partner(self) -> list[int | None]:
        """Origin of imports, destination of exports, as the statistics count."""
        return [
            origin if direction is Direction.IMPORT else destination
            for direction, origin, destination in zip(self.direction, self.origin, self.destination, strict=True)
        ]


@dataclass(frozen=True, slots=True)
class LineTexts:
    """What a list shows of each line; `whole` tells everything about one."""

    row: Sequence[int]
    number: Sequence[str]
    direction: Sequence[Direction]
    hs: Sequence[str]
    name: Sequence[str]
    trader: Sequence[str]
    whole: Callable[[int], Declaration]

    def __len__(self) -> int:
        return len(self.row)


def by_value(values: Sequence[_Value], tell: Callable[[_Value], int]) -> Ints:
    """A number for each, found out once for equal ones."""
    known = {value: tell(value) for value in set(values)}
    return np.fromiter(map(known.__getitem__, values), dtype=np.int64, count=len(values))


def texts_of(lines: Lines) -> LineTexts:
    """What a list shows of lines."""
    return LineTexts(lines.row, lines.number, lines.direction, lines.hs, lines.name, lines.trader, lines.whole)


def lines_of(declarations: Sequence[Declaration]) -> Lines:
    """Declarations as columns."""
    every = list(declarations)
    return Lines(
        row=[each.row for each in every],
        number=[each.number for each in every],
        declared_on=[each.declared_on for each in every],
        direction=[each.direction for each in every],
        hs=[each.hs for each in every],
        name=[each.name for each in every],
        trader=[each.trader for each in every],
        province=[each.province for each in every],
        origin=[each.origin for each in every],
        destination=[each.destination for each in every],
        mode=[each.mode for each in every],
        term=[each.term for each in every],
        freight=[each.freight for each in every],
        insurance=[each.insurance for each in every],
        other=[each.other for each in every],
        declared_quantity=_floats([None if each.declared is None else each.declared.quantity for each in every]),
        declared_unit=[None if each.declared is None else each.declared.unit for each in every],
        first_quantity=_floats([None if each.first is None else each.first.quantity for each in every]),
        first_unit=[None if each.first is None else each.first.unit for each in every],
        unit_price=_floats([each.unit_price for each in every]),
        total=_floats([each.total for each in every]),
        currency=[each.currency for each in every],
        whole=every.__getitem__,
    )


def _floats(values: Sequence[Decimal | None]) -> Floats:
    return np.array([np.nan if value is None else float(value) for value in values], dtype=np.float64)
