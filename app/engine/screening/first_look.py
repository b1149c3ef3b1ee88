"""What can be said of some lines without the rest of their file: price, words, photo, rules and history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.engine.errors import EngineError, NotInDataError
from app.engine.price.conformal import Spread
from app.engine.screening.declaration import Charge, ChargeKind, Declaration
from app.engine.screening.desk_tools import ScreeningDesk
from app.engine.screening.facts import Facts, Ints, facts_of
from app.engine.screening.findings import CodeMatch, Finding
from app.engine.screening.form_rules import broken_alone
from app.engine.screening.photo_check import read_photo
from app.engine.screening.photos import PhotoAnswer
from app.engine.screening.price_check import PriceCheck, place_prices
from app.engine.screening.price_odds import PlacedPrices
from app.engine.screening.valuing import ComparablePrice, comparable_prices

Floats = NDArray[np.float64]
_NO_PRICES = NotInDataError("screening.unchecked_no_data")


@dataclass(frozen=True, slots=True)
class FirstLook:
    """Equal-length columns and lists, in the order of the lines; nan and None for what was not checked."""

    facts: Facts
    prices: PlacedPrices
    checks: list[PriceCheck]
    value: Floats
    has_shared_charge: NDArray[np.bool_]
    bits: Ints
    word_tail: Floats
    matches: list[tuple[CodeMatch, ...]]
    photos: list[PhotoAnswer | EngineError]
    history: list[tuple[Finding, float]]

    def __len__(self) -> int:
        return len(self.facts)


def look_at(desk: ScreeningDesk, lines: Sequence[Declaration], photos: Mapping[int, Path]) -> FirstLook:
    """Check some thousands of lines; `photos` is by row."""
    facts = facts_of(lines)
    currency = None if desk.pricer is None else desk.pricer.context.currency
    values = comparable_prices(lines, desk.rates, currency) if currency else [_NO_PRICES] * len(lines)
    checks, prices = _prices(desk, lines, values)
    words = desk.words.check([line.name for line in lines], [line.hs for line in lines])
    return FirstLook(
        facts,
        prices,
        checks,
        np.array([float(each.total) if isinstance(each, ComparablePrice) else np.nan for each in values]),
        np.array([any(map(_is_shared, (line.freight, line.insurance, line.other))) for line in lines], dtype=np.bool_),
        broken_alone(lines, facts, desk.rules, desk.seen),
        np.array([np.nan if tail is None else tail for tail, _ in words], dtype=np.float64),
        [matches for _, matches in words],
        [read_photo(desk.photos, photos.get(line.row)) for line in lines],
        desk.history.check(lines),
    )


def _prices(
    desk: ScreeningDesk, lines: Sequence[Declaration], values: Sequence[ComparablePrice | NotInDataError]
) -> tuple[list[PriceCheck], PlacedPrices]:
    direction = np.array([line.direction.id for line in lines], dtype=np.int8)
    chapter = np.array([int(line.hs[:2]) for line in lines], dtype=np.int64)
    if desk.pricer is None:
        unknown = np.full(len(lines), np.nan)
        return [_NO_PRICES] * len(lines), PlacedPrices(unknown, Spread(unknown, unknown, unknown), direction, chapter)
    placed = place_prices(desk.pricer, lines, values)
    return placed.checks, PlacedPrices(placed.ln_price, placed.spread, direction, chapter)


def _is_shared(charge: Charge | None) -> bool:
    """Whether a charge is stated once for all lines of a declaration."""
    return charge is not None and charge.kind is not ChargeKind.RATE and charge.figure != 0
