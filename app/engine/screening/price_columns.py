"""Prices of many lines placed in their predicted distributions at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
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
from app.engine.screening.lines import Floats, Lines, by_value
from app.engine.screening.value_columns import Values
from app.engine.store.selection import Direction

_HS_DIGITS = 8
_MOST_QUANTITY = 1e15
_MOST_KNOWN = 200_000
_Goods = tuple[bool, str, int | None, int | None]  # whether an import, code, year, unit
_Places = tuple[int | None, ...]  # country, province, mode
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
        self._goods: dict[_Goods, EngineError | None] = {}
        self._places: dict[_Places, EngineError | None] = {}

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
        if len(self._goods) + len(self._places) > _MOST_KNOWN:
            self._goods.clear()
            self._places.clear()
        found = list(values.problems)
        years = [None if day is None else day.year for day in lines.declared_on]
        goods = list(zip(lines.is_import.tolist(), lines.hs, years, values.unit, strict=True))
        places = list(zip(*members, strict=True))
        for asked in set(goods) - self._goods.keys():
            self._goods[asked] = self._problem_of(asked)
        for place, problem in enumerate(map(self._goods.__getitem__, goods)):
            if found[place] is None:
                found[place] = problem or self._problem_of_places(goods[place], places[place])
        for place in np.flatnonzero(values.quantity > _MOST_QUANTITY).tolist():
            if found[place] is None:
                quantity = Decimal(repr(float(values.quantity[place])))
                found[place] = self._pricer.problem(_question(goods[place], quantity=quantity))
        return found

    def _problem_of(self, goods: _Goods) -> EngineError | None:
        _, _, year, unit = goods
        return _NO_YEAR if year is None else _NO_UNIT if unit is None else self._pricer.problem(_question(goods))

    def _problem_of_places(self, goods: _Goods, places: _Places) -> EngineError | None:
        """Partner, province and mode are as good with any goods."""
        if places not in self._places:
            country, province, mode = places
            question = _question(goods, country=country, province=province, mode=mode)
            self._places[places] = self._pricer.problem(question)
        return self._places[places]

    def _ask(
        self, lines: Lines, values: Values, members: Sequence[Sequence[int | None]], at: NDArray[np.int64]
    ) -> Floats:
        places = at.tolist()
        units = [values.unit[place] for place in places]
        factor = {unit: factor_of(unit) for unit in set(units)}
        factors = np.array(list(map(factor.__getitem__, units)))
        country, province, mode = (_members([column[place] for place in places]) for column in members)
        hs = [lines.hs[place] for place in places]
        rows = PriceRows(
            direction=lines.way[at],
            hs=by_value(hs, lambda code: int(code.ljust(_HS_DIGITS, "0"))).astype(np.int32),
            hs_digits=np.array(list(map(len, hs)), dtype=np.int8),
            country=country,
            province=province,
            mode=mode,
            unit=by_value(units, base_of).astype(np.int16),
            year=by_value([lines.declared_on[place] for place in places], _year).astype(np.int16),
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


def _question(goods: _Goods, **more: Any) -> PriceQuestion:
    is_import, hs, year, unit = goods
    assert year is not None
    return PriceQuestion(Direction.IMPORT if is_import else Direction.EXPORT, hs, year, unit, **more)


def _year(day: date | None) -> int:
    assert day is not None
    return day.year


def _members(column: Sequence[int | None]) -> NDArray[np.int16]:
    return np.array([OPEN if member is None else member for member in column], dtype=np.int16)
