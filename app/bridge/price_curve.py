"""The curve of a price cut into what may be drawn as one line, and what is read at one of its years."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from app.engine.price.answers import BreakKind, CurveBreak, PriceAnswer, PriceCurve, YearPoint
from app.engine.reference.hs_codes import edition_of

_DIGITS = 3


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """One predicted year; the intervals are (low, high)."""

    year: int
    price: float
    usual: tuple[float, float]  # 80 %
    wide: tuple[float, float]  # 95 %


@dataclass(frozen=True, slots=True)
class CurveReading:
    """What stands at one year."""

    year: int
    predicted: CurvePoint | None
    history: YearPoint | None


def segments(curve: PriceCurve) -> list[list[CurvePoint]]:
    """Runs of consecutive priced years within which nothing changes its meaning."""
    starts = {each.year for each in curve.breaks}
    found: list[list[CurvePoint]] = []
    for answer in sorted(curve.predictions, key=lambda each: each.question.year):
        point = _point(answer)
        if point is None:
            continue
        if not found or point.year in starts or found[-1][-1].year != point.year - 1:
            found.append([])
        found[-1].append(point)
    return found


def reading(curve: PriceCurve, year: int) -> CurveReading:
    """Prediction and history of one year."""
    predicted = next((each for each in curve.predictions if each.question.year == year), None)
    history = next((point for point in curve.history if point.year == year), None)
    return CurveReading(year, None if predicted is None else _point(predicted), history)


def years_of(curve: PriceCurve) -> list[int]:
    """All years at which something stands."""
    priced = {answer.question.year for answer in curve.predictions if answer.price is not None}
    return sorted(priced | {point.year for point in curve.history})


def break_label(each: CurveBreak) -> tuple[str, dict[str, object]]:
    """The sentence of a break and its values."""
    if each.kind is BreakKind.HS_EDITION:
        return "price_desk.break_edition", {"edition": edition_of(each.year)}
    return "price_desk.break_unit", {}


def price_text(value: float) -> str:
    """At least four digits that count: 12,346; 123.5; 0.01234."""
    if value == 0 or not math.isfinite(value):
        return f"{value:g}"
    places = max(0, _DIGITS - math.floor(math.log10(abs(value))))
    return f"{value:,.{places}f}"


def log_ticks(low: float, high: float) -> list[float]:
    """1, 2 and 5 of each power of ten between two logarithms; powers alone where there would be very many."""
    powers = range(math.floor(low), math.ceil(high) + 1)
    steps: Sequence[int] = (1, 2, 5) if len(powers) <= _DIGITS + 1 else (1,)
    ticks = [power + math.log10(step) for power in powers for step in steps]
    return [tick for tick in ticks if low <= tick <= high]


def _point(answer: PriceAnswer) -> CurvePoint | None:
    by_level = {interval.level: (interval.low, interval.high) for interval in answer.intervals}
    if answer.price is None or not {80, 95} <= by_level.keys():
        return None
    return CurvePoint(answer.question.year, answer.price, by_level[80], by_level[95])
