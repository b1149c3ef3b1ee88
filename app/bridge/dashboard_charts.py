"""The charts of one side of the dashboard: from figures to the options that the chart area draws."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from app.bridge.charts.cards import Chart, Option
from app.bridge.charts.items import Item
from app.bridge.charts.options_maps import china_map, world_map
from app.bridge.charts.options_ranks import ranked_bars
from app.bridge.charts.options_shares import ring, tree_map
from app.bridge.charts.scales import Scale
from app.bridge.dashboard_basis import source_name
from app.bridge.dashboard_content import DashboardContent, Part
from app.bridge.dashboard_members import Lens, Listing, listing
from app.bridge.dashboard_metrics import Metric
from app.bridge.dashboard_names import years_name
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
_TOPS = frozenset({"countries", "provinces", "products"})
_MOST_SLICES = 8
_LIMITS = {Part.GOODS: TOP}  # no chart shows more of them


def lens_of(content: DashboardContent, language: Language) -> Lens:
    """How this content is looked at."""
    context = content.basis.context
    return Lens(
        selection=content.basis.selection,
        metric=content.metric,
        language=language,
        currency=context.currency if context else None,
        unit=content.unit,
        unit_state=content.unit_state,
    )


def draw(content: DashboardContent, state: DashboardState, language: Language) -> dict[str, Chart]:
    """Every chart, or in its place the sentence why it cannot be drawn."""
    lens = lens_of(content, language)
    listings = {part: listing(content, part, lens, limit=_LIMITS.get(part)) for part in content.rankings}
    charts = {name: _member_chart(name, content, listings, lens=lens, state=state) for name in PARTS}
    charts["trend"] = trend_chart(content, lens)
    charts["concentration"] = concentration_chart(content, lens)
    return {name: charts[name] for name in CHARTS}


def _member_chart(
    name: str, content: DashboardContent, listings: Mapping[Part, Listing], *, lens: Lens, state: DashboardState
) -> Chart:
    title = lens.say(f"dashboard.chart_{name}")
    found = listings.get(PARTS[name])
    if found is None:
        return Chart(title, empty=_why_absent(content, PARTS[name], lens))
    if name == "tree" and not found.metric.is_additive:
        found = _by_value(content, lens)
    if found.obstacle:
        return Chart(title, empty=found.obstacle)
    option = _option(name, content, found, lens=lens, state=state)
    return Chart(title, caption=_caption(name, content, found, lens), option=option, measure=found.measure)


def _option(name: str, content: DashboardContent, found: Listing, *, lens: Lens, state: DashboardState) -> Option:
    scale = Scale.GROWTH if found.metric is Metric.GROWTH else state.scale
    items, measure = found.items, found.measure
    match name:
        case "world":
            return world_map(items, measure, scale=scale, has_flows=state.has_flows and found.metric.is_additive)
        case "china":
            return china_map(items, measure, scale=scale)
        case "tree":
            return tree_map(tree_nodes(content, items, lens), measure)
        case "modes" if found.metric.is_additive:
            return ring(_with_rest(items, lens), measure)
        case _:
            return ranked_bars(items[:TOP], measure)


def _by_value(content: DashboardContent, lens: Lens) -> Listing:
    """Areas stay those of the value where the metric has none."""
    ranking = content.rankings[Part.PARTS]
    members = tuple(replace(member, amount=float(member.figures.value)) for member in ranking.members)
    by_value = replace(ranking, metric=Metric.VALUE, members=members)
    return listing(replace(content, rankings={Part.PARTS: by_value}), Part.PARTS, lens)


def _caption(name: str, content: DashboardContent, found: Listing, lens: Lens) -> str:
    said = [metric_caption(content, found.metric, lens)]
    if name in {"products", "tree"}:
        said.insert(0, lens.say(f"dashboard.level_{content.rankings[PARTS[name]].dimension.value}"))
    if name in _TOPS:
        code = "dashboard.caption_top" if found.metric.is_additive else "dashboard.caption_top_by_value"
        said.append(lens.say(code, count=min(TOP, len(found.items))))
    if found.metric is not lens.metric:
        said.append(_why_by_value(name, lens))
    return " · ".join(said)


def metric_caption(content: DashboardContent, metric: Metric, lens: Lens) -> str:
    """What is measured, in which unit; for growth, between which years."""
    if metric is Metric.GROWTH and content.growth is not None:
        after, before = (years_name(span, lens.language) for span in (content.growth.after, content.growth.before))
        return lens.say("dashboard.caption_growth", after=after, before=before)
    said, unit = lens.say(f"dashboard.metric_{metric.value}"), lens.measure(metric).unit
    return lens.say("dashboard.caption_measure", metric=said, unit=unit)


def _why_by_value(name: str, lens: Lens) -> str:
    if name == "tree" and not lens.metric.is_additive:
        return lens.say("dashboard.caption_area_value", metric=lens.say(f"dashboard.metric_{lens.metric.value}"))
    return lens.why_other_metric


def _with_rest(items: tuple[Item, ...], lens: Lens) -> tuple[Item, ...]:
    """The seven largest parts, and the others as one that cannot be clicked."""
    if len(items) <= _MOST_SLICES:
        return items
    shown, rest = items[: _MOST_SLICES - 1], items[_MOST_SLICES - 1 :]
    value = sum(item.value or 0.0 for item in rest)
    share = sum(item.share or 0.0 for item in rest)
    return (*shown, Item(key="", name=lens.say("dashboard.others"), value=value, share=share))


def _why_absent(content: DashboardContent, part: Part, lens: Lens) -> str:
    context = content.basis.context
    if context is None:
        return lens.say("dashboard.why_none")
    dimension = lens.say(f"dashboard.dimension_{part.value}")
    return lens.say("dashboard.why_absent", source=source_name(context.source, lens.language), dimension=dimension)
