"""What each scene of the big screen draws, made from one answer of the dashboard's question."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from app.bridge.charts.cards import Chart, Option
from app.bridge.charts.items import colour, formatter
from app.bridge.dashboard_charts import draw
from app.bridge.dashboard_content import DashboardContent
from app.bridge.dashboard_state import DashboardState
from app.bridge.screen_scenes import RANKS, Scene
from app.bridge.screen_tiles import tiles
from app.bridge.story_charts import story_charts
from app.engine.analysis.story import Story
from app.engine.messages import Language, text

SceneCharts = Mapping[Scene, Mapping[str, Chart]]

_RANKED = {
    Scene.PARTNERS: "countries",
    Scene.PROVINCES: "provinces",
    Scene.PRODUCTS: "products",
    Scene.FLOWS: "countries",
}
_Series = dict[str, Any]
# The part of a card that names may take
_NAME_WIDTHS = {"countries": 0.36, "provinces": 0.32, "products": 0.46}
_LONGEST = {Language.ZH: 24, Language.EN: 44}
# Shares of the whole from which names are written out, and below which they are not begun
_LARGE, _SMALL = 0.035, 0.012
_BREAKS = "；;，,、("


def scene_charts(content: DashboardContent, language: Language, story: Story | None = None) -> SceneCharts:
    """The charts of every scene by the names of their cards, so that the next scene is there before it is shown."""
    drawn = draw(content, DashboardState(has_flows=True), language)
    flows = _named_flows(drawn["world"], text("screen.chart_flows", language))
    found: dict[Scene, Mapping[str, Chart]] = {
        Scene.TOTALS: {"trend": drawn["trend"], **tiles(content, language)},
        Scene.PARTNERS: {"world": _without_flows(drawn["world"])},
        Scene.PROVINCES: {"china": drawn["china"]},
        Scene.PRODUCTS: {"tree": _roomy(drawn["tree"])},
        Scene.FLOWS: {"flows": flows},
    }
    if story is not None:
        found[Scene.STORY] = {topic.value: _told(chart) for topic, chart in story_charts(story, language).items()}
    for scene, name in _RANKED.items():
        found[scene] = {**found[scene], RANKS: _readable(drawn[name], language, _NAME_WIDTHS[name])}
    return MappingProxyType(found)


def _told(chart: Chart) -> Chart:
    """Without the source, which stands below all scenes."""
    return replace(chart, caption="")


def _without_flows(chart: Chart) -> Chart:
    if chart.option is None:
        return chart
    option: dict[str, Any] = dict(chart.option)
    option["series"] = [series for series in option["series"] if series["id"] != "flows"]
    return replace(chart, option=option)


def _named_flows(chart: Chart, title: str) -> Chart:
    """Arcs with the names of those whom they lead to."""
    if chart.option is None:
        return replace(chart, title=title)
    option: dict[str, Any] = dict(chart.option)
    (flows,) = (series for series in option["series"] if series["id"] == "flows")
    return replace(chart, title=title, option={**option, "series": [*option["series"], _ends(flows["data"])]})


def _ends(items: Sequence[_Series]) -> _Series:
    return {
        "id": "ends",
        "$ends": True,
        "type": "scatter",
        "coordinateSystem": "geo",
        "symbolSize": 7,
        "itemStyle": {"color": colour("export"), "opacity": 1},
        "zlevel": 1,
        "label": {
            "show": True,
            "color": colour("text"),
            "backgroundColor": colour("surface"),
            "borderRadius": 3,
            "padding": [2, 5],
            "formatter": formatter("name"),
        },
        "data": [{name: part for name, part in item.items() if name != "lineStyle"} for item in items],
    }


def _roomy(chart: Chart) -> Chart:
    """Names in large areas over several lines, in small ones the code alone."""
    if chart.option is None:
        return chart
    return replace(chart, option=_with_series(chart.option, "tree", lambda series: _written(series, "data")))


def _written(part: _Series, children: str) -> _Series:
    return {**part, children: [_written_part(child) for child in part[children]]}


def _written_part(part: _Series) -> _Series:
    if "children" in part:
        return _written(part, "children")
    share = part.get("share") or 0.0
    if share >= _LARGE:
        return {**part, "label": {"overflow": "break", "lineOverflow": "truncate"}}
    return part if share >= _SMALL else {**part, "said": part["key"]}


def _with_series(option: Option, name: str, change: Callable[[_Series], _Series]) -> Option:
    """The option with one of its series changed."""
    found: dict[str, Any] = dict(option)
    return {**found, "series": [change(one) if one["id"] == name else one for one in found["series"]]}


def _readable(chart: Chart, language: Language, width: float) -> Chart:
    """Long names in several lines instead of one that is cut."""
    if chart.option is None:
        return chart
    option: dict[str, Any] = dict(chart.option)
    axis: dict[str, Any] = dict(option["yAxis"])
    room = {"$width": width, "less": 0, "least": 96}
    axis["axisLabel"] = {**axis["axisLabel"], "width": room, "overflow": "break"}
    axis["data"] = [_shortened(name, _LONGEST[language]) for name in axis["data"]]
    return replace(chart, option={**option, "yAxis": axis})


def _shortened(name: str, longest: int) -> str:
    """The first parts of an enumeration that fit, the rest as an ellipsis."""
    if len(name) <= longest:
        return name
    head = name[:longest]
    at = max(head.rfind(mark) for mark in _BREAKS)
    return (head[:at] if at > longest // 3 else head).rstrip() + "…"
