"""Options of parts of a whole: rings and treemaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.bridge.charts.cards import Measure
from app.bridge.charts.items import Item, colour, formatter

# The share of the card's width that names may take, less marks and margins.
_LIST_WIDTH = {"$width": 0.48, "less": 34, "least": 60}


@dataclass(frozen=True, slots=True)
class Node:
    """A part with its own parts; `short` is written where the whole name does not fit."""

    item: Item
    short: str = ""
    children: tuple[Node, ...] = ()


def ring(items: Sequence[Item], measure: Measure) -> dict[str, object]:
    """Parts of a whole clockwise from the top; a list beside them tells names and shares, however long the names."""
    shares = {item.name: item.share for item in items}
    return {
        "tooltip": {"trigger": "item", "formatter": formatter("item", measure=measure.document())},
        "legend": {
            "type": "scroll",
            "orient": "vertical",
            "left": "52%",
            "top": "middle",
            "icon": "rect",
            "itemWidth": 10,
            "itemHeight": 10,
            "itemGap": 8,
            "selectedMode": False,
            "textStyle": {"color": colour("text"), "width": _LIST_WIDTH, "overflow": "truncate"},
            "formatter": formatter("named_share", shares=shares),
        },
        "series": [
            {
                "id": "shares",
                "type": "pie",
                "radius": ["29%", "46%"],
                "center": ["26%", "50%"],
                "padAngle": 1,
                "itemStyle": {"borderRadius": 2},
                "label": {"show": False},
                "emphasis": {"scaleSize": 4},
                "data": [item.document() | _chosen_part(item, items) for item in items],
            }
        ],
    }


def tree_map(nodes: Sequence[Node], measure: Measure) -> dict[str, object]:
    """Rectangles by value, one colour for each part of the first level, names where they fit."""
    heading = {"show": True, "height": 20, "color": colour("text"), "fontWeight": 600, "padding": [0, 6]}
    levels: list[dict[str, object]] = [
        {
            "itemStyle": {"gapWidth": 3, "borderWidth": 0, "borderColor": colour("surface")},
            "upperLabel": {"show": False},
        },
        {"itemStyle": {"gapWidth": 1, "borderWidth": 1, "borderColor": colour("raised")}},
        {"itemStyle": {"gapWidth": 1, "borderColor": colour("surface")}, "colorSaturation": [0.3, 0.55]},
    ]
    has_levels = any(node.children for node in nodes)
    series: dict[str, object] = {
        "id": "tree",
        "type": "treemap",
        "left": 10,
        "right": 10,
        "top": 4,
        "bottom": 10,
        "roam": False,
        "nodeClick": False,
        "breadcrumb": {"show": False},
        "visibleMin": 200,
        "label": _part_label(),
        "levels": levels if has_levels else levels[:2],
        "data": [_node(node) for node in nodes],
    }
    if has_levels:
        series["upperLabel"] = heading | {"formatter": formatter("name")}
    return {
        "tooltip": {"trigger": "item", "formatter": formatter("item", measure=measure.document())},
        "series": [series],
    }


def _part_label() -> dict[str, object]:
    return {
        "color": colour("on_accent"),
        "overflow": "truncate",
        "position": "insideTopLeft",
        "formatter": formatter("name"),
    }


def _node(node: Node) -> dict[str, object]:
    document = node.item.document() | {"full": node.item.name}
    if node.short:
        document["said"] = node.short
    if node.item.is_chosen:
        document["itemStyle"] = {"borderColor": colour("text"), "borderWidth": 2}
    if node.children:
        document["children"] = [_node(child) for child in node.children]
    return document


def _chosen_part(item: Item, items: Sequence[Item]) -> dict[str, object]:
    if item.is_chosen or not any(other.is_chosen for other in items):
        return {}
    return {"itemStyle": {"opacity": 0.4}}
