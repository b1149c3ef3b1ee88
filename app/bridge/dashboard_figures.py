"""The key figures of a selection: each over all selected years, with its past and the change of its last year."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.bridge import dashboard_amounts as amounts
from app.bridge.dashboard_content import DashboardContent, YearFigures
from app.bridge.dashboard_metrics import unit_name
from app.bridge.key_figure import KeyFigure, Trend
from app.engine.messages import Language, text

_HHI_SCALE = 10_000
_MODERATE, _HIGH = 1_000, 1_800
_NONE = "–"
_LEVEL = 0.0005


@dataclass(frozen=True, slots=True)
class _Past:
    """One number for each year, and the change of the last selected one on the year before it."""

    points: tuple[float | None, ...]
    change: float | None


def key_figures(content: DashboardContent, language: Language) -> tuple[KeyFigure, ...]:
    """Value, records, partners, products, unit value and concentration."""
    return (
        _value(content, language),
        _records(content, language),
        _members(content, language, "partners", content.key.partners),
        _members(content, language, "products", content.key.products),
        _unit_value(content, language),
        _concentration(content, language),
    )


def hhi_band(hhi: float) -> str:
    """Name of the band, by the bounds of the US Merger Guidelines of 2023 (1,000 and 1,800 of 10,000)."""
    points = hhi * _HHI_SCALE
    return "band_low" if points < _MODERATE else "band_middle" if points <= _HIGH else "band_high"


def _value(content: DashboardContent, language: Language) -> KeyFigure:
    total, context = content.key.total, content.basis.context
    currency = amounts.currency_name(context.currency if context else None, language)
    past = _past(content, lambda year: float(year.total.value))
    return _tile(
        "value",
        amounts.amount(total.value, language),
        past,
        language,
        unit=currency,
        exact=f"{total.value:,.0f} {currency}",
    )


def _records(content: DashboardContent, language: Language) -> KeyFigure:
    records = content.key.total.records
    past = _past(content, lambda year: float(year.total.records))
    unit = text("dashboard.records_unit", language) if language is Language.ZH else ""
    return _tile("records", amounts.count(records, language), past, language, unit=unit, exact=f"{records:,}")


def _members(content: DashboardContent, language: Language, name: str, count: int | None) -> KeyFigure:
    past = _past(content, lambda year: _float(getattr(year, name)))
    if count is None:
        return KeyFigure(text(f"dashboard.key_{name}", language), _NONE, note=text("dashboard.key_not_told", language))
    unit = text(f"dashboard.unit_{name}", language)
    return _tile(name, f"{count:,}", past, language, unit=unit, exact=f"{count:,}")


def _unit_value(content: DashboardContent, language: Language) -> KeyFigure:
    """The average where all records are in one unit; elsewhere a sentence says why there is none."""
    total, context = content.key.total, content.basis.context
    title = text("dashboard.key_unit_value", language)
    if total.unit is None or not total.quantity:
        note, tip = text("dashboard.key_units_differ", language), text("dashboard.why_units", language)
        return KeyFigure(title, _NONE, note=note, tip=tip)
    currency = amounts.currency_name(context.currency if context else None, language)
    past = _past(content, lambda year: _price(year, total.unit))
    price = amounts.price(total.value / total.quantity)
    unit = f"{currency}/{unit_name(total.unit, language)}"
    return _tile("unit_value", price, past, language, unit=unit, exact=f"{price} {unit}")


def _concentration(content: DashboardContent, language: Language) -> KeyFigure:
    title, hhi = text("dashboard.key_hhi", language), content.key.hhi
    if hhi is None:
        return KeyFigure(title, _NONE, note=text("dashboard.key_not_told", language))
    past = _past(content, lambda year: year.hhi)
    band = text(f"dashboard.{hhi_band(hhi)}", language)
    tip = text("dashboard.key_hhi_tip", language)
    return _tile("hhi", f"{hhi * _HHI_SCALE:,.0f}", past, language, unit=band, exact=tip)


def _tile(name: str, figure: str, past: _Past, language: Language, *, unit: str, exact: str) -> KeyFigure:
    change = past.change
    trend = Trend.LEVEL if change is None or abs(change) < _LEVEL else Trend.UP if change > 0 else Trend.DOWN
    return KeyFigure(
        title=text(f"dashboard.key_{name}", language),
        figure=figure,
        unit=unit,
        change="" if change is None else amounts.change(change),
        trend=trend,
        note=text("dashboard.key_no_year_before", language),
        tip=exact,
        points=past.points,
    )


def _past(content: DashboardContent, number: Callable[[YearFigures], float | None]) -> _Past:
    points = tuple(number(year) for year in content.years)
    by_year = {year.year: point for year, point in zip(content.years, points, strict=True)}
    last = content.growth_year
    now, before = (by_year.get(last), by_year.get(last - 1)) if last is not None else (None, None)
    return _Past(points, now / before - 1 if before and now is not None else None)


def _price(year: YearFigures, unit: int | None) -> float | None:
    total = year.total
    if total.unit != unit or not total.quantity:
        return None
    return float(total.value / total.quantity)


def _float(number: int | None) -> float | None:
    return None if number is None else float(number)
