"""The key figures of the big screen, each as a card with its past as a line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from app.bridge import dashboard_amounts as amounts
from app.bridge.charts.cards import Chart
from app.bridge.charts.options_series import sparkline
from app.bridge.dashboard_content import DashboardContent, KeyNumbers, YearFigures
from app.bridge.dashboard_figures import hhi_band
from app.bridge.screen_scenes import SIDE_TILES, TILES
from app.engine.messages import Language, text
from app.engine.store.selection import Direction

_HHI_SCALE = 10_000
_LEVEL = 0.0005
_OfYear = Callable[[YearFigures], Decimal | float | None]


def tiles(content: DashboardContent, language: Language) -> dict[str, Chart]:
    """Cards by name: with both directions total, exports, imports and balance, with one its value and records."""
    directions = _directions(content)
    both = len(directions) == len(Direction)
    top = _both(content, language) if both else _one(content, directions[0], language)
    side = (_count("partners", content, language), _count("products", content, language), _hhi(content, language))
    return {**dict(zip(TILES, top, strict=False)), **dict(zip(SIDE_TILES, side, strict=True))}


def tile_count(charts: Mapping[str, Chart]) -> int:
    """How many of them stand in the row on top."""
    return sum(name in charts for name in TILES)


def _both(content: DashboardContent, language: Language) -> list[Chart]:
    exported, imported = (_of_direction(direction) for direction in (Direction.EXPORT, Direction.IMPORT))
    return [
        _money("total", content, language, lambda year: year.key.figures.value),
        _money("exports", content, language, exported, colour_name="export"),
        _money("imports", content, language, imported, colour_name="import"),
        _money("balance", content, language, lambda year: exported(year) - imported(year), colour_name="success"),
    ]


def _one(content: DashboardContent, direction: Direction, language: Language) -> list[Chart]:
    name = "exports" if direction is Direction.EXPORT else "imports"
    return [
        _money(name, content, language, _of_direction(direction), colour_name=direction.value),
        _count("records", content, language),
    ]


def _money(
    name: str,
    content: DashboardContent,
    language: Language,
    of_year: Callable[[YearFigures], Decimal],
    *,
    colour_name: str = "accent",
) -> Chart:
    context = content.basis.context
    whole = sum((of_year(year) for year in _selected(content)), Decimal(0))
    return Chart(
        text(f"screen.tile_{name}", language),
        caption=amounts.currency_name(context.currency if context else None, language),
        figure=amounts.amount(whole, language),
        change=_surplus(whole, language) if name == "balance" else _change(content, of_year, language),
        option=_line(content, of_year, colour_name),
    )


def _count(name: str, content: DashboardContent, language: Language) -> Chart:
    title, number = text(f"screen.tile_{name}", language), _number(name, content.key)
    if number is None:
        return Chart(title, empty=text("dashboard.key_not_told", language))

    def of_year(year: YearFigures) -> float | None:
        return _number(name, year.key)

    level = text(f"dashboard.level_hs{content.product_level}", language) if name == "products" else ""
    return Chart(
        title,
        caption=level,
        figure=text(f"screen.count_{name}", language, count=amounts.count(number, language)),
        change=_change(content, of_year, language),
        option=_line(content, of_year, "accent") if name == "records" else None,
    )


def _hhi(content: DashboardContent, language: Language) -> Chart:
    title, hhi = text("screen.tile_hhi", language), content.key.hhi
    if hhi is None:
        return Chart(title, empty=text("dashboard.key_not_told", language))
    return Chart(
        title,
        caption=text(f"dashboard.{hhi_band(hhi)}", language),
        figure=f"{hhi * _HHI_SCALE:,.0f}",
        change=_change(content, lambda year: year.key.hhi, language),
    )


def _of_direction(direction: Direction) -> Callable[[YearFigures], Decimal]:
    def value(year: YearFigures) -> Decimal:
        figures = year.by_direction.get(direction)
        return figures.value if figures else Decimal(0)

    return value


def _number(name: str, key: KeyNumbers) -> int | None:
    match name:
        case "records":
            return key.figures.records
        case "partners":
            return key.partners
        case _:
            return key.products


def _directions(content: DashboardContent) -> list[Direction]:
    """The selected one, else those that there are records of."""
    selected = content.basis.selection.direction
    if selected is not None:
        return [selected]
    found = {direction for year in _selected(content) for direction in year.by_direction}
    return [direction for direction in Direction if direction in found]


def _selected(content: DashboardContent) -> list[YearFigures]:
    span = content.basis.selection.years
    return [year for year in content.years if span is None or span.first <= year.year <= span.last]


def _line(content: DashboardContent, of_year: _OfYear, colour_name: str) -> dict[str, object] | None:
    points = [None if (value := of_year(year)) is None else float(value) for year in content.years]
    return sparkline(points, colour_name=colour_name) if len(points) > 1 else None


def _change(content: DashboardContent, of_year: _OfYear, language: Language) -> str:
    """The last selected year on the one before; "" where either is missing."""
    by_year = {year.year: of_year(year) for year in content.years}
    last = max(year.year for year in _selected(content))
    now, before = by_year.get(last), by_year.get(last - 1)
    if now is None or not before:
        return ""
    ratio = float(now) / float(before) - 1
    way = "level" if abs(ratio) < _LEVEL else "up" if ratio > 0 else "down"
    return text(f"screen.change_{way}", language, year=last, share=f"{abs(ratio) * 100:,.1f}%")


def _surplus(balance: Decimal, language: Language) -> str:
    return text("screen.surplus" if balance >= 0 else "screen.deficit", language)
