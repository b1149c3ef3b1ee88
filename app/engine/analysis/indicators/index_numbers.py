"""Price and volume apart: Laspeyres, Paasche and Fisher indices of unit values, and Bennet's split of the change.

Compared are only items that are the same in both years: direction, code and unit, and where a new HS edition lies
between, the code's meaning. What share of the value that is, is part of every result.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from app.engine.errors import NotInDataError
from app.engine.reference.hs_codes import edition_of
from app.engine.reference.hs_editions import same_codes
from app.engine.store.answers import Basis
from app.engine.store.open_store import Store
from app.engine.store.questions.item_quantities import ItemsAnswer, item_quantities
from app.engine.store.selection import Direction, Selection

_UNITS = 1_000  # more than there are
Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class IndexNumbers:
    """Indices of one year over another (1 is no change) over the items of both; None where there is no such item.

    Fisher's price times Fisher's volume is the change in value of these items. `price_effect` and `volume_effect` are
    sums of money (Bennet) that add up to that change; `other_effect` is the change of all other items.
    """

    laspeyres_price: float | None
    paasche_price: float | None
    fisher_price: float | None
    fisher_volume: float | None
    value_index: float | None
    items: int
    covered_before: float
    covered_after: float
    price_effect: float
    volume_effect: float
    other_effect: float


@dataclass(frozen=True, slots=True)
class IndexRow:
    """One year against the one before it in the data, in one direction; the first year of chained indices is 100."""

    direction: Direction
    base_year: int
    year: int
    numbers: IndexNumbers
    chained_price: float | None
    chained_volume: float | None


@dataclass(frozen=True, slots=True)
class IndexAnswer:
    """Imports, then exports, each in the order of the years; `level` is the digits of the codes compared."""

    basis: Basis
    level: int
    rows: tuple[IndexRow, ...]


def price_volume(store: Store, selection: Selection) -> IndexAnswer:
    """The indices of each selected year; NotInDataError where one year or no quantity is there."""
    answer = item_quantities(store, selection)
    if not answer.hs.size:
        return IndexAnswer(answer.basis, answer.level, ())
    years = np.unique(answer.year)
    if len(years) == 1:
        raise NotInDataError("query.one_year", year=int(years[0]))
    if not (answer.quantity > 0).any():
        raise NotInDataError("query.no_quantities")
    rows = [row for direction in Direction for row in _chain(answer, direction)]
    return IndexAnswer(answer.basis, answer.level, tuple(rows))


def index_numbers(before: tuple[Values, Values], after: tuple[Values, Values]) -> IndexNumbers:
    """The indices of two years given as (values, quantities) by item; an item counts where all four are positive."""
    (value_0, quantity_0), (value_1, quantity_1) = before, after
    same = (value_0 > 0) & (quantity_0 > 0) & (value_1 > 0) & (quantity_1 > 0)
    total_0, total_1 = float(value_0.sum()), float(value_1.sum())
    v0, q0, v1, q1 = (column[same] for column in (value_0, quantity_0, value_1, quantity_1))
    if not same.any():
        return IndexNumbers(None, None, None, None, None, 0, 0.0, 0.0, 0.0, 0.0, total_1 - total_0)
    p0, p1 = v0 / q0, v1 / q1
    held_0, held_1 = float(v0.sum()), float(v1.sum())
    laspeyres, paasche = float((p1 * q0).sum()) / held_0, held_1 / float((p0 * q1).sum())
    fisher = math.sqrt(laspeyres * paasche)
    change = held_1 - held_0
    price_effect = float(((q0 + q1) * (p1 - p0)).sum()) / 2
    return IndexNumbers(
        laspeyres_price=laspeyres,
        paasche_price=paasche,
        fisher_price=fisher,
        fisher_volume=held_1 / held_0 / fisher,
        value_index=held_1 / held_0,
        items=int(same.sum()),
        covered_before=held_0 / total_0,
        covered_after=held_1 / total_1,
        price_effect=price_effect,
        volume_effect=change - price_effect,
        other_effect=total_1 - total_0 - change,
    )


def _chain(answer: ItemsAnswer, direction: Direction) -> list[IndexRow]:
    chosen = answer.direction == direction.id
    if not chosen.any():
        return []
    years, year_of = np.unique(answer.year[chosen], return_inverse=True)
    items, item_of = np.unique(answer.hs[chosen] * _UNITS + answer.unit[chosen], return_inverse=True)
    codes = items // _UNITS
    shape = (len(years), int(item_of.max()) + 1)
    values, quantities = np.zeros(shape), np.zeros(shape)
    values[year_of, item_of] = answer.value[chosen]
    # Without a unit, a quantity is no quantity of anything
    quantities[year_of, item_of] = np.where(answer.unit[chosen] > 0, answer.quantity[chosen], 0.0)
    rows: list[IndexRow] = []
    price: float | None = 100.0
    volume: float | None = 100.0
    joins = _joins(answer.level, codes)
    for earlier, later in pairwise(range(len(years))):
        # Across editions, the same code may be another product
        same = joins if edition_of(int(years[earlier])) != edition_of(int(years[later])) else np.ones_like(joins)
        numbers = index_numbers(
            (values[earlier], quantities[earlier] * same), (values[later], quantities[later] * same)
        )
        price, volume = _times(price, numbers.fisher_price), _times(volume, numbers.fisher_volume)
        rows.append(IndexRow(direction, int(years[earlier]), int(years[later]), numbers, price, volume))
    return rows


def _joins(level: int, codes: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which codes mean the same in all editions."""
    return np.isin(codes, [int(code) for code in same_codes(level)])


def _times(level: float | None, step: float | None) -> float | None:
    """A chain that is broken once stays so: what comes after it has no common base."""
    return level * step if level is not None and step is not None else None
