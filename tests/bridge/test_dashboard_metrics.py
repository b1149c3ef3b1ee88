from __future__ import annotations

from decimal import Decimal

import pytest

from app.bridge.charts.cards import Format
from app.bridge.dashboard_metrics import Metric, change, measure_of, measured
from app.engine.messages import Language
from app.engine.store.answers import Figures

KILOGRAM = 1
IN_KILOGRAMS = Figures(Decimal(300), 7, Decimal(60), KILOGRAM)
WITHOUT_UNIT = Figures(Decimal(300), 7)


@pytest.mark.parametrize(
    ("metric", "expected"),
    [(Metric.VALUE, 300.0), (Metric.QUANTITY, 60.0), (Metric.UNIT_VALUE, 5.0), (Metric.RECORDS, 7.0)],
)
def test_each_metric_measures_its_own_figure(metric: Metric, expected: float) -> None:
    assert measured(metric, IN_KILOGRAMS) == pytest.approx(expected)


@pytest.mark.parametrize("metric", [Metric.QUANTITY, Metric.UNIT_VALUE])
def test_without_one_unit_there_is_no_quantity_and_no_unit_value(metric: Metric) -> None:
    assert measured(metric, WITHOUT_UNIT) is None


def test_nothing_grows_out_of_nothing() -> None:
    assert change(200.0, 300.0) == pytest.approx(0.5)
    assert change(0.0, 300.0) is None
    assert change(None, 300.0) is None
    assert change(200.0, None) is None


def test_numbers_carry_their_unit_in_the_language() -> None:
    price = measure_of(Metric.UNIT_VALUE, currency="USD", unit=KILOGRAM, language=Language.ZH)

    assert (price.format, price.unit) == (Format.PRICE, "美元/千克")
    assert measure_of(Metric.VALUE, currency="USD", unit=None, language=Language.EN).unit == "USD"
