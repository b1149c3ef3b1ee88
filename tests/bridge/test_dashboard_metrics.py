from __future__ import annotations

from decimal import Decimal

import pytest

from app.bridge.charts.cards import Format
from app.bridge.dashboard_metrics import Metric, common_unit, growth, measure_of, measured, shared_unit
from app.engine.messages import Language
from app.engine.store.answers import Figures

KILOGRAM, PIECE = 1, 10


def figures(value: int, records: int = 1, quantity: int | None = None, unit: int | None = None) -> Figures:
    return Figures(Decimal(value), records, None if quantity is None else Decimal(quantity), unit)


@pytest.mark.parametrize(
    ("metric", "expected"),
    [
        (Metric.VALUE, 300.0),
        (Metric.QUANTITY, 60.0),
        (Metric.UNIT_VALUE, 5.0),
        (Metric.RECORDS, 7.0),
        (Metric.GROWTH, 0.5),
    ],
)
def test_each_metric_measures_its_own_figure(metric: Metric, expected: float) -> None:
    now, before = figures(300, 7, 60, KILOGRAM), figures(200, 5, 50, KILOGRAM)

    assert measured(metric, now, before, unit=KILOGRAM) == pytest.approx(expected)


@pytest.mark.parametrize("metric", [Metric.QUANTITY, Metric.UNIT_VALUE])
def test_a_quantity_in_another_unit_is_not_shown_among_kilograms(metric: Metric) -> None:
    assert measured(metric, figures(300, 7, 60, PIECE), None, unit=KILOGRAM) is None
    assert measured(metric, figures(300, 7), None, unit=KILOGRAM) is None


def test_growth_is_of_the_measure_that_is_shown() -> None:
    now, before = figures(300, 6, 60, KILOGRAM), figures(200, 5, 50, KILOGRAM)

    assert growth(Metric.RECORDS, now, before) == pytest.approx(0.2)
    assert growth(Metric.UNIT_VALUE, now, before) == pytest.approx(0.25)
    assert growth(Metric.GROWTH, now, before) == pytest.approx(0.5)


def test_nothing_grows_out_of_nothing() -> None:
    assert growth(Metric.VALUE, figures(300), None) is None
    assert growth(Metric.VALUE, figures(300), figures(0)) is None
    assert growth(Metric.QUANTITY, figures(300, 1, 5, KILOGRAM), figures(200, 1, 5, PIECE)) is None


def test_products_share_a_unit_or_have_none() -> None:
    same = [figures(9, 1, 1, KILOGRAM), figures(1, 1, 1, KILOGRAM)]

    assert shared_unit(same) == KILOGRAM
    assert shared_unit([*same, figures(1, 1, 1, PIECE)]) is None
    assert shared_unit([*same, figures(1)]) is None


def test_partners_are_shown_in_the_unit_of_most_of_the_value() -> None:
    mixed = [figures(70, 1, 1, KILOGRAM), figures(20, 1, 1, PIECE), figures(10)]

    assert common_unit(mixed, is_strict=False) == KILOGRAM
    assert common_unit(mixed[1:], is_strict=False) == PIECE
    assert common_unit([figures(70), figures(20, 1, 1, PIECE)], is_strict=False) is None


def test_numbers_carry_their_unit_in_the_language() -> None:
    price = measure_of(Metric.UNIT_VALUE, currency="USD", unit=KILOGRAM, language=Language.ZH)

    assert (price.format, price.unit) == (Format.PRICE, "美元/千克")
    assert measure_of(Metric.VALUE, currency="USD", unit=None, language=Language.EN).unit == "USD"
