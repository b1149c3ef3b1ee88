"""Lines of declarations as columns, so that thousands are checked at once; each is there as a whole when asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from app.engine.screening.coded import Coded, coded
from app.engine.screening.declaration import Charge, Declaration, Term
from app.engine.store.selection import Direction

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Lines:
    """Equal-length columns; None and nan are what a line does not say. `whole` tells a line by its place."""

    row: Sequence[int]
    number: Sequence[str]
    declared_on: Coded[date | None]
    direction: Coded[Direction]
    hs: Coded[str]
    name: Sequence[str]
    trader: Sequence[str]
    province: Coded[int | None]
    origin: Coded[int | None]
    destination: Coded[int | None]
    mode: Coded[int | None]
    term: Coded[Term | None]
    freight: Coded[Charge | None]
    insurance: Coded[Charge | None]
    other: Coded[Charge | None]
    declared_quantity: Floats
    declared_unit: Coded[int | None]
    first_quantity: Floats
    first_unit: Coded[int | None]
    unit_price: Floats
    total: Floats
    currency: Coded[str | None]
    whole: Callable[[int], Declaration]

    def __len__(self) -> int:
        return len(self.row)

    @property
    def is_import(self) -> NDArray[np.bool_]:
        """By line."""
        return self.direction.is_(Direction.IMPORT)

    @property
    def way(self) -> NDArray[np.int8]:
        """Ids of the directions."""
        return self.direction.told(lambda direction: direction.id, np.int8)

    @property
    def partner(self) -> Coded[int | None]:
        """Origin of imports, destination of exports, as the statistics count."""
        origins = list(self.origin.values)  # which may grow while it is looked at
        codes = np.where(self.is_import, self.origin.codes, self.destination.codes + len(origins))
        return Coded(codes.astype(np.int32), [*origins, *self.destination.values])

    @property
    def year(self) -> Coded[int | None]:
        """Of the day of each line."""
        return self.declared_on.mapped(lambda day: None if day is None else day.year)


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


def texts_of(lines: Lines) -> LineTexts:
    """What a list shows of lines."""
    direction, hs = list(lines.direction), list(lines.hs)
    return LineTexts(lines.row, lines.number, direction, hs, lines.name, lines.trader, lines.whole)


def lines_of(declarations: Sequence[Declaration]) -> Lines:
    """Declarations as columns."""
    every = list(declarations)
    return Lines(
        row=[each.row for each in every],
        number=[each.number for each in every],
        declared_on=coded(each.declared_on for each in every),
        direction=coded(each.direction for each in every),
        hs=coded(each.hs for each in every),
        name=[each.name for each in every],
        trader=[each.trader for each in every],
        province=coded(each.province for each in every),
        origin=coded(each.origin for each in every),
        destination=coded(each.destination for each in every),
        mode=coded(each.mode for each in every),
        term=coded(each.term for each in every),
        freight=coded(each.freight for each in every),
        insurance=coded(each.insurance for each in every),
        other=coded(each.other for each in every),
        declared_quantity=_floats([None if each.declared is None else each.declared.quantity for each in every]),
        declared_unit=coded(None if each.declared is None else each.declared.unit for each in every),
        first_quantity=_floats([None if each.first is None else each.first.quantity for each in every]),
        first_unit=coded(None if each.first is None else each.first.unit for each in every),
        unit_price=_floats([each.unit_price for each in every]),
        total=_floats([each.total for each in every]),
        currency=coded(each.currency for each in every),
        whole=every.__getitem__,
    )


def _floats(values: Sequence[Decimal | None]) -> Floats:
    return np.array([np.nan if value is None else float(value) for value in values], dtype=np.float64)
