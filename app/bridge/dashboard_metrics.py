"""What the charts measure, and how their numbers are written."""

from __future__ import annotations

import enum

from app.bridge.charts.cards import Format, Measure
from app.bridge.dashboard_amounts import currency_name
from app.engine.messages import Language, text
from app.engine.reference import units
from app.engine.store.answers import Figures


class Metric(enum.Enum):
    """What every chart shows; named as the store names its measures, without importing the database."""

    VALUE = "value"
    QUANTITY = "quantity"
    UNIT_VALUE = "unit_value"
    RECORDS = "records"
    GROWTH = "growth"

    @property
    def is_additive(self) -> bool:
        """True if parts add up to a whole, so that shares and areas mean something."""
        return self in {Metric.VALUE, Metric.QUANTITY, Metric.RECORDS}

    @property
    def needs_unit(self) -> bool:
        """True if it means nothing without one unit of quantity."""
        return self in {Metric.QUANTITY, Metric.UNIT_VALUE}


def measured(metric: Metric, figures: Figures) -> float | None:
    """The metric of some figures; None for a quantity that is not in one unit, and for growth, which needs two."""
    match metric:
        case Metric.VALUE:
            return float(figures.value)
        case Metric.RECORDS:
            return float(figures.records)
        case Metric.QUANTITY:
            return None if figures.quantity is None else float(figures.quantity)
        case Metric.UNIT_VALUE:
            return float(figures.value / figures.quantity) if figures.quantity else None
        case Metric.GROWTH:
            return None


def change(before: float | None, after: float | None) -> float | None:
    """The relative change; None without something to start from."""
    return after / before - 1 if before and after is not None else None


def unit_name(unit: int | None, language: Language) -> str:
    """The unit's name; "" for none."""
    return "" if unit is None else units.table().by_id(unit).name(language)


def measure_of(metric: Metric, *, currency: str | None, unit: int | None, language: Language) -> Measure:
    """How the charts write the numbers of a metric."""
    money = currency_name(currency, language)
    match metric:
        case Metric.VALUE:
            return Measure(Format.AMOUNT, money)
        case Metric.QUANTITY:
            return Measure(Format.AMOUNT, unit_name(unit, language))
        case Metric.UNIT_VALUE:
            return Measure(Format.PRICE, f"{money}/{unit_name(unit, language)}")
        case Metric.RECORDS:
            return Measure(Format.COUNT, text("dashboard.records_unit", language))
        case Metric.GROWTH:
            return Measure(Format.CHANGE)
