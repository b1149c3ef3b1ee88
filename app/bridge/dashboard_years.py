"""Charts over years: both directions with their balance, and how concentrated the partners were."""

from __future__ import annotations

from itertools import pairwise

from app.bridge.charts.cards import Chart, Format, Measure
from app.bridge.charts.options_series import HHI_SCALE, Axis, Series, concentration, trend
from app.bridge.dashboard_content import DashboardContent, YearFigures
from app.bridge.dashboard_members import Lens
from app.bridge.dashboard_metrics import Metric, change, measured
from app.engine.store.selection import Direction

_NAMES = {Direction.IMPORT: "dashboard.imports", Direction.EXPORT: "dashboard.exports"}
_HHI_DIGITS = 6
_Values = list[float | None]


def trend_chart(content: DashboardContent, lens: Lens) -> Chart:
    """A column for each direction and year; with both directions, values have their balance as a line."""
    title = lens.say("dashboard.chart_trend")
    directions = _directions(content, lens)
    if not directions:
        return Chart(title, empty=lens.say("dashboard.why_none"))
    metric = Metric.VALUE if lens.metric.needs_unit and lens.unit is None else lens.metric
    measure = lens.measure(metric)
    series = [_direction(content, direction, metric, lens) for direction in directions]
    if metric is Metric.VALUE and len(series) > 1:
        series.append(_balance(content, lens))
    caption = _caption(metric, measure, lens)
    return Chart(title, caption=caption, option=trend(_axis(content), series, measure), measure=measure)


def concentration_chart(content: DashboardContent, lens: Lens) -> Chart:
    """The index of partners by year; always of the value, whatever else is measured."""
    title, measure = lens.say("dashboard.chart_concentration"), Measure(Format.INDEX)
    # Sums of squares differ in their last digits from one time to the next
    values = [None if year.key.hhi is None else round(year.key.hhi * HHI_SCALE, _HHI_DIGITS) for year in content.years]
    if all(value is None for value in values):
        return Chart(title, empty=lens.say("dashboard.why_none"))
    series = Series("hhi", lens.say("dashboard.hhi"), values, is_line=True)
    bands = (lens.say("dashboard.band_low"), lens.say("dashboard.band_middle"), lens.say("dashboard.band_high"))
    option = concentration(_axis(content), series, measure, bands=bands)
    return Chart(title, caption=lens.say("dashboard.caption_hhi"), option=option, measure=measure)


def _direction(content: DashboardContent, direction: Direction, metric: Metric, lens: Lens) -> Series:
    base = Metric.VALUE if metric is Metric.GROWTH else metric
    values = [
        measured(base, year.by_direction[direction]) if direction in year.by_direction else None
        for year in content.years
    ]
    changes = _changes(content, values)
    name, colour = lens.say(_NAMES[direction]), direction.value
    if metric is Metric.GROWTH:
        return Series(direction.value, name, changes, colour_name=colour)
    return Series(direction.value, name, values, changes, colour_name=colour)


def _changes(content: DashboardContent, values: _Values) -> _Values:
    years = content.all_years
    steps = zip(pairwise(years), pairwise(values), strict=True)
    return [None, *(change(*both) if last == first + 1 else None for (first, last), both in steps)]


def _balance(content: DashboardContent, lens: Lens) -> Series:
    values = [_difference(year) for year in content.years]
    return Series("balance", lens.say("dashboard.balance"), values, colour_name="muted", is_line=True)


def _difference(year: YearFigures) -> float | None:
    imports, exports = (year.by_direction.get(direction) for direction in Direction)
    return float(exports.value - imports.value) if imports and exports else None


def _directions(content: DashboardContent, lens: Lens) -> list[Direction]:
    wanted = [lens.selection.direction] if lens.selection.direction else list(Direction)
    return [direction for direction in wanted if any(direction in year.by_direction for year in content.years)]


def _axis(content: DashboardContent) -> Axis:
    years = [str(year) for year in content.all_years]
    span = content.basis.selection.years
    chosen = [year for year in years if span and span.first <= int(year) <= span.last]
    return Axis(years, years, frozenset(chosen))


def _caption(metric: Metric, measure: Measure, lens: Lens) -> str:
    name = lens.say(f"dashboard.metric_{metric.value}")
    said = lens.say("dashboard.caption_measure", metric=name, unit=measure.unit) if measure.unit else name
    return said if metric is lens.metric else f"{said} · {lens.why_other_metric}"
