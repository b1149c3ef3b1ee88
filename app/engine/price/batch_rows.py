"""Questions by column: which of them cannot be asked, and the others as rows that are priced."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from app.engine.errors import EngineError
from app.engine.price.answers import PriceQuestion
from app.engine.price.asking import (
    MOST_QUANTITY,
    base_of,
    check_members,
    check_product,
    check_quantity,
    check_unit,
    check_year,
    factor_of,
    unit_of,
)
from app.engine.price.batch_cells import Asked
from app.engine.price.pricer import Pricer
from app.engine.price.rows import OPEN, PriceRows
from app.engine.price.support import Products
from app.engine.store.selection import Direction

_HS_DIGITS = 8
_DIRECTIONS = {direction.id: direction for direction in Direction}
_Key = TypeVar("_Key", bound=Hashable)
_Found = TypeVar("_Found")
Places = NDArray[np.intp]


def note_problems(asked: Asked, pricer: Pricer) -> None:
    """Add why questions cannot be asked to those rows that have no problem yet; the first reason counts."""
    products, newest = pricer.products, pricer.years[-1]

    def question(direction: int, hs: str, unit: int | None = None) -> PriceQuestion:
        return PriceQuestion(_DIRECTIONS[direction], hs, newest, unit)

    some = question(asked.direction[0], "")
    goods = list(zip(asked.direction, asked.hs, strict=True))
    units = list(zip(asked.direction, asked.hs, asked.unit, strict=True))
    places = list(zip(asked.country, asked.province, asked.mode, strict=True))
    years = pricer.years
    _note(asked, goods, lambda own: check_product(question(*own), products))
    _note(asked, places, lambda own: check_members(_at(some, *own), pricer.context))
    _note(asked, units, lambda own: check_unit(question(*own), products))
    _note(asked, asked.year, lambda own: check_year(own, years))
    doubtful = [None if own is None or 0 < own < MOST_QUANTITY else own for own in asked.quantity]
    _note(asked, doubtful, check_quantity)


def rows_of_asked(asked: Asked, at: Places, products: Products) -> tuple[PriceRows, list[int | None]]:
    """The rows at these places, with the unit that each is priced in, in which its quantity is counted."""
    places = at.tolist()
    goods = [(asked.direction[place], asked.hs[place], asked.unit[place]) for place in places]
    units = each_once(goods, lambda own: unit_of(PriceQuestion(_DIRECTIONS[own[0]], own[1], 0, own[2]), products))
    factors = np.array(each_once(units, factor_of), dtype=np.float64)
    quantity = np.array(
        [math.nan if own is None else float(own) for own in map(asked.quantity.__getitem__, places)], dtype=np.float64
    )
    codes = [hs for _, hs, _ in goods]
    rows = PriceRows(
        direction=np.array([direction for direction, _, _ in goods], dtype=np.int8),
        hs=np.array(each_once(codes, lambda hs: int(hs.ljust(_HS_DIGITS, "0"))), dtype=np.int32),
        hs_digits=np.array(list(map(len, codes)), dtype=np.int8),
        country=_members(asked.country, places),
        province=_members(asked.province, places),
        mode=_members(asked.mode, places),
        unit=np.array(each_once(units, base_of), dtype=np.int16),
        year=np.array([asked.year[place] for place in places], dtype=np.int16),
        ln_quantity=np.log(quantity * factors),
    )
    return rows, units


def each_once(column: Sequence[_Key], find: Callable[[_Key], _Found]) -> list[_Found]:
    """What is found for each entry, looked for once for equal ones."""
    found = {key: find(key) for key in set(column)}
    return list(map(found.__getitem__, column))


def _note(asked: Asked, keys: Sequence[_Key], check: Callable[[_Key], None]) -> None:
    wrong: dict[_Key, EngineError] = {}
    for key in set(keys):
        try:
            check(key)
        except EngineError as error:
            wrong[key] = error
    if wrong:
        for place, key in enumerate(keys):
            asked.problems[place] = asked.problems[place] or wrong.get(key)


def _at(question: PriceQuestion, country: int | None, province: int | None, mode: int | None) -> PriceQuestion:
    return PriceQuestion(question.direction, question.hs, question.year, None, country, province, mode)


def _members(column: Sequence[int | None], places: Sequence[int]) -> NDArray[np.int16]:
    return np.array([OPEN if (own := column[place]) is None else own for place in places], dtype=np.int16)
