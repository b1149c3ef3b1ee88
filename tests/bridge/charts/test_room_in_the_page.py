"""Legends and names where a card is small."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.bridge.charts.cards import Card, Chart, Format, Layout, Measure
from app.bridge.charts.items import Item
from app.bridge.charts.options_ranks import stacked_ranks
from app.bridge.charts.options_shares import Node, tree_map
from app.bridge.texts import Texts
from app.bridge.theme import Theme, ThemeMode
from app.engine.messages import Language
from app.widgets.chart_area import ChartArea
from tests.bridge.charts.pages import chart_of, evaluate, undrawn_area, wait_for

SHARE = Measure(Format.SHARE)
PARTS = ("Size", "Growth", "Room", "Trend", "Price", "Breadth", "Stability", "Distance")
RANKS = stacked_ranks(["德国", "美国"], ["DEU", "USA"], [(name, [0.1, 0.2]) for name in PARTS], SHARE)
# One large part, and many of four digits that share what is left
GOODS = [Node(Item("big", "8542 集成电路", 1000.0)), *(Node(Item(f"{n}", f"{n}", 4.0)) for n in range(7101, 7161))]


@pytest.fixture
def area(qtbot: QtBot, qapp: QApplication) -> Iterator[ChartArea]:
    with undrawn_area(Theme(ThemeMode.LIGHT), Texts(Language.ZH)) as area:
        area.set_layout(
            Layout((Card("ranks", 6, medium=6, narrow=6), Card("goods", 6, medium=6, narrow=6)), fills=True)
        )
        area.show_charts({"ranks": Chart("", "", RANKS, SHARE), "goods": Chart("", "", tree_map(GOODS, SHARE), SHARE)})
        area.resize(700, 300)
        with qtbot.waitSignal(area.finished, timeout=20_000):
            area.show()
        yield area


def test_a_legend_with_many_names_takes_more_lines_instead_of_turning_pages(qtbot: QtBot, area: ChartArea) -> None:
    legend = f"{chart_of('ranks')}.getOption().legend[0]"
    shown = f"{chart_of('ranks')}._componentsViews.find((one) => one.type.startsWith('legend')).group"
    rows = f"new Set({shown}.childAt(0).children().map((one) => one.y)).size"
    bottom = f"(() => {{ const box = {shown}.getBoundingRect(); return {shown}.y + box.y + box.height; }})()"

    assert evaluate(qtbot, area.page, f"{legend}.type") == "plain"
    assert evaluate(qtbot, area.page, rows) == 2
    assert evaluate(qtbot, area.page, f"{chart_of('ranks')}.getOption().grid[0].top") == 34 + 22
    assert evaluate(qtbot, area.page, f"{bottom} < {chart_of('ranks')}.getOption().grid[0].top") is True


def test_the_drawing_has_the_room_back_in_a_large_card(qtbot: QtBot, area: ChartArea) -> None:
    before = evaluate(qtbot, area.page, f"{chart_of('ranks')}.getOption().grid[0].top")

    area.resize(2000, 600)

    wait_for(qtbot, area.page, f"{chart_of('ranks')}.getOption().grid[0].top === 34")
    assert isinstance(before, int | float)
    assert before > 34


def test_a_code_that_does_not_fit_is_not_written_at_all(qtbot: QtBot, area: ChartArea) -> None:
    written = f"{chart_of('goods')}.getZr().storage.getDisplayList().map((one) => one.style?.text).filter(Boolean)"
    codes = f"{written}.filter((text) => /^\\d/.test(text))"

    wait_for(qtbot, area.page, f"{codes}.length && {codes}.every((text) => /^\\d{{4}}/.test(text))")
