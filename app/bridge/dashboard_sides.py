"""The charts of two sides in the same scales, so that lengths and colours compare."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from app.bridge.charts.cards import Chart


def alike(left: Chart, right: Chart) -> tuple[Chart, Chart]:
    """Both with the colour steps and the axis of the one that reaches further."""
    options = [_as_dict(chart) for chart in (left, right)]
    if not all(options):
        return left, right
    first, second = options
    if "visualMap" in first and "visualMap" in second:
        steps = max((option["visualMap"] for option in options), key=_reach)
        return _with(left, visualMap=steps), _with(right, visualMap=steps)
    if _is_ranked(first) and _is_ranked(second):
        most = max(_longest(option) for option in options)
        return tuple(
            _with(chart, xAxis={**option["xAxis"], "max": most})
            for chart, option in zip((left, right), options, strict=True)
        )  # type: ignore[return-value]  # two in, two out
    return left, right


def _as_dict(chart: Chart) -> dict[str, Any]:
    return dict(chart.option or {})


def _with(chart: Chart, **parts: object) -> Chart:
    return replace(chart, option={**_as_dict(chart), **parts})


def _reach(steps: Mapping[str, Any]) -> float:
    return max((max(piece.get("gte", 0.0), piece.get("lt", 0.0)) for piece in steps["pieces"]), default=0.0)


def _is_ranked(option: Mapping[str, Any]) -> bool:
    return bool(option["series"]) and option["series"][0].get("id") == "ranks"


def _longest(option: Mapping[str, Any]) -> float:
    data: Sequence[Mapping[str, Any]] = option["series"][0]["data"]
    return max((item["value"] or 0.0 for item in data), default=0.0)
