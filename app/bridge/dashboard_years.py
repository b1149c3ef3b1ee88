"""Charts over years: both directions with their balance, and how concentrated the partners were."""

from __future__ import annotations

from itertools import pairwise

from app.bridge.charts.cards import Chart, Format, Measure
from app.bridge.charts.options_series import Axis, Series, concentration, trend
from app.bridge.dashboard_content import DashboardContent, YearFigures
from app.bridge.dashboard_members import Lens
from app.bridge.dashboard_metrics import Metric, common_unit, growth, measure_of, measured
from app.engine.store.answers import Figures
from app.engine.store.selection import Direction

_NAMES = {Direction.IMPORT: "dashboard.imports", Direction.EXPORT: "dashboard.exports"}


def trend_chart(content: DashboardContent, lens: Lens) -> Chart:
    """A column for each direction and year; with both directions, values have their balance as a line."""
    title = lens.say("dashboard.chart_trend")
    found = [figures for year in content.years for figures in year.by_direction.values()]
    unit = common_unit(found, is_strict=False) if lens.metric.needs_unit else None
    measure = measure_of(lens.metric, currency=lens.currency, unit=unit, language=lens.language)
    if not found:
        return Chart(title, empty=lens.say("dashboard.why_none"))
    if lens.metric.needs_unit and unit is None:
        return Chart(title, empty=lens.say("dashboard.why_units"))
    series = [_direction(content, direction, lens, unit) for direction in _directions(content)]
    if lens.metric is Metric.VALUE and len(series) == 2:
        series.append(_balance(content, lens))
    option = trend(_axis(content), series, measure)
    return Chart(title, caption=_caption(measure, lens), option=option, measure=measure)


def concentration_chart(content: DashboardContent, lens: Lens) -> Chart:
    """The index of partners by year; always of the value, whatever else is measured."""
    title, measure = lens.say("dashboard.chart_concentration"), Measure(Format.INDEX)
    values = [year.hhi for year in content.years]
    if all(value is None for value in values):
        return Chart(title, empty=lens.say("dashboard.why_none"))
    series = Series("hhi", lens.say("dashboard.hhi"), values, is_line=True)
    bands = (lens.say("dashboard.band_low"), lens.say("dashboard.band_middle"), lens.say("dashboard.band_high"))
    option = concentration(_axis(content), series, measure, bands=bands)
    return Chart(title, caption=lens.say("dashboard.caption_hhi"), option=option, measure=measure)


def year_values(content: DashboardContent, direction: Direction, lens: Lens, unit: int | None) -> list[float | None]:
    """The metric of one direction, year by year."""
    found: list[float | None] = []
    before: YearFigures | None = None
    for year in content.years:
        now = year.by_direction.get(direction)
        if lens.metric is Metric.GROWTH:
            found.append(growth(Metric.GROWTH, now, _last_year(before, year, direction)) if now else None)
        else:
            found.append(measured(lens.metric, now, None, unit=unit) if now else None)
        before = year
    return found


def _direction(content: DashboardContent, direction: Direction, lens: Lens, unit: int | None) -> Series:
    values = year_values(content, direction, lens, unit)
    changes = [] if lens.metric is Metric.GROWTH else _changes(content, values)
    return Series(direction.value, lens.say(_NAMES[direction]), values, changes, colour_name=direction.value)


def _changes(content: DashboardContent, values: list[float | None]) -> list[float | None]:
    years = [year.year for year in content.years]
    return [None] + [
        now / before - 1 if before and now is not None and years[at + 1] == years[at] + 1 else None
        for at, (before, now) in enumerate(pairwise(values))
    ]


def _balance(content: DashboardContent, lens: Lens) -> Series:
    values = [
        float(_value(year, Direction.EXPORT) - _value(year, Direction.IMPORT)) if len(year.by_direction) > 1 else None
        for year in content.years
    ]
    return Series("balance", lens.say("dashboard.balance"), values, colour_name="muted", is_line=True)


def _value(year: YearFigures, direction: Direction) -> float:
    return float(year.by_direction[direction].value)


def _last_year(before: YearFigures | None, year: YearFigures, direction: Direction) -> Figures | None:
    return before.by_direction.get(direction) if before and before.year == year.year - 1 else None


def _directions(content: DashboardContent) -> list[Direction]:
    return [direction for direction in Direction if any(direction in year.by_direction for year in content.years)]


def _axis(content: DashboardContent) -> Axis:
    years = [str(year.year) for year in content.years]
    span = content.basis.selection.years
    chosen = [year for year in years if span and span.first <= int(year) <= span.last]
    return Axis(years, years, frozenset(chosen))


def _caption(measure: Measure, lens: Lens) -> str:
    metric = lens.say(f"dashboard.metric_{lens.metric.value}")
    return lens.say("dashboard.caption_measure", metric=metric, unit=measure.unit) if measure.unit else metric
