"""What the charts measure, and when a measure means nothing: quantities of several units are never added."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Sequence

from app.bridge.charts.cards import Format, Measure
from app.bridge.dashboard_amounts import currency_name
from app.engine.messages import Language, text
from app.engine.reference import units
from app.engine.store.answers import Figures

_MAJORITY = 0.5


class Metric(enum.Enum):
    """What every chart shows."""

    VALUE = "value"
    QUANTITY = "quantity"
    UNIT_VALUE = "unit_value"
    RECORDS = "records"
    GROWTH = "growth"

    @property
    def is_additive(self) -> bool:
        """True if parts add up to a whole, so that shares mean something."""
        return self in {Metric.VALUE, Metric.QUANTITY, Metric.RECORDS}

    @property
    def needs_unit(self) -> bool:
        """True if it means nothing without one unit of quantity."""
        return self in {Metric.QUANTITY, Metric.UNIT_VALUE}


def measured(metric: Metric, now: Figures, before: Figures | None, *, unit: int | None = None) -> float | None:
    """The member's number; None where it has none, or its quantity is in another unit than `unit`."""
    match metric:
        case Metric.VALUE:
            return float(now.value)
        case Metric.RECORDS:
            return float(now.records)
        case Metric.GROWTH:
            return growth(metric, now, before)
        case Metric.QUANTITY:
            return float(now.quantity) if now.quantity is not None and now.unit == unit else None
        case Metric.UNIT_VALUE:
            return float(now.value / now.quantity) if now.quantity and now.unit == unit else None


def growth(metric: Metric, now: Figures, before: Figures | None) -> float | None:
    """Relative change of the measure on the year before, of the value where growth itself is measured."""
    if before is None:
        return None
    base = Metric.VALUE if metric is Metric.GROWTH else metric
    first, last = (measured(base, figures, None, unit=now.unit) for figures in (before, now))
    return last / first - 1 if first and last is not None else None


def common_unit(figures: Sequence[Figures], *, is_strict: bool) -> int | None:
    """The unit that a chart can be drawn in: of all members, or where not strict of most of the value."""
    worth: dict[int, float] = {}
    for one in figures:
        if one.unit is not None:
            worth[one.unit] = worth.get(one.unit, 0.0) + float(one.value)
    total = sum(float(one.value) for one in figures)
    if not worth or not total:
        return None
    best = max(worth, key=lambda unit: worth[unit])
    share = worth[best] / total
    return best if (all(one.unit == best for one in figures) if is_strict else share > _MAJORITY) else None


def shared_unit(figures: Iterable[Figures]) -> int | None:
    """The unit of all of them; None where they differ or one has none."""
    return common_unit(list(figures), is_strict=True)


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
