"""What the page of groups draws: from answers to charts by card."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from app.bridge.charts.cards import Card, Chart, Format, Layout, Measure
from app.bridge.charts.items import Item
from app.bridge.charts.options_groups import Flow, GroupKey, Point, alluvial, group_map, plane, profile
from app.bridge.charts.options_ranks import ranked_bars
from app.bridge.charts.options_series import Axis, Series, trend
from app.bridge.charts.options_shares import Node, tree_map
from app.bridge.cluster_study import GroupAnswer, StudyView
from app.bridge.cluster_words import group_keys, key_places, member_items, money, money_in
from app.bridge.dashboard_names import years_name
from app.engine.analysis.bands import Band
from app.engine.analysis.clusters.grouping import Grouping
from app.engine.analysis.clusters.movement import Movement
from app.engine.analysis.dependence import Dependence
from app.engine.analysis.dependence_words import dependence_summary
from app.engine.messages import Language, text
from app.engine.reports.dependence_tables import band_name
from app.engine.store.dimensions import Dimension, member_key
from app.engine.store.members import member_name
from app.engine.store.selection import Direction

_MAPS = {Dimension.COUNTRY: "world", Dimension.PROVINCE: "china"}
_MOST_FEATURES = 14
_MOST_PARTS = 30
_MOST_HOLDERS = 10

LAYOUTS = {
    StudyView.GROUPS: Layout(
        (
            Card("plane", wide=6, medium=6, narrow=12, rows=4, least=300),
            Card("map", wide=6, medium=6, narrow=12, rows=4, least=300),
            Card("profile", wide=7, medium=7, narrow=12, rows=4, least=300),
            Card("count", wide=5, medium=5, narrow=12, rows=4, least=300),
        ),
        row=78,
        is_flush=True,
    ),
    StudyView.MOVEMENT: Layout((Card("movement", wide=12),), fills=True, is_flush=True),
    StudyView.DEPENDENCE: Layout(
        (Card("holders", wide=7, narrow=7), Card("bands", wide=5, narrow=5)), fills=True, is_flush=True
    ),
}


def group_charts(answer: GroupAnswer, language: Language, chosen: Collection[str]) -> dict[str, Chart]:
    """The four pictures of a grouping; `chosen` are members that the selection is narrowed to."""
    grouping = answer.grouping
    items = member_items(grouping, language, chosen)
    return {
        "plane": _plane(grouping, items, language),
        "map": _map(grouping, items, language),
        "profile": _profile(grouping, language),
        "count": _count(answer, language),
    }


def movement_chart(grouping: Grouping, moves: Movement, language: Language) -> dict[str, Chart]:
    """The one picture of how members move."""
    keys = group_keys(grouping, language)[: len(grouping.groups)]
    spans = [years_name(span, language) for span in moves.spans]
    counts = [[int((labels == number).sum()) for number in range(len(keys))] for labels in moves.labels]
    flows = [
        Flow(place, before, after, moves.flow(place, before, after), f"{keys[before].name} → {keys[after].name}")
        for place in range(len(spans) - 1)
        for before in range(len(keys))
        for after in range(len(keys))
    ]
    measure = Measure(Format.COUNT, text("clusters.unit_members", language))
    caption = text("clusters.movement_caption", language, moved=len(moves.moved()), spans=" → ".join(spans))
    option = alluvial(spans, keys, flows, counts, measure)
    return {"movement": Chart(text("clusters.chart_movement", language), caption, option, measure)}


def dependence_charts(found: Dependence, language: Language, chosen: Collection[str]) -> dict[str, Chart]:
    """Partners by what they hold, and how many products are held in each band."""
    currency = found.basis.context.currency if found.basis.context else None
    return {"holders": _holders(found, currency, language, chosen), "bands": _bands(found, language)}


def _plane(grouping: Grouping, items: list[Item], language: Language) -> Chart:
    places = key_places(grouping)
    points = [
        Point(item, (float(x), float(y)), place)
        for item, (x, y), place in zip(items, grouping.plane.places, places, strict=True)
    ]
    # The largest on the ground, so that small ones can be seen and clicked
    points.sort(key=lambda point: -(point.item.share or 0.0))
    axes = (_axis_name(grouping, 0, language), _axis_name(grouping, 1, language))
    measure = money(grouping, language)
    option = plane(group_keys(grouping, language), points, measure, axes=axes)
    caption = text("clusters.plane_caption", language, share=f"{sum(grouping.plane.explained):.0%}")
    return Chart(text("clusters.chart_plane", language), caption, option, measure)


def _axis_name(grouping: Grouping, axis: int, language: Language) -> str:
    """The two features that weigh most on an axis, with their signs."""
    weights = grouping.plane.weights[axis]
    order = np.argsort(-np.abs(weights), kind="stable")[:2]
    told = [
        f"{'+' if weights[place] > 0 else '−'} {_feature(grouping, int(place), language)}"
        for place in order
        if abs(weights[place]) > 0
    ]
    return "   ".join(told)


def _map(grouping: Grouping, items: list[Item], language: Language) -> Chart:
    keys, measure = group_keys(grouping, language), money(grouping, language)
    name = _MAPS.get(grouping.request.dimension)
    if name is None:
        title = text("clusters.chart_tree", language)
        return Chart(title, "", tree_map(_nodes(grouping, items, keys, language), measure), measure)
    places = key_places(grouping)
    by_key = {item.key: place for item, place in zip(items, places, strict=True)}
    ordered = sorted(items, key=lambda item: -(item.value or 0.0))
    return Chart(text("clusters.chart_map", language), "", group_map(name, keys, ordered, by_key, measure), measure)


def _nodes(grouping: Grouping, items: list[Item], keys: tuple[GroupKey, ...], language: Language) -> list[Node]:
    """A part for each group with its largest members; the rest of each is summed up."""
    found = []
    for number, group in enumerate(grouping.groups):
        members = [items[row] for row in group.rows.tolist()]
        children = [Node(item, short=item.key) for item in members[:_MOST_PARTS]]
        if rest := members[_MOST_PARTS:]:
            name = text("clusters.further_members", language, count=len(rest))
            children.append(Node(Item("", name, sum(item.value or 0.0 for item in rest))))
        whole = Item("", keys[number].name, sum(item.value or 0.0 for item in members), share=group.value_share)
        found.append(Node(whole, children=tuple(children)))
    return found


def _profile(grouping: Grouping, language: Language) -> Chart:
    strengths = np.array([[each.strength for each in group.deviations] for group in grouping.groups])
    widest = np.argsort(-np.abs(strengths).max(axis=0), kind="stable")[:_MOST_FEATURES]
    shown = sorted(widest.tolist())
    measure = Measure(Format.INDEX)
    option = profile(
        [_feature(grouping, place, language) for place in shown],
        group_keys(grouping, language)[: len(grouping.groups)],
        strengths[:, shown].tolist(),
        measure,
    )
    title, caption = text("clusters.chart_profile", language), text("clusters.profile_caption", language)
    return Chart(title, caption, option, measure)


def _count(answer: GroupAnswer, language: Language) -> Chart:
    """Numbers of groups where they were weighed up, else the methods."""
    grouping = answer.grouping
    measure = Measure(Format.INDEX)
    if len(grouping.considered) > 1:
        entries = grouping.considered
        names = [str(each.groups) for each in entries]
        keys = names
        chosen = str(len(grouping.groups))
        title = text("clusters.chart_count", language)
        caption = text("clusters.count_caption", language, count=len(grouping.groups))
    else:
        entries = tuple(each for each, _ in answer.compared)
        names = [f"{text(f'clusters.method_{each.way.method.value}', language)} · {each.groups}" for each in entries]
        keys = [each.way.method.value for each in entries]
        chosen = grouping.request.method.value
        title = text("clusters.chart_methods", language)
        caption = _agreements(answer, language)
    series = [
        Series("silhouette", text("clusters.column_silhouette", language), [each.silhouette for each in entries]),
        Series("stability", text("clusters.column_stability", language), [each.stability for each in entries]),
    ]
    option = trend(Axis(keys, names, frozenset({chosen})), series, measure)
    return Chart(title, caption, option, measure)


def _agreements(answer: GroupAnswer, language: Language) -> str:
    """How far the other methods find the same groups."""
    own = answer.grouping.request.method
    told = [
        f"{text(f'clusters.method_{each.way.method.value}', language)} {agreement:.2f}"
        for each, agreement in answer.compared
        if each.way.method is not own and each.groups > 1
    ]
    return text("clusters.agreement_caption", language, list=", ".join(told)) if told else ""


def _holders(found: Dependence, currency: str | None, language: Language, chosen: Collection[str]) -> Chart:
    is_import = found.direction is Direction.IMPORT
    measure = money_in(currency, language)
    items = [
        Item(
            key=member_key(Dimension.COUNTRY, each.partner),
            name=member_name(Dimension.COUNTRY, each.partner, language, is_import=is_import),
            value=each.value,
            rank=rank,
            share=each.value / found.value,
            remark=text("dependence.remark_products", language, count=each.products),
            is_chosen=str(each.partner) in chosen,
        )
        for rank, each in enumerate(found.holders[:_MOST_HOLDERS], start=1)
    ]
    title = text(f"dependence.chart_holders_{found.direction.value}", language)
    if not items:
        return Chart(title, empty=dependence_summary(found, language))
    return Chart(title, "", ranked_bars(items, measure), measure)


def _bands(found: Dependence, language: Language) -> Chart:
    measure = Measure(Format.COUNT, text("dependence.unit_products", language))
    names = [band_name(band, language) for band in Band]
    held = [float(found.bands[band].held) for band in Band]
    free = [float(found.bands[band].products - found.bands[band].held) for band in Band]
    threshold = f"{found.threshold:.0%}"
    series = [
        Series("held", text("dependence.series_held", language, threshold=threshold), held, colour_name="export"),
        Series("free", text("dependence.series_free", language), free, colour_name="import"),
    ]
    option = trend(Axis([band.value for band in Band], names), series, measure, is_stacked=True)
    title, caption = text("dependence.chart_bands", language), text("dependence.bands_caption", language)
    return Chart(title, caption, option, measure)


def _feature(grouping: Grouping, place: int, language: Language) -> str:
    return text(f"clusters.feature_{grouping.matrix.features[place].name}", language)
