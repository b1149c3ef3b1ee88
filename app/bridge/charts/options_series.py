"""Options of developments over time: columns by direction with the balance, the concentration, sparklines."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from app.bridge.charts.cards import Measure
from app.bridge.charts.items import colour, formatter
from app.engine.analysis.bands import HIGH_FROM, MODERATE_FROM

HHI_SCALE = 10_000.0
# Below and above these values of the Herfindahl-Hirschman index trade counts as spread and highly concentrated
HHI_BOUNDS = (MODERATE_FROM * HHI_SCALE, HIGH_FROM * HHI_SCALE)
_HHI_STEP = 500
_FEW_NAMES = 4


@dataclass(frozen=True, slots=True)
class Series:
    """Values at each place of the axis, None where there is none; `colour_name` is a colour of the theme or ""."""

    key: str
    name: str
    values: Sequence[float | None]
    changes: Sequence[float | None] = ()
    colour_name: str = ""
    is_line: bool = False


@dataclass(frozen=True, slots=True)
class Axis:
    """Places of an axis: keys that clicks tell, names that are shown, and those that are chosen."""

    keys: Sequence[str]
    names: Sequence[str]
    chosen: frozenset[str] = frozenset()


def trend(axis: Axis, series: Sequence[Series], measure: Measure, *, is_stacked: bool = False) -> dict[str, object]:
    """Columns beside or on each other, lines (the balance) over them; a click tells the place, `series` which part."""
    return {
        "tooltip": {
            "trigger": "axis",
            "axisPointer": {"type": "shadow", "shadowStyle": {"color": colour("text"), "opacity": 0.05}},
            "formatter": formatter("axis_tip", measure=measure.document()),
        },
        "legend": _legend() | {"show": len(series) > 1},
        "grid": {"left": 12, "right": 14, "top": 32 if len(series) > 1 else 10, "bottom": 8, "outerBoundsMode": "same"},
        "xAxis": _category_axis(axis),
        "yAxis": _value_axis(measure),
        "series": [_series(one, axis, number, is_stacked=is_stacked) for number, one in enumerate(series)],
    }


def zoomed(option: dict[str, object]) -> dict[str, object]:
    """The same chart of lines with an axis that need not begin at nought, as for indices."""
    axis = option["yAxis"]
    assert isinstance(axis, dict)
    return option | {"yAxis": axis | {"scale": True}}


def within_one(option: dict[str, object]) -> dict[str, object]:
    """The same chart of shares with an axis from nought to one."""
    axis = option["yAxis"]
    assert isinstance(axis, dict)
    return option | {"yAxis": axis | {"min": 0, "max": 1, "interval": 0.25}}


def concentration(axis: Axis, series: Series, measure: Measure, *, bands: tuple[str, str, str]) -> dict[str, object]:
    """A line of values up to HHI_SCALE over three bands named from the least to the most concentrated."""
    option = trend(axis, [series], measure)
    low, high = HHI_BOUNDS
    areas = [
        _band(name, start, end, weight)
        for name, start, end, weight in zip(
            bands, (0.0, low, high), (low, high, HHI_SCALE), (0.0, 0.06, 0.13), strict=True
        )
    ]
    line = _series(series, axis, 0, is_stacked=False) | {"markArea": {"silent": True, "data": areas}}
    top = max((value for value in series.values if value is not None), default=0.0)
    limit = {"min": 0, "max": min(HHI_SCALE, math.ceil(max(high * 1.2, top * 1.15) / _HHI_STEP) * _HHI_STEP)}
    return option | {"yAxis": _value_axis(measure) | limit, "series": [line]}


def sparkline(values: Sequence[float | None], *, colour_name: str = "accent") -> dict[str, object]:
    """A bare line that fills its card, with its last point marked."""
    last = max((at for at, value in enumerate(values) if value is not None), default=0)
    mark = {"symbol": "circle", "symbolSize": 6, "label": {"show": False}, "data": [{"coord": [last, values[last]]}]}
    return {
        "grid": {"left": 14, "right": 14, "top": 6, "bottom": 8},
        "xAxis": {"type": "category", "show": False, "boundaryGap": False, "data": [*range(len(values))]},
        "yAxis": {"type": "value", "show": False, "scale": True},
        "series": [
            {
                "id": "line",
                "type": "line",
                "showSymbol": False,
                "silent": True,
                "lineStyle": {"width": 2, "color": colour(colour_name)},
                "itemStyle": {"color": colour(colour_name)},
                "areaStyle": {"color": colour(colour_name), "opacity": 0.12},
                "markPoint": mark if values and values[last] is not None else {"data": []},
                "data": [*values],
            }
        ],
    }


def _series(series: Series, axis: Axis, number: int, *, is_stacked: bool) -> dict[str, object]:
    painted = colour(series.colour_name) if series.colour_name else {"$series": number}
    drawn: dict[str, object] = {
        "id": series.key,
        "name": series.name,
        "itemStyle": {"color": painted},
        "data": [_point(series, axis, at) for at in range(len(axis.keys))],
    }
    if series.is_line:
        return drawn | {
            "type": "line",
            "symbol": "circle",
            "symbolSize": 6,
            "lineStyle": {"width": 2, "color": painted},
        }
    stack = {"stack": "all"} if is_stacked else {}
    return drawn | {"type": "bar", "barMaxWidth": 28, "barGap": "8%", "barCategoryGap": "36%", **stack}


def _point(series: Series, axis: Axis, at: int) -> dict[str, object]:
    key = axis.keys[at]
    point: dict[str, object] = {"key": key, "name": axis.names[at], "said": axis.names[at], "value": series.values[at]}
    if at < len(series.changes) and series.changes[at] is not None:
        point["change"] = series.changes[at]
    if axis.chosen and key not in axis.chosen:
        point["itemStyle"] = {"opacity": 0.4}
    return point


def _band(name: str, start: float, end: float, weight: float) -> list[dict[str, object]]:
    style = {"color": colour("export"), "opacity": weight}
    label = {"position": "insideTopLeft", "color": colour("muted"), "fontSize": 11}
    return [{"name": name, "yAxis": start, "itemStyle": style, "label": label}, {"yAxis": end}]


def _legend() -> dict[str, object]:
    return {
        "top": 2,
        "left": 12,
        "itemWidth": 12,
        "itemHeight": 8,
        "itemGap": 16,
        "icon": "rect",
        "textStyle": {"color": colour("muted")},
    }


def _category_axis(axis: Axis) -> dict[str, object]:
    # A few long names are broken into lines, many short ones are left out where they would overlap
    is_short = len(axis.names) <= _FEW_NAMES
    room = {"interval": 0, "width": 104, "overflow": "break"} if is_short else {"hideOverlap": True}
    return {
        "type": "category",
        "data": [*axis.names],
        "axisLine": {"lineStyle": {"color": colour("border")}},
        "axisTick": {"show": False},
        "axisLabel": {"color": colour("muted"), **room},
    }


def _value_axis(measure: Measure) -> dict[str, object]:
    return {
        "type": "value",
        "splitNumber": 4,
        "splitLine": {"lineStyle": {"color": colour("border"), "opacity": 0.6}},
        "axisLabel": {"color": colour("muted"), "formatter": formatter("axis", measure=measure.document())},
    }
