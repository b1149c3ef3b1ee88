"""Prices of many lines placed in their predicted distributions at once."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.engine.errors import EngineError, NotInDataError
from app.engine.price.answers import PriceQuestion
from app.engine.price.asking import base_of, factor_of
from app.engine.price.conformal import Spread
from app.engine.price.pricer import Pricer
from app.engine.price.rows import OPEN, PriceRows
from app.engine.screening.coded import Coded, constant, crossed_once
from app.engine.screening.lines import Floats, Lines
from app.engine.screening.problems import Problems
from app.engine.screening.value_columns import Values

_HS_DIGITS = 8
_MOST_QUANTITY = 1e15
_MOST_KNOWN = 200_000
_Goods = tuple[Any, ...]  # direction, code, year, unit
_Nested = tuple[tuple[tuple[Any, Any], Any], Any]  # the same, as columns are crossed
_MEMBERS = ("country", "province", "mode")
_NO_YEAR = NotInDataError("screening.unchecked_no_year")
_NO_UNIT = NotInDataError("screening.unchecked_no_unit")
_NO_HISTORY = NotInDataError("screening.unchecked_no_history")


@dataclass(frozen=True, slots=True)
class PlacedColumns:
    """Per line, nan where nothing was compared: then `problems` says why. Prices are per unit of the line."""

    ln_price: Floats
    spread: Spread
    expected: Floats
    percentile: Floats
    distance: Floats
    problems: Problems


class PriceDesk:
    """Asks a pricer about many lines; what can be asked of goods and places is found out once."""

    def __init__(self, pricer: Pricer) -> None:
        self._pricer = pricer
        told = pricer.context.dimensions.split(",")
        self._tells = tuple(name in told for name in _MEMBERS)
        self._goods: dict[_Goods, EngineError | None] = {}
        self._members: dict[tuple[str, int | None], EngineError | None] = {}

    def place(self, lines: Lines, values: Values) -> PlacedColumns:
        """The place of each line's price."""
        members: list[Coded[int | None]] = [
            column if is_told else constant(None, len(lines))
            for is_told, column in zip(self._tells, (lines.partner, lines.province, lines.mode), strict=True)
        ]
        problems = self._problems(lines, values, members)
        at = _alike_together(lines, np.flatnonzero(problems.are_none))
        columns = np.full((7, len(lines)), np.nan)
        if len(at):
            columns[:, at] = self._ask(lines, values, members, at)
        problems.set(at[np.isnan(columns[5, at])], _NO_HISTORY)
        ln_price, median, below, above, expected, percentile, distance = columns
        return PlacedColumns(ln_price, Spread(median, below, above), expected, percentile, distance, problems)

    def _problems(self, lines: Lines, values: Values, members: Sequence[Coded[int | None]]) -> Problems:
        if len(self._goods) > _MOST_KNOWN:
            # Other threads go on with what they hold
            self._goods = {}
        found = values.problems.copy()
        goods = crossed_once(lines.direction, lines.hs, lines.year, values.unit)
        _add(found, goods.mapped_once(self._problem_of))
        sound = np.flatnonzero(found.are_none)
        if len(sound):
            tell = functools.partial(self._problem_of_member, _flat(goods[int(sound[0])]))
            for name, column in zip(_MEMBERS, members, strict=True):
                _add(found, column.mapped(functools.partial(tell, name)))
        for place in np.flatnonzero((values.quantity > _MOST_QUANTITY) & found.are_none).tolist():
            quantity = Decimal(repr(float(values.quantity[place])))
            problem = self._pricer.problem(_question(_flat(goods[place]), quantity=quantity))
            if problem is not None:
                found.set(place, problem)
        return found

    def _problem_of(self, asked: _Nested) -> EngineError | None:
        goods = _flat(asked)
        _, _, year, unit = goods
        known = self._goods
        if goods not in known:
            told = _NO_YEAR if year is None else _NO_UNIT if unit is None else None
            known[goods] = told or self._pricer.problem(_question(goods))
        return known[goods]

    def _problem_of_member(self, goods: _Goods, name: str, member: int | None) -> EngineError | None:
        """Partner, province and mode are as good with any goods, and with each other."""
        known = self._members
        if (name, member) not in known:
            known[name, member] = self._pricer.problem(_question(goods, **{name: member}))
        return known[name, member]

    def _ask(self, lines: Lines, values: Values, members: Sequence[Coded[int | None]], at: NDArray[np.int64]) -> Floats:
        unit, hs = values.unit.take(at), lines.hs.take(at)
        factors = unit.told(factor_of, np.float64)
        country, province, mode = (column.take(at).told(lambda member: member or OPEN, np.int16) for column in members)
        rows = PriceRows(
            direction=lines.way[at],
            hs=hs.told_once(_padded, np.int32),
            hs_digits=hs.told_once(len, np.int8),
            country=country,
            province=province,
            mode=mode,
            unit=unit.told(base_of, np.int16),
            year=lines.year.take(at).told(lambda year: year, np.int16),
            ln_quantity=np.log(values.quantity[at]) + np.log(factors),
        )
        estimator = self._pricer.estimator
        estimates = estimator.estimate(rows)
        # Near 0 and infinity a float holds no ratio, but both logarithms
        ln_price = np.log(values.total[at]) - np.log(values.quantity[at]) - np.log(factors)
        residuals, percentiles = estimator.percentiles(estimates, ln_price)
        spread = estimates.spread
        ln_price = np.where(np.isnan(spread.median), np.nan, ln_price)
        expected = np.exp(spread.median) * factors
        return np.stack([ln_price, spread.median, spread.below, spread.above, expected, percentiles, np.abs(residuals)])


def _alike_together(lines: Lines, places: NDArray[np.int64]) -> NDArray[np.int64]:
    """Lines of like goods one after another, so that what is looked up for them lies near."""
    goods = lines.hs.told_once(_padded, np.int64)[places] << 16 | lines.partner.codes[places]
    return places[np.argsort(goods, kind="stable")]


def _flat(goods: _Nested) -> _Goods:
    ((direction, hs), year), unit = goods
    return direction, hs, year, unit


def _padded(code: str) -> int:
    return int(code.ljust(_HS_DIGITS, "0"))


def _question(goods: _Goods, **more: Any) -> PriceQuestion:
    return PriceQuestion(*goods, **more)


def _add(problems: Problems, found: Coded[EngineError | None]) -> None:
    """Reasons of lines without one."""
    is_open = problems.are_none
    for code in np.flatnonzero(np.bincount(found.codes)).tolist():
        reason = found.values[code]
        if reason is not None:
            problems.set(is_open & (found.codes == code), reason)
