"""Lines of declarations as columns, so that thousands are checked at once; each is there as a whole when asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from app.engine.price.batch_cells import read_number
from app.engine.screening.coded import Coded, coded
from app.engine.screening.declaration import Amount, Charge, Declaration, Term
from app.engine.store.selection import Direction

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Written:
    """Cells of which no check takes more than a figure, as they stand in the file; "" is what a line does not say."""

    place: Sequence[str]
    gross_kg: Sequence[str]
    declared: Sequence[str]
    first: Sequence[str]
    second: Sequence[str]
    unit_price: Sequence[str]
    total: Sequence[str]


@dataclass(frozen=True, slots=True)
class Lines:
    """Equal-length columns; None and nan are what a line does not say."""

    row: Sequence[int]
    number: Sequence[str]
    declared_on: Coded[date | None]
    direction: Coded[Direction]
    hs: Coded[str]
    name: Coded[str]
    trader: Coded[str]
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
    second_unit: Coded[int | None]
    unit_price: Floats
    total: Floats
    currency: Coded[str | None]
    written: Written

    def __len__(self) -> int:
        return len(self.row)

    def whole(self, at: int) -> Declaration:
        """The line at a place."""
        written = self.written
        return Declaration(
            self.row[at],
            self.number[at],
            self.declared_on[at],
            self.direction[at],
            self.hs[at],
            self.name[at],
            self.trader[at],
            written.place[at],
            self.province[at],
            self.origin[at],
            self.destination[at],
            self.mode[at],
            self.term[at],
            self.freight[at],
            self.insurance[at],
            self.other[at],
            _exact(written.gross_kg[at]),
            _amount(written.declared[at], self.declared_unit[at]),
            _amount(written.first[at], self.first_unit[at]),
            _amount(written.second[at], self.second_unit[at]),
            _exact(written.unit_price[at]),
            _exact(written.total[at]),
            self.currency[at],
        )

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
        if self.is_import.all():
            return self.origin
        if not self.is_import.any():
            return self.destination
        origins = list(self.origin.values)  # which may grow while it is looked at
        codes = np.where(self.is_import, self.origin.codes, self.destination.codes + len(origins))
        return Coded(codes.astype(np.int32), [*origins, *self.destination.values])

    @property
    def year(self) -> Coded[int | None]:
        """Of the day of each line."""
        return self.declared_on.mapped_once(_year)


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


def lines_of(declarations: Sequence[Declaration]) -> Lines:
    """Declarations as columns."""
    every = list(declarations)
    return Lines(
        row=[each.row for each in every],
        number=[each.number for each in every],
        declared_on=coded(each.declared_on for each in every),
        direction=coded(each.direction for each in every),
        hs=coded(each.hs for each in every),
        name=coded(each.name for each in every),
        trader=coded(each.trader for each in every),
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
        second_unit=coded(None if each.second is None else each.second.unit for each in every),
        unit_price=_floats([each.unit_price for each in every]),
        total=_floats([each.total for each in every]),
        currency=coded(each.currency for each in every),
        written=Written(
            place=[each.place for each in every],
            gross_kg=_texts(each.gross_kg for each in every),
            declared=_texts(None if each.declared is None else each.declared.quantity for each in every),
            first=_texts(None if each.first is None else each.first.quantity for each in every),
            second=_texts(None if each.second is None else each.second.quantity for each in every),
            unit_price=_texts(each.unit_price for each in every),
            total=_texts(each.total for each in every),
        ),
    )


def _year(day: date | None) -> int | None:
    return None if day is None else day.year


def _exact(text: str) -> Decimal | None:
    return read_number(text) if text else None


def _amount(text: str, unit: int | None) -> Amount | None:
    return Amount(read_number(text), unit) if text else None


def _texts(values: Iterable[Decimal | None]) -> list[str]:
    return ["" if value is None else str(value) for value in values]


def _floats(values: Sequence[Decimal | None]) -> Floats:
    return np.array([np.nan if value is None else float(value) for value in values], dtype=np.float64)
