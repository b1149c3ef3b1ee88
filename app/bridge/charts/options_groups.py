"""Options of groups: members in a plane, on a map and in profile, and how they flow from one span of years to the next.

A group has the colour of its number in the series of the theme, in every picture.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.bridge.charts.cards import Measure
from app.bridge.charts.items import Item, colour, formatter
from app.bridge.charts.options_maps import china_map, world_map

_SMALLEST, _LARGEST = 6.0, 26.0
_LONGEST_NAME = 30
_LIMIT = 3  # beyond which figures are not scaled


@dataclass(frozen=True, slots=True)
class GroupKey:
    """A group as legends show it, by its sign; `number` is its colour, None for members in no group."""

    number: int | None
    sign: str
    name: str


@dataclass(frozen=True, slots=True)
class Point:
    """A member in the plane; the share gives the size of its mark."""

    item: Item
    place: tuple[float, float]
    group: int  # place among the keys


@dataclass(frozen=True, slots=True)
class Flow:
    """Members that go from a group in one span to one in the next; places among the keys."""

    span: int
    before: int
    after: int
    count: int
    said: str


def plane(
    keys: Sequence[GroupKey], points: Sequence[Point], measure: Measure, *, axes: tuple[str, str]
) -> dict[str, object]:
    """Members by place, the area of a mark by what it holds."""
    largest = max((point.item.share or 0.0 for point in points), default=0.0) or 1.0
    return {
        "tooltip": {"trigger": "item", "formatter": formatter("item", measure=measure.document())},
        "legend": _legend(),
        "grid": {"left": 34, "right": 18, "top": 34, "bottom": 34},
        "xAxis": _plane_axis(axes[0], gap=14),
        "yAxis": _plane_axis(axes[1], gap=14),
        "series": [
            {
                "id": str(place),
                "name": key.sign,
                "type": "scatter",
                "itemStyle": {
                    "color": _paint(key),
                    "opacity": 0.75,
                    "borderColor": colour("surface"),
                    "borderWidth": 0.5,
                },
                "emphasis": {"scale": 1.3, "itemStyle": {"opacity": 1}},
                "data": [_mark(point, largest) for point in points if point.group == place],
            }
            for place, key in enumerate(keys)
        ],
    }


def group_map(
    name: str, keys: Sequence[GroupKey], items: Sequence[Item], groups: Mapping[str, int], measure: Measure
) -> dict[str, object]:
    """Regions of the world or China in the colours of groups; `groups` tells the place among the keys by item key."""
    option = world_map(items, measure) if name == "world" else china_map(items, measure)
    areas, *others = option["series"] if isinstance(option["series"], list) else []
    data = [item | {"shown": item["value"], "value": groups[str(item["key"])]} for item in areas["data"]]
    legend = option["visualMap"]
    assert isinstance(legend, dict)
    pieces = [{"value": place, "label": key.sign, "color": _paint(key)} for place, key in enumerate(keys)]
    kept = {part: setting for part, setting in legend.items() if part not in {"formatter", "inRange"}}
    steps = kept | {"pieces": pieces, "inverse": True}
    return option | {"series": [areas | {"data": data}, *others], "visualMap": steps}


def profile(
    features: Sequence[str], keys: Sequence[GroupKey], strengths: Sequence[Sequence[float]], measure: Measure
) -> dict[str, object]:
    """A line for each group over all features, in units of the distance between the quartiles; all members are at 0."""
    return {
        "tooltip": {
            "trigger": "axis",
            "axisPointer": {"type": "shadow", "shadowStyle": {"color": colour("text"), "opacity": 0.05}},
            "formatter": formatter("axis_tip", measure=measure.document()),
        },
        "legend": _legend(),
        "grid": {"left": 12, "right": 18, "top": 34, "bottom": 8, "outerBoundsMode": "same"},
        "xAxis": {
            "type": "value",
            "min": -_LIMIT,
            "max": _LIMIT,
            "interval": 1,
            "splitLine": {"lineStyle": {"color": colour("border"), "opacity": 0.6}},
            "axisLabel": {"show": False},
        },
        "yAxis": {
            "type": "category",
            "inverse": True,
            "data": [*features],
            "axisLine": {"onZero": True, "lineStyle": {"color": colour("muted"), "width": 1.5}},
            "axisTick": {"show": False},
            "axisLabel": {
                "color": colour("text"),
                "width": {"$width": 0.4, "less": 24, "least": 90},
                "overflow": "truncate",
                "interval": 0,
            },
        },
        "series": [
            {
                "id": str(place),
                "name": key.sign,
                "type": "line",
                "symbol": "circle",
                "symbolSize": 7,
                "lineStyle": {"width": 2, "color": _paint(key)},
                "itemStyle": {"color": _paint(key)},
                "data": [round(strength, 3) for strength in strengths[place]],
            }
            for place, key in enumerate(keys)
        ],
    }


def alluvial(
    spans: Sequence[str],
    keys: Sequence[GroupKey],
    flows: Sequence[Flow],
    counts: Sequence[Sequence[int]],
    measure: Measure,
) -> dict[str, object]:
    """Groups of each span as blocks from left to right, members that stay or move as bands between them."""
    nodes = [
        {
            "name": _node(span, place),
            "key": f"{span}:{place}",
            "said": f"{_shortened(key.name)}  {count:,}",
            "full": f"{spans[span]} · {key.name}",
            "shown": count,
            "depth": span,
            "itemStyle": {"color": _paint(key)},
        }
        for span in range(len(spans))
        for place, key in enumerate(keys)
        if (count := counts[span][place])
    ]
    links = [
        {
            "source": _node(flow.span, flow.before),
            "target": _node(flow.span + 1, flow.after),
            "value": flow.count,
            "key": f"{flow.span}:{flow.before}:{flow.after}",
            "said": flow.said,
        }
        for flow in flows
        if flow.count
    ]
    return {
        "tooltip": {"trigger": "item", "formatter": formatter("item", measure=measure.document())},
        "series": [
            {
                "id": "flows",
                "type": "sankey",
                "left": 16,
                "right": 220,
                "top": 12,
                "bottom": 16,
                "nodeGap": 14,
                "nodeWidth": 16,
                "draggable": False,
                "layoutIterations": 0,
                "label": {"color": colour("text"), "formatter": formatter("name")},
                "lineStyle": {"color": "gradient", "opacity": 0.35, "curveness": 0.5},
                "emphasis": {"focus": "adjacency", "lineStyle": {"opacity": 0.6}},
                "data": nodes,
                "links": links,
            }
        ],
    }


def _node(span: int, place: int) -> str:
    return f"{span}|{place}"


def _mark(point: Point, largest: float) -> dict[str, object]:
    share = (point.item.share or 0.0) / largest
    mark = point.item.document()
    mark |= {
        "value": [round(point.place[0], 4), round(point.place[1], 4)],
        "shown": point.item.value,
        "symbolSize": round(_SMALLEST + (_LARGEST - _SMALLEST) * math.sqrt(share), 1),
    }
    if point.item.is_chosen:
        mark["itemStyle"] = {"borderColor": colour("text"), "borderWidth": 2, "opacity": 1}
    return mark


def _paint(key: GroupKey) -> dict[str, object]:
    return colour("no_data") if key.number is None else {"$series": key.number}


def _shortened(name: str) -> str:
    """Legends write names in full, and long ones can fill the chart."""
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"


def _legend() -> dict[str, object]:
    return {
        "top": 2,
        "left": 12,
        "right": 12,
        "itemWidth": 12,
        "itemHeight": 8,
        "itemGap": 14,
        "icon": "rect",
        "textStyle": {"color": colour("muted")},
    }


def _plane_axis(name: str, *, gap: int) -> dict[str, object]:
    return {
        "type": "value",
        "scale": True,
        "name": name,
        "nameLocation": "middle",
        "nameGap": gap,
        "nameTextStyle": {"color": colour("muted"), "fontSize": 11},
        "axisLabel": {"show": False},
        "axisTick": {"show": False},
        "axisLine": {"show": False},
        "splitLine": {"lineStyle": {"color": colour("border"), "opacity": 0.6}},
    }
