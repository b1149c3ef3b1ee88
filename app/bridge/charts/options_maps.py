"""Options of the two maps: regions in colours, points of small partners, flows out of China."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

from app.bridge.charts.cards import Measure
from app.bridge.charts.items import Item, colour, formatter
from app.bridge.charts.scales import Scale, bounds
from app.engine.reference import provinces

_HOME = "CHN"
_MOST_FLOWS = 10
# Where the legend covers no land.
_SOUTH_PACIFIC = "58%"
_EDGE = 10


def world_map(
    items: Sequence[Item], measure: Measure, *, scale: Scale = Scale.LOG, has_flows: bool = False
) -> dict[str, object]:
    """Partners by colour; items are keyed as members are (ISO3, else customs code), largest first."""
    tip = formatter("item", measure=measure.document(), map="world")
    data = [item.document() | {"name": item.key} for item in items]
    series: list[dict[str, object]] = [
        _areas("world", data),
        {**_points(), "data": []},
    ]
    if has_flows:
        series.append(_flows(items))
    return {
        "$map": "world",
        "tooltip": {"trigger": "item", "formatter": tip},
        "geo": {**_geo("world"), "top": 6, "bottom": 26, "left": 6, "right": 6},
        "visualMap": _steps(items, measure, scale, _SOUTH_PACIFIC),
        "series": series,
    }


def china_map(items: Sequence[Item], measure: Measure, *, scale: Scale = Scale.LOG) -> dict[str, object]:
    """Registration places by colour; items are keyed by two-digit codes."""
    names = {str(place.code): place.map_name for place in provinces.table().registration_places}
    data = [item.document() | {"name": names[item.key]} for item in items if item.key in names]
    tip = formatter("item", measure=measure.document(), map="china")
    return {
        "$map": "china",
        "tooltip": {"trigger": "item", "formatter": tip},
        "geo": {**_geo("china"), "top": 6, "bottom": 26, "left": "22%", "right": 6},
        "visualMap": _steps(items, measure, scale, _EDGE),
        "series": [_areas("china", data)],
    }


def _areas(name: str, data: list[dict[str, object]]) -> dict[str, object]:
    # What is chosen comes with the answer; ECharts would mark a click in colours and names of its own
    return {"id": "areas", "type": "map", "map": name, "geoIndex": 0, "selectedMode": False, "data": data}


def _geo(name: str) -> dict[str, object]:
    line = {"borderColor": colour("muted"), "borderWidth": 0.5, "areaColor": colour("no_data")}
    hovered = {"borderColor": colour("text"), "borderWidth": 1.2, "areaColor": "inherit"}
    quiet = {"show": False}
    return {
        "map": name,
        # Else the map is stretched over its card, and no country keeps its shape
        "preserveAspect": "contain",
        "roam": True,
        "scaleLimit": {"min": 1, "max": 12},
        "itemStyle": line,
        "label": quiet,
        "emphasis": {"label": quiet, "itemStyle": hovered},
        # A state whose label is not hidden has a text made for each region, seen or not
        "select": {"disabled": True, "label": quiet},
    }


def _points() -> dict[str, object]:
    return {
        "id": "points",
        "$points": True,
        "type": "scatter",
        "coordinateSystem": "geo",
        "symbolSize": 7,
        "itemStyle": {"borderColor": colour("text"), "borderWidth": 0.6},
        "emphasis": {"scale": 1.5},
        "zlevel": 0,
    }


def _flows(items: Sequence[Item]) -> dict[str, object]:
    """Curves to the largest partners; widths go with the root of the value, so that areas compare."""
    shown = [item for item in items if item.value and item.value > 0][:_MOST_FLOWS]
    largest = max((item.value or 0.0 for item in shown), default=1.0)
    data = [
        item.document()
        | {"name": item.key, "lineStyle": {"width": 0.5 + 3.5 * math.sqrt((item.value or 0.0) / largest)}}
        for item in shown
    ]
    return {
        "id": "flows",
        "$from": _HOME,
        "type": "lines",
        "coordinateSystem": "geo",
        "lineStyle": {"color": colour("export"), "opacity": 0.5, "curveness": 0.22},
        "emphasis": {"lineStyle": {"opacity": 0.95}},
        "data": data,
    }


def _steps(items: Sequence[Item], measure: Measure, scale: Scale, left: str | int) -> dict[str, object]:
    values = [item.value for item in items if item.value is not None]
    cuts = bounds(values, scale)
    palette = "diverging" if scale is Scale.GROWTH else "sequential"
    return {
        "type": "piecewise",
        "seriesIndex": [0, 1],
        "pieces": _pieces(cuts),
        "left": left,
        "bottom": 24,
        "align": "left",
        "itemWidth": 14,
        "itemHeight": 10,
        "itemGap": 3,
        "itemSymbol": "rect",
        "padding": 0,
        "textStyle": {"color": colour("muted"), "fontSize": 11},
        "inRange": {"color": {"$palette": palette, "count": len(cuts) + 1}},
        "outOfRange": {"color": colour("no_data")},
        "formatter": formatter("piece", measure=measure.document()),
    }


def _pieces(cuts: Sequence[float]) -> list[dict[str, float]]:
    if not cuts:
        return [{"gt": 0}]
    inner = [{"gte": low, "lt": high} for low, high in itertools.pairwise(cuts)]
    return [{"lt": cuts[0]}, *inner, {"gte": cuts[-1]}]
