"""The charts of one side of the dashboard: from figures to the options that the chart area draws."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.bridge.charts.cards import Chart, Format, Measure, Option
from app.bridge.charts.items import Item
from app.bridge.charts.options_maps import china_map, world_map
from app.bridge.charts.options_ranks import ranked_bars
from app.bridge.charts.options_shares import ring, tree_map
from app.bridge.charts.scales import Scale
from app.bridge.dashboard_content import DashboardContent, Part
from app.bridge.dashboard_members import Lens, Listing, listing
from app.bridge.dashboard_metrics import Metric
from app.bridge.dashboard_state import DashboardState
from app.bridge.dashboard_tree import tree_nodes
from app.bridge.dashboard_years import concentration_chart, trend_chart
from app.engine.messages import Language

TOP = 10
PARTS = {
    "world": Part.COUNTRY,
    "china": Part.PROVINCE,
    "countries": Part.COUNTRY,
    "provinces": Part.PROVINCE,
    "products": Part.GOODS,
    "modes": Part.MODE,
    "tree": Part.PARTS,
}
CHARTS = ("world", "china", "countries", "provinces", "products", "trend", "modes", "tree", "concentration")
_COLOURS = {"provinces": "success"}


@dataclass(frozen=True, slots=True)
class Drawing:
    """All charts by name, with the members that the maps and bars of them list."""

    charts: Mapping[str, Chart]
    listings: Mapping[Part, Listing]


def lens_of(content: DashboardContent, state: DashboardState, language: Language) -> Lens:
    """How this content is looked at."""
    context = content.basis.context
    return Lens(content.basis.selection, state.metric, language, context.currency if context else None)


def draw(content: DashboardContent, state: DashboardState, language: Language) -> Drawing:
    """Every chart, or in its place the sentence why it cannot be drawn."""
    lens = lens_of(content, state, language)
    listings = {part: listing(ranking, part, lens) for part, ranking in content.rankings.items()}
    charts = {name: _member_chart(name, content, listings, lens=lens, state=state) for name in PARTS}
    charts["trend"] = trend_chart(content, lens)
    charts["concentration"] = concentration_chart(content, lens)
    return Drawing({name: charts[name] for name in CHARTS}, listings)


def _member_chart(
    name: str, content: DashboardContent, listings: Mapping[Part, Listing], *, lens: Lens, state: DashboardState
) -> Chart:
    part = PARTS[name]
    title = lens.say(f"dashboard.chart_{name}")
    found = listings.get(part)
    if found is None:
        return Chart(title, empty=_why_absent(content, part, lens))
    if name == "tree" and not lens.metric.is_additive:
        return _value_tree(content, lens)
    if found.obstacle:
        return Chart(title, empty=found.obstacle)
    option = _option(name, content, found, lens=lens, state=state)
    return Chart(title, caption=_caption(name, content, found.measure, lens), option=option, measure=found.measure)


def _option(name: str, content: DashboardContent, found: Listing, *, lens: Lens, state: DashboardState) -> Option:
    scale = Scale.GROWTH if lens.metric is Metric.GROWTH else state.scale
    items, measure = found.items, found.measure
    match name:
        case "world":
            return world_map(items, measure, scale=scale, has_flows=state.has_flows and lens.metric.is_additive)
        case "china":
            return china_map(items, measure, scale=scale)
        case "tree":
            return tree_map(tree_nodes(content, items, lens), measure)
        case "modes" if lens.metric.is_additive:
            return ring(_with_rest(items, lens), measure)
        case _:
            return ranked_bars(items[:TOP], measure)


def _value_tree(content: DashboardContent, lens: Lens) -> Chart:
    """Areas stay those of the value where the metric has none, and the caption says so."""
    by_value = replace(lens, metric=Metric.VALUE)
    found = listing(content.rankings[Part.PARTS], Part.PARTS, by_value)
    metric = lens.say(f"dashboard.metric_{lens.metric.value}")
    return Chart(
        lens.say("dashboard.chart_tree"),
        caption=lens.say("dashboard.caption_area_value", metric=metric),
        option=tree_map(tree_nodes(content, found.items, by_value), found.measure) if found.items else None,
        measure=found.measure,
        empty=found.obstacle,
    )


def _caption(name: str, content: DashboardContent, measure: Measure, lens: Lens) -> str:
    said = [metric_caption(content, measure, lens)]
    if name in {"products", "tree"}:
        said.insert(0, lens.say(f"dashboard.level_{content.rankings[PARTS[name]].dimension.value}"))
    if name in {"countries", "provinces", "products"}:
        count = min(TOP, len(content.rankings[PARTS[name]].members))
        is_by_value = not lens.metric.is_additive
        said.append(lens.say("dashboard.caption_top_by_value" if is_by_value else "dashboard.caption_top", count=count))
    return " · ".join(said)


def metric_caption(content: DashboardContent, measure: Measure, lens: Lens) -> str:
    """What is measured, in which unit; for growth, between which years."""
    if measure.format is Format.CHANGE:
        return lens.say("dashboard.caption_growth", year=content.growth_year)
    metric = lens.say(f"dashboard.metric_{lens.metric.value}")
    return lens.say("dashboard.caption_measure", metric=metric, unit=measure.unit)


def _with_rest(items: tuple[Item, ...], lens: Lens) -> tuple[Item, ...]:
    """The seven largest parts, and the others as one that cannot be clicked."""
    if len(items) <= 8:
        return items
    rest = items[7:]
    value = sum(item.value or 0.0 for item in rest)
    share = sum(item.share or 0.0 for item in rest)
    return (*items[:7], Item(key="", name=lens.say("dashboard.others"), value=value, share=share))


def _why_absent(content: DashboardContent, part: Part, lens: Lens) -> str:
    context = content.basis.context
    if context is None:
        return lens.say("dashboard.why_none")
    dimension = lens.say(f"dashboard.dimension_{part.value}")
    return lens.say("dashboard.why_absent", source=context.source, dimension=dimension)
