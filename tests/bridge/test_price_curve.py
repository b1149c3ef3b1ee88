from __future__ import annotations

import math

import pytest

from app.bridge.price_curve import log_ticks, price_text, segments
from app.engine.price.answers import (
    BreakKind,
    CurveBreak,
    Interval,
    PriceAnswer,
    PriceCurve,
    PriceQuestion,
    State,
)
from app.engine.store.selection import Direction


def priced(year: int, price: float | None = 10.0) -> PriceAnswer:
    intervals = () if price is None else tuple(Interval(level, price / 2, price * 2) for level in (50, 80, 95))
    return PriceAnswer(
        question=PriceQuestion(Direction.EXPORT, "61091000", year),
        state=State.PRICED if price else State.NOT_ENOUGH_HISTORY,
        currency="USD",
        unit=1,
        price=price,
        intervals=intervals,
        history=None,
        years_ahead=0,
        measured_coverage={},
        model_version="",
        is_demo=False,
        latency_ms=0.0,
    )


def drawn(curve: PriceCurve) -> list[list[int]]:
    return [[point.year for point in run] for run in segments(curve)]


@pytest.mark.parametrize("kind", BreakKind)
def test_a_break_ends_a_line(kind: BreakKind) -> None:
    curve = PriceCurve(tuple(map(priced, range(2015, 2020))), (), (CurveBreak(2017, kind),))

    assert drawn(curve) == [[2015, 2016], [2017, 2018, 2019]]


def test_a_year_without_a_price_ends_a_line() -> None:
    curve = PriceCurve((priced(2015), priced(2016, None), priced(2017), priced(2018)), (), ())

    assert drawn(curve) == [[2015], [2017, 2018]]


@pytest.mark.parametrize(
    ("price", "text"), [(12345.6, "12,346"), (123.456, "123.5"), (1.23456, "1.235"), (0.00123456, "0.001235")]
)
def test_a_price_has_four_digits_that_count(price: float, text: str) -> None:
    assert price_text(price) == text


def test_a_logarithmic_axis_is_marked_at_one_two_and_five() -> None:
    assert [round(10**tick) for tick in log_ticks(math.log10(8), math.log10(60))] == [10, 20, 50]
