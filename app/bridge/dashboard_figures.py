"""The key figures of a selection: each over all selected years, with its past and its change between two spans."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.bridge import dashboard_amounts as amounts
from app.bridge.charts.options_series import HHI_BOUNDS, HHI_SCALE
from app.bridge.dashboard_content import DashboardContent, KeyNumbers, UnitState
from app.bridge.dashboard_metrics import Metric, change, measured, unit_name
from app.bridge.dashboard_names import years_name
from app.bridge.key_figure import KeyFigure, Trend
from app.engine.messages import Language, text

_NONE = "–"
_LEVEL = 0.0005
_Number = Callable[[KeyNumbers], float | None]


@dataclass(frozen=True, slots=True)
class _Said:
    """A tile's figure in words: short, its unit, and in full."""

    figure: str
    unit: str
    tip: str


def key_figures(content: DashboardContent, language: Language) -> tuple[KeyFigure, ...]:
    """Value, records, partners, products, unit value and concentration; all blank where no record matches."""
    sayings = (_value, _records, _partners, _products, _unit_value, _concentration)
    pairs = zip(_numbers().items(), sayings, strict=True)
    return tuple(_tile(name, content, say, number, language) for (name, number), say in pairs)


def hhi_band(hhi: float) -> str:
    """Name of the band, by the bounds of the US Merger Guidelines of 2023 (1,000 and 1,800 of 10,000)."""
    points = hhi * HHI_SCALE
    moderate, high = HHI_BOUNDS
    return "band_low" if points < moderate else "band_middle" if points <= high else "band_high"


def compared_figures(left: DashboardContent, right: DashboardContent, language: Language) -> tuple[KeyFigure, ...]:
    """The figures of the right side, each beside that of the left and with the change from left to right."""
    sides = zip(_numbers().values(), key_figures(left, language), key_figures(right, language), strict=True)
    return tuple(_compared_tile(number, left, right, tiles=(a, b), language=language) for number, a, b in sides)


def _tile(
    name: str,
    content: DashboardContent,
    say: Callable[[DashboardContent, Language], _Said | str],
    number: _Number,
    language: Language,
) -> KeyFigure:
    title = text(f"dashboard.key_{name}", language)
    if content.is_empty:
        return KeyFigure(title, _NONE)
    said = say(content, language)
    if isinstance(said, str):
        return KeyFigure(title, _NONE, note=said, tip=_why(name, content, language))
    points = tuple(number(year.key) for year in content.years)
    ratio = change(number(content.growth.before_key), number(content.growth.after_key)) if content.growth else None
    return KeyFigure(
        title=title,
        figure=said.figure,
        unit=said.unit,
        change="" if ratio is None else _change(ratio, language),
        trend=_trend(ratio),
        note=text("dashboard.key_no_year_before", language),
        tip="\n".join(filter(None, (said.tip, _compared(content, language) if ratio is not None else ""))),
        points=points,
    )


def _numbers() -> dict[str, _Number]:
    """What each figure is as a number, in the order of the tiles."""
    return {
        "value": lambda key: float(key.figures.value),
        "records": lambda key: float(key.figures.records),
        "partners": lambda key: _float(key.partners),
        "products": lambda key: _float(key.products),
        "unit_value": lambda key: measured(Metric.UNIT_VALUE, key.figures),
        "hhi": lambda key: key.hhi,
    }


def _compared_tile(
    number: _Number,
    left: DashboardContent,
    right: DashboardContent,
    *,
    tiles: tuple[KeyFigure, KeyFigure],
    language: Language,
) -> KeyFigure:
    first, second = tiles
    ratio = change(number(left.key), number(right.key))
    return KeyFigure(
        title=text("dashboard.key_right", language, title=second.title),
        figure=second.figure,
        unit=text("dashboard.key_left", language, figure=first.figure),
        change="" if ratio is None else _change(ratio, language),
        trend=_trend(ratio),
        note=second.note,
        tip=second.tip,
    )


def _trend(ratio: float | None) -> Trend:
    if ratio is None or abs(ratio) < _LEVEL:
        return Trend.LEVEL
    return Trend.UP if ratio > 0 else Trend.DOWN


def _value(content: DashboardContent, language: Language) -> _Said | str:
    value, currency = content.key.figures.value, _currency(content, language)
    return _Said(amounts.amount(value, language), currency, f"{value:,.0f} {currency}")


def _records(content: DashboardContent, language: Language) -> _Said | str:
    records = content.key.figures.records
    unit = text("dashboard.records_unit", language) if language is Language.ZH else ""
    return _Said(amounts.count(records, language), unit, f"{records:,}")


def _partners(content: DashboardContent, language: Language) -> _Said | str:
    count = content.key.partners
    if count is None:
        return text("dashboard.key_not_told", language)
    return _Said(f"{count:,}", text("dashboard.unit_partners", language), "")


def _products(content: DashboardContent, language: Language) -> _Said | str:
    count = content.key.products
    if count is None:
        return text("dashboard.key_counting" if content.product_level else "dashboard.key_not_told", language)
    unit = text(f"dashboard.level_hs{content.product_level}", language)
    return _Said(f"{count:,}", text("dashboard.unit_products", language, level=unit), "")


def _unit_value(content: DashboardContent, language: Language) -> _Said | str:
    """The average where all records are in one unit; elsewhere the words why there is none."""
    price = measured(Metric.UNIT_VALUE, content.key.figures)
    if price is None:
        state = content.unit_state if content.unit_state is not UnitState.ONE else UnitState.NOT_TOLD
        return text(f"dashboard.key_unit_{state.value}", language)
    unit = f"{_currency(content, language)}/{unit_name(content.key.figures.unit, language)}"
    return _Said(amounts.price(price), unit, "")


def _concentration(content: DashboardContent, language: Language) -> _Said | str:
    hhi = content.key.hhi
    if hhi is None:
        return text("dashboard.key_not_told", language)
    band = text(f"dashboard.{hhi_band(hhi)}", language)
    return _Said(f"{hhi * HHI_SCALE:,.0f}", band, text("dashboard.key_hhi_tip", language))


def _why(name: str, content: DashboardContent, language: Language) -> str:
    if name != "unit_value" or content.unit_state is UnitState.ONE:
        return ""
    return text(f"dashboard.why_unit_{content.unit_state.value}", language)


def _change(ratio: float, language: Language) -> str:
    return text("dashboard.key_level", language) if abs(ratio) < _LEVEL else amounts.change(ratio)


def _compared(content: DashboardContent, language: Language) -> str:
    if content.growth is None:
        return ""
    after, before = (years_name(span, language) for span in (content.growth.after, content.growth.before))
    return text("dashboard.caption_growth", language, after=after, before=before)


def _currency(content: DashboardContent, language: Language) -> str:
    context = content.basis.context
    return amounts.currency_name(context.currency if context else None, language)


def _float(number: int | None) -> float | None:
    return None if number is None else float(number)
