"""Options of ranked bars, shares, trees: one dimension's members by size."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.bridge.charts.cards import Measure
from app.bridge.charts.items import Item, colour, formatter

_NAME_WIDTH = {"$width": 0.42, "less": 24, "least": 96}  # of the card, so that wide ones show whole names


def ranked_bars(items: Sequence[Item], measure: Measure, *, colour_name: str = "accent") -> dict[str, object]:
    """Horizontal bars, the first item on top, with its name before and its value after the bar."""
    data = [item.document() | _chosen(item) for item in items]
    return {
        "tooltip": {"trigger": "item", "formatter": formatter("item", measure=measure.document())},
        "grid": {"left": 12, "right": 76, "top": 4, "bottom": 6, "outerBoundsMode": "same"},
        "xAxis": {"type": "value", "show": False},
        "yAxis": {
            "type": "category",
            "inverse": True,
            "data": [item.name for item in items],
            "axisLine": {"show": False},
            "axisTick": {"show": False},
            "axisLabel": {"color": colour("text"), "width": _NAME_WIDTH, "overflow": "truncate", "interval": 0},
        },
        "series": [
            {
                "id": "ranks",
                "type": "bar",
                "barMaxWidth": 18,
                "barCategoryGap": "32%",
                "itemStyle": {"color": colour(colour_name), "borderRadius": [0, 2, 2, 0]},
                "label": {
                    "show": True,
                    "position": "right",
                    "color": colour("muted"),
                    "formatter": formatter("label", measure=measure.document()),
                },
                "data": data,
            }
        ],
    }


def _chosen(item: Item) -> dict[str, object]:
    if not item.is_chosen:
        return {}
    return {"itemStyle": {"borderColor": colour("text"), "borderWidth": 1.5}}


def diverging_bars(items: Sequence[Item], measure: Measure) -> dict[str, object]:
    """Horizontal bars to both sides of zero: gains to the right, losses to the left in the other colour."""
    option: dict[str, Any] = ranked_bars(items, measure)
    # Names stand at the edge, not at zero in the middle of the bars
    option["yAxis"]["axisLine"] = {"show": False, "onZero": False}
    option["xAxis"]["boundaryGap"] = ["4%", "20%"]
    (series,) = option["series"]
    series["itemStyle"] = {"color": colour("import")}
    series["data"] = [item.document() | _side(item) for item in items]
    return option


def stacked_ranks(
    names: Sequence[str], keys: Sequence[str], parts: Sequence[tuple[str, Sequence[float]]], measure: Measure
) -> dict[str, object]:
    """Horizontal bars made of parts, the first name on top; a click tells the key of the name."""
    option: dict[str, Any] = ranked_bars(
        [Item(key, name, None) for key, name in zip(keys, names, strict=True)], measure
    )
    option["tooltip"] = {
        "trigger": "axis",
        "axisPointer": {"type": "shadow", "shadowStyle": {"color": colour("text"), "opacity": 0.05}},
        "formatter": formatter("axis_tip", measure=measure.document()),
    }
    option["grid"] = {"left": 12, "right": 18, "top": 34, "bottom": 6, "outerBoundsMode": "same"}
    option["legend"] = {
        "top": 2,
        "left": 12,
        "itemWidth": 12,
        "itemHeight": 8,
        "itemGap": 12,
        "icon": "rect",
        "textStyle": {"color": colour("muted")},
    }
    option["series"] = [
        {
            "id": f"part-{number}",
            "name": name,
            "type": "bar",
            "stack": "all",
            "barMaxWidth": 18,
            "barCategoryGap": "28%",
            "itemStyle": {"color": {"$series": number}},
            "data": [
                {"key": key, "name": said, "said": said, "value": value}
                for key, said, value in zip(keys, names, values, strict=True)
            ],
        }
        for number, (name, values) in enumerate(parts)
    ]
    return option


def _side(item: Item) -> dict[str, object]:
    """Figures of losses stand to the right of zero too, where no name is."""
    if item.value is None or item.value >= 0:
        return {}
    return {"itemStyle": {"color": colour("export"), "borderRadius": [2, 0, 0, 2]}}
