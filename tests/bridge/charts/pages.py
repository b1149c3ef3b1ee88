"""Areas with sample charts, and scripts that are run in their page."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import shiboken6
from PySide6.QtWebEngineCore import QWebEnginePage
from pytestqt.qtbot import QtBot

from app.bridge.charts.cards import Card, Chart, Format, Layout, Measure
from app.bridge.charts.items import Item
from app.bridge.charts.options_maps import china_map, world_map
from app.bridge.charts.options_ranks import ranked_bars
from app.bridge.charts.scheme import register_scheme
from app.bridge.texts import Texts
from app.bridge.theme import Theme
from app.widgets.chart_area import ChartArea

# Before pytest-qt makes its application, or the engine does not know the address.
register_scheme()

DOLLARS = Measure(Format.AMOUNT, "美元")
LAYOUT = Layout((Card("world", 8, rows=4), Card("top", 4, rows=4), Card("china", 6, rows=4)))
PARTNERS = (
    Item("USA", "美国", 5.2e11, rank=1, share=0.4, change=0.27),
    Item("HKG", "中国香港", 3.5e11, rank=2, share=0.27, change=0.1),
    Item("CHN", "中国", 1.6e11, rank=3, share=0.12),
    Item("TWN", "中国台湾", 7.8e10, rank=4, share=0.06),
    Item("CYP", "塞浦路斯", 1.2e9, rank=5),
    Item("NRU", "瑙鲁", 2.5e6, rank=6),
)
PROVINCES = (Item("44", "广东省", 5.1e11, rank=1), Item("32", "江苏省", 3.2e11, rank=2))


@contextmanager
def drawn_area(bot: QtBot, theme: Theme, texts: Texts) -> Iterator[ChartArea]:
    """An area that has drawn the sample charts."""
    with undrawn_area(theme, texts) as area:
        with bot.waitSignal(area.finished, timeout=20_000):
            area.show()
        yield area


@contextmanager
def undrawn_area(theme: Theme, texts: Texts) -> Iterator[ChartArea]:
    """An area with the sample charts before it is shown; deleted at once, for the profile must not outlive a page."""
    area = ChartArea(theme, texts)
    area.resize(1280, 900)
    area.set_animated(False)
    area.set_layout(LAYOUT)
    area.show_charts(sample_charts())
    try:
        yield area
    finally:
        shiboken6.delete(area)


def sample_charts(partners: Sequence[Item] = PARTNERS) -> dict[str, Chart]:
    """A chart for each card of LAYOUT."""
    return {
        "world": Chart("出口额", "2021 年", world_map(partners, DOLLARS, has_flows=True), DOLLARS),
        "top": Chart("前十位贸易伙伴", "美元", ranked_bars(partners, DOLLARS), DOLLARS),
        "china": Chart("注册地", "美元", china_map(PROVINCES, DOLLARS), DOLLARS),
    }


def evaluate(bot: QtBot, page: QWebEnginePage, script: str) -> object:
    """The value of an expression in the page; objects come back through JSON."""
    answers: list[object] = []
    page.runJavaScript(f"JSON.stringify({script})", 0, answers.append)
    bot.waitUntil(lambda: bool(answers), timeout=10_000)
    text = answers[0]
    return json.loads(text) if isinstance(text, str) and text else None


def wait_for(bot: QtBot, page: QWebEnginePage, script: str, *, timeout_ms: int = 10_000) -> None:
    """Ask again and again until the expression gives something truthy."""
    bot.waitUntil(lambda: bool(evaluate(bot, page, script)), timeout=timeout_ms)


def read_tip(bot: QtBot, page: QWebEnginePage, chart: str, expression: str) -> object:
    """Show the tip of the first item and read it at once; again and again, for what is drawn anew takes tips away."""
    show = f"{chart_of(chart)}.dispatchAction({{type: 'showTip', seriesIndex: 0, dataIndex: 0}})"
    told: list[object] = []

    def is_told() -> bool:
        told.append(evaluate(bot, page, f"({show}, {expression})"))
        return bool(told[-1])

    bot.waitUntil(is_told)
    return told[-1]


def thin_maps(bot: QtBot, area: ChartArea) -> None:
    """Have the page draw its maps with fewer points, which it does once it had time to leave some out."""
    points = "JSON.stringify(echarts.getMap('world').geoJSON).length"
    whole = evaluate(bot, area.page, points)

    def is_thin() -> bool:
        with bot.waitSignal(area.finished, timeout=10_000):
            area.set_animated(not area.property("moved"))
            area.setProperty("moved", not area.property("moved"))
        return bool(evaluate(bot, area.page, points) != whole)

    bot.waitUntil(is_thin, timeout=10_000)


def chart_of(chart: str) -> str:
    """Expression for the ECharts instance of a card."""
    return f"""echarts.getInstanceByDom(document.querySelector('[data-chart="{chart}"] .drawing'))"""
