from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF

from app.bridge.plot_scale import Scale, Span, View, even_places, whole_places, written


def test_marks_stand_at_round_numbers() -> None:
    assert even_places(Span(0.0, 1.0), 5) == pytest.approx([0.0, 0.2, 0.4, 0.6, 0.8, 1.0])
    assert even_places(Span(-3.0, 103.0), 6) == [0, 20, 40, 60, 80, 100]
    assert whole_places(Span(2012.4, 2022.6), 5) == [2013, 2016, 2019, 2022]


def test_marks_have_as_many_decimals_as_tell_them_apart() -> None:
    assert written([0.0, 0.5, 1.0]) == ["0.0", "0.5", "1.0"]
    assert written([1000.0, 2000.0]) == ["1,000", "2,000"]
    assert written([7.0]) == ["7"]


@given(st.floats(-1e3, 1e3), st.floats(1e-2, 1e9), st.integers(2, 30))
def test_marks_lie_within_the_span_and_are_few(low: float, width: float, most: int) -> None:
    span = Span(low, low + width)

    places = even_places(span, most)

    assert len(places) <= most + 1
    assert all(span.low - width * 1e-3 <= place <= span.high + width * 1e-3 for place in places)


def test_a_point_of_the_screen_holds_the_values_that_are_drawn_there() -> None:
    scale = Scale(View(Span(2010, 2020), Span(0, 5)), QRectF(40, 10, 200, 100))

    assert scale.point(2010, 0) == QPointF(40, 110)
    assert scale.point(2020, 5) == QPointF(240, 10)
    assert scale.values(scale.point(2013, 2)) == pytest.approx((2013, 2))


def test_zooming_keeps_one_place() -> None:
    closer = Span(0, 10).around(2, 0.5)

    assert closer == Span(1, 6)
    assert closer.moved(2) == Span(3, 8)


@pytest.mark.parametrize("factor", [1 / 1.2, 1.2])
def test_a_wheel_that_never_stops_leaves_a_span_with_marks(factor: float) -> None:
    span = Span(2012, 2021)

    for _ in range(2_000):
        span = span.around(2015.5, factor)

    assert span.low < 2015.5 < span.high
    assert even_places(span, 8)
