"""The declared price against what comparable trades cost: how far out on either side, or why it was not checked."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from app.engine.errors import EngineError, NotInDataError
from app.engine.jobs import CancelToken, Progress
from app.engine.price.answers import PriceQuestion
from app.engine.price.pricer import Pricer
from app.engine.screening.declaration import Declaration
from app.engine.screening.rates import RateTable
from app.engine.screening.valuing import ComparablePrice, comparable_prices

_CHUNK = 10_000


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
    asked = [_asked(pricer, *pair) for pair in zip(declarations, prices, strict=True)]
    ready = [each for each in asked if not isinstance(each, EngineError)]
    answers = iter(_places(pricer, ready))
    return [each if isinstance(each, EngineError) else next(answers) for each in asked]


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


def _places(pricer: Pricer, asked: Sequence[tuple[PriceQuestion, ComparablePrice]]) -> list[PriceCheck]:
    if not asked:
        return []
    places = pricer.place_quotes([question for question, _ in asked], [float(price.price) for _, price in asked])
    columns = (places.price.tolist(), places.percentile.tolist(), places.residual.tolist())
    return [
        NotInDataError("screening.unchecked_no_history")
        if math.isnan(percentile)
        else PricePlace(price, expected, percentile, abs(residual))
        for (_, price), expected, percentile, residual in zip(asked, *columns, strict=True)
    ]
