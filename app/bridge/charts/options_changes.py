"""Options of changes: bars to both sides of nought, a waterfall from one total to another, a line with a mark."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from app.bridge.charts.cards import Format, Measure
from app.bridge.charts.items import Item, colour, formatter
from app.bridge.charts.options_series import Axis, Series, trend

UP, DOWN, TOTAL = "accent", "export", "muted"
_NAME_WIDTH = {"$width": 0.3, "less": 24, "least": 96}
_LABEL_SIZE = 11
_GAP, _WIDE_GAP = "14%", "24%"  # for the figure at the end of a bar; that of points tells its unit
_BELOW = 0.6  # of the height between the lowest and the highest level


@dataclass(frozen=True, slots=True)
class Step:
    """One column of a waterfall: a total that stands on the ground, or a change from where the last one ended."""

    key: str
    name: str
    value: float
    is_total: bool = False


def diverging_bars(items: Sequence[Item], measure: Measure) -> dict[str, object]:
    """Horizontal bars, the first item on top; rises to the right, falls to the left, in two colours."""
    gap = _WIDE_GAP if measure.format is Format.POINTS else _GAP
    return {
        "tooltip": {"trigger": "item", "formatter": formatter("item", measure=measure.document())},
        "grid": {"left": 12, "right": 28, "top": 4, "bottom": 6, "outerBoundsMode": "same"},
        "xAxis": {"type": "value", "show": False, "boundaryGap": [gap, gap]},
        "yAxis": {
            "type": "category",
            "inverse": True,
            "data": [item.name for item in items],
            "axisLine": {"show": False},
            "axisTick": {"show": False},
            "offset": 4,
            "axisLabel": {
                "color": colour("text"),
                "width": _NAME_WIDTH,
                "overflow": "truncate",
                "interval": 0,
                "hideOverlap": True,
            },
        },
        "series": [
            {
                "id": "changes",
                "type": "bar",
                "barMaxWidth": 18,
                "barCategoryGap": "32%",
                "data": [item.document() | _side(item.value or 0.0, measure) for item in items],
            }
        ],
    }


def waterfall_floor(steps: Sequence[Step]) -> float:
    """Where the axis of a waterfall begins: at nought, unless a first total would dwarf the changes after it."""
    levels = _levels(steps) if steps and steps[0].is_total else []
    low, high = min(levels, default=0.0), max(levels, default=0.0)
    floor = low - _BELOW * (high - low)
    if floor <= 0:
        return 0.0
    step = 10.0 ** math.floor(math.log10(floor))
    return math.floor(floor / step * 10) / 10 * step


def waterfall(steps: Sequence[Step], measure: Measure) -> dict[str, object]:
    """Columns from the first total to the last; a click tells the step's key."""
    hidden: list[float] = []
    shown: list[dict[str, object]] = []
    ends = _levels(steps)
    for step, before, after in zip(steps, [0.0, *ends[:-1]], ends, strict=True):
        hidden.append(0.0 if step.is_total else min(before, after))
        painted = TOTAL if step.is_total else UP if step.value >= 0 else DOWN
        shown.append(
            {
                "key": step.key,
                "name": step.name,
                "said": step.name,
                "value": abs(step.value),
                "shown": step.value,
                "itemStyle": {"color": colour(painted)},
            }
        )
    bars = {"type": "bar", "stack": "steps", "barMaxWidth": 46, "barCategoryGap": "28%"}
    label = {
        "show": True,
        "position": "top",
        "color": colour("muted"),
        "fontSize": _LABEL_SIZE,
        "formatter": formatter("label", measure=measure.document()),
    }
    return {
        "tooltip": {"trigger": "item", "formatter": formatter("item", measure=measure.document())},
        "grid": {"left": 12, "right": 14, "top": 22, "bottom": 8, "outerBoundsMode": "same"},
        "xAxis": {
            "type": "category",
            "data": [step.name for step in steps],
            "axisLine": {"lineStyle": {"color": colour("border")}},
            "axisTick": {"show": False},
            "axisLabel": {"color": colour("text"), "interval": 0, "width": 84, "overflow": "break", "fontSize": 11},
        },
        "yAxis": {
            "type": "value",
            "min": waterfall_floor(steps),
            "splitNumber": 4,
            "splitLine": {"lineStyle": {"color": colour("border"), "opacity": 0.6}},
            "axisLabel": {
                "color": colour("muted"),
                "showMinLabel": not waterfall_floor(steps),
                "formatter": formatter("axis", measure=measure.document()),
            },
        },
        "series": [
            {**bars, "id": "ground", "silent": True, "itemStyle": {"color": "transparent"}, "data": hidden},
            {**bars, "id": "steps", "label": label, "data": shown},
        ],
    }


def marked_line(axis: Axis, series: Series, measure: Measure, *, marks: Sequence[tuple[int, str]]) -> dict[str, object]:
    """A line with upright marks at places of the axis, each under its name."""
    option = trend(axis, [series], measure)
    line = {
        "silent": True,
        "symbol": "none",
        "lineStyle": {"color": colour("export"), "type": "dashed", "width": 1.5},
        "label": {"color": colour("text"), "fontSize": _LABEL_SIZE, "formatter": "{b}"},
        "data": [{"xAxis": place, "name": name} for place, name in marks],
    }
    drawn = option["series"]
    assert isinstance(drawn, list)
    return option | {"series": [drawn[0] | {"markLine": line}], "grid": {**_GRID}}


_GRID = {"left": 12, "right": 24, "top": 28, "bottom": 8, "outerBoundsMode": "same"}


def _levels(steps: Sequence[Step]) -> list[float]:
    """Where each step ends."""
    levels: list[float] = []
    for step in steps:
        levels.append(step.value if step.is_total else (levels[-1] if levels else 0.0) + step.value)
    return levels


def _side(value: float, measure: Measure) -> dict[str, object]:
    side = "right" if value >= 0 else "left"
    return {
        "itemStyle": {"color": colour(UP if value >= 0 else DOWN), "borderRadius": 2},
        "label": {
            "show": True,
            "position": side,
            "color": colour("muted"),
            "fontSize": _LABEL_SIZE,
            "formatter": formatter("label", measure=measure.document()),
        },
    }
