"""Options of ranked bars, shares, trees: one dimension's members by size."""

from __future__ import annotations

from collections.abc import Sequence

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
