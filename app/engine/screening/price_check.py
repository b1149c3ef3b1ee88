"""The declared price against what comparable trades cost: how far out on either side, or why it was not checked."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.engine.errors import EngineError, NotInDataError
from app.engine.jobs import CancelToken, Progress
from app.engine.price.answers import PriceQuestion
from app.engine.price.conformal import Spread
from app.engine.price.pricer import Pricer, QuotePlaces
from app.engine.screening.declaration import Declaration
from app.engine.screening.rates import RateTable
from app.engine.screening.valuing import ComparablePrice, comparable_prices

_CHUNK = 10_000
_NO_HISTORY = NotInDataError("screening.unchecked_no_history")

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class PricePlace:
    """A declared price beside the expected one, both per unit of `declared` in the currency of the store."""

    declared: ComparablePrice
    expected: float
    percentile: float  # share of comparable trades expected to be cheaper
    distance: float  # from the expected price, in predicted half-widths; orders what lies beyond all seen

    @property
    def tail(self) -> float:
        """How rarely a sound declaration lies so far out on either side."""
        # Rounded, so that equal places on either side are equal
        return round(min(2 * min(self.percentile, 1 - self.percentile), 1.0), 9)


PriceCheck = PricePlace | EngineError
"""What was found, or why nothing could be."""


def check_prices(
    pricer: Pricer, declarations: Sequence[Declaration], rates: RateTable, *, progress: Progress, token: CancelToken
) -> list[PriceCheck]:
    """One for each declaration, in order; NotInDataError for a store that does not tell its currency."""
    currency = pricer.context.currency
    if currency is None:
        raise NotInDataError("screening.store_without_currency")
    prices = comparable_prices(declarations, rates, currency)
    found: list[PriceCheck] = []
    for first in range(0, len(declarations), _CHUNK):
        token.check()
        progress(first, len(declarations))
        chunk = slice(first, first + _CHUNK)
        found += _check_chunk(pricer, declarations[chunk], prices[chunk])
    progress(len(declarations), len(declarations))
    return found


def _check_chunk(
    pricer: Pricer, declarations: Sequence[Declaration], prices: Sequence[ComparablePrice | NotInDataError]
) -> list[PriceCheck]:
    return place_prices(pricer, declarations, prices).checks


@dataclass(frozen=True, slots=True)
class PlacedLines:
    """The check of each line; ln price and its predicted distribution as columns, nan for what was not checked."""

    checks: list[PriceCheck]
    ln_price: Floats
    spread: Spread


def place_prices(
    pricer: Pricer, declarations: Sequence[Declaration], prices: Sequence[ComparablePrice | NotInDataError]
) -> PlacedLines:
    """All at once; meant for some thousands of lines."""
    checks: list[PriceCheck | None] = []
    ready: list[tuple[PriceQuestion, ComparablePrice]] = []
    for pair in zip(declarations, prices, strict=True):
        asked = _asked(pricer, *pair)
        checks.append(asked if isinstance(asked, EngineError) else None)
        if not isinstance(asked, EngineError):
            ready.append(asked)
    columns = np.full((4, len(checks)), np.nan)
    if ready:
        places = pricer.place_quotes([question for question, _ in ready], [float(price.price) for _, price in ready])
        at = np.flatnonzero([check is None for check in checks])
        spread = places.spread
        columns[:, at] = places.ln_quote, spread.median, spread.below, spread.above
        for row, check in zip(at.tolist(), _places(places, ready), strict=True):
            checks[row] = check
    columns[0, np.isnan(columns[1])] = np.nan
    return PlacedLines([check for check in checks if check is not None], columns[0], Spread(*columns[1:]))


def _asked(
    pricer: Pricer, declaration: Declaration, price: ComparablePrice | NotInDataError
) -> tuple[PriceQuestion, ComparablePrice] | EngineError:
    if isinstance(price, NotInDataError):
        return price
    if declaration.declared_on is None:
        return NotInDataError("screening.unchecked_no_year")
    if price.unit is None:
        return NotInDataError("screening.unchecked_no_unit")
    told = pricer.context.dimensions.split(",")
    question = PriceQuestion(
        direction=declaration.direction,
        hs=declaration.hs,
        year=declaration.declared_on.year,
        unit=price.unit,
        country=declaration.partner if "country" in told else None,
        province=declaration.province if "province" in told else None,
        mode=declaration.mode if "mode" in told else None,
        quantity=price.quantity,
    )
    return pricer.problem(question) or (question, price)


def _places(places: QuotePlaces, asked: Sequence[tuple[PriceQuestion, ComparablePrice]]) -> list[PriceCheck]:
    columns = (places.price.tolist(), places.percentile.tolist(), places.residual.tolist())
    return [
        _NO_HISTORY if math.isnan(percentile) else PricePlace(price, expected, percentile, abs(residual))
        for (_, price), expected, percentile, residual in zip(asked, *columns, strict=True)
    ]
