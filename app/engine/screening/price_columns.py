"""Prices of many lines placed in their predicted distributions at once."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from app.engine.errors import EngineError, NotInDataError
from app.engine.price.answers import PriceQuestion
from app.engine.price.asking import base_of, factor_of
from app.engine.price.conformal import Spread
from app.engine.price.pricer import Pricer
from app.engine.price.rows import OPEN, PriceRows
from app.engine.screening.lines import Floats, Lines
from app.engine.screening.value_columns import Values
from app.engine.store.selection import Direction

_HS_DIGITS = 8
_MOST_QUANTITY = 1e15
_MOST_KNOWN = 200_000
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
    problems: list[EngineError | None]


class PriceDesk:
    """Asks a pricer about many lines; what can be asked of goods and places is found out once."""

    def __init__(self, pricer: Pricer) -> None:
        self._pricer = pricer
        told = pricer.context.dimensions.split(",")
        self._tells = tuple(name in told for name in ("country", "province", "mode"))
        self._known: dict[Hashable, EngineError | None] = {}

    def place(self, lines: Lines, values: Values) -> PlacedColumns:
        """The place of each line's price."""
        members = [
            column if is_told else [None] * len(lines)
            for is_told, column in zip(self._tells, (lines.partner, lines.province, lines.mode), strict=True)
        ]
        problems = self._problems(lines, values, members)
        at = np.flatnonzero([problem is None for problem in problems])
        columns = np.full((7, len(lines)), np.nan)
        if len(at):
            columns[:, at] = self._ask(lines, values, members, at)
        for place in at[np.isnan(columns[5, at])].tolist():
            problems[place] = _NO_HISTORY
        ln_price, median, below, above, expected, percentile, distance = columns
        return PlacedColumns(ln_price, Spread(median, below, above), expected, percentile, distance, problems)

    def _problems(
        self, lines: Lines, values: Values, members: Sequence[Sequence[int | None]]
    ) -> list[EngineError | None]:
        if len(self._known) > _MOST_KNOWN:
            self._known.clear()
        found = list(values.problems)
        columns = (lines.direction, lines.hs, lines.declared_on, values.unit, values.quantity.tolist(), *members)
        for place, (direction, hs, day, unit, quantity, *places) in enumerate(zip(*columns, strict=True)):
            if found[place] is not None:
                continue
            if day is None:
                found[place] = _NO_YEAR
            elif unit is None:
                found[place] = _NO_UNIT
            elif quantity > _MOST_QUANTITY:
                found[place] = self._pricer.problem(
                    PriceQuestion(direction, hs, day.year, unit, quantity=Decimal(repr(quantity)))
                )
            else:
                found[place] = self._problem(direction, hs, day.year, unit, tuple(places))
        return found

    def _problem(
        self, direction: Direction, hs: str, year: int, unit: int, places: tuple[int | None, ...]
    ) -> EngineError | None:
        """Goods first, then partner, province and mode, which are as good with any goods."""
        goods = direction, hs, year, unit
        if goods not in self._known:
            self._known[goods] = self._pricer.problem(PriceQuestion(direction, hs, year, unit))
        if self._known[goods] is None and places not in self._known:
            country, province, mode = places
            question = PriceQuestion(direction, hs, year, unit, country, province, mode)
            self._known[places] = self._pricer.problem(question)
        return self._known[goods] or self._known[places]

    def _ask(
        self, lines: Lines, values: Values, members: Sequence[Sequence[int | None]], at: NDArray[np.int64]
    ) -> Floats:
        places = at.tolist()
        units = [values.unit[place] for place in places]
        factors = np.array([factor_of(unit) for unit in units])
        country, province, mode = (_members([column[place] for place in places]) for column in members)
        hs = [lines.hs[place] for place in places]
        rows = PriceRows(
            direction=np.array([lines.direction[place].id for place in places], dtype=np.int8),
            hs=np.array([int(code.ljust(_HS_DIGITS, "0")) for code in hs], dtype=np.int32),
            hs_digits=np.array([len(code) for code in hs], dtype=np.int8),
            country=country,
            province=province,
            mode=mode,
            unit=np.array([base_of(unit) for unit in units], dtype=np.int16),
            year=np.array([_year(lines, place) for place in places], dtype=np.int16),
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


def _year(lines: Lines, place: int) -> int:
    day = lines.declared_on[place]
    assert day is not None
    return day.year


def _members(column: Sequence[int | None]) -> NDArray[np.int16]:
    return np.array([OPEN if member is None else member for member in column], dtype=np.int16)
