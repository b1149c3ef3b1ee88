from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.bridge.charts.cards import Card, Chart, Layout
from app.bridge.texts import Texts
from app.bridge.theme import Theme, ThemeMode
from app.engine.messages import Language
from app.widgets.chart_area import ChartArea
from tests.bridge.charts.pages import LAYOUT, chart_of, drawn_area, evaluate, sample_charts, wait_for

_PROPORTION = (
    "(() => {{ const box = {chart}.getModel().getComponent('geo').coordinateSystem.getViewRect();"
    " return box.width / box.height; }})()"
)
_DENSITIES = "[...document.querySelectorAll('canvas')].map((one) => one.width / one.clientWidth)"


@pytest.fixture
def area(qtbot: QtBot, qapp: QApplication) -> Iterator[ChartArea]:
    with drawn_area(qtbot, Theme(ThemeMode.LIGHT), Texts(Language.ZH)) as area:
        yield area


def proportion(bot: QtBot, area: ChartArea, chart: str) -> float:
    found = evaluate(bot, area.page, _PROPORTION.format(chart=chart_of(chart)))
    assert isinstance(found, float)
    return found


def test_a_zoomed_area_has_room_for_less_and_draws_as_sharply(qtbot: QtBot, area: ChartArea) -> None:
    area.set_zoom(2.0)

    wait_for(qtbot, area.page, "innerWidth === 640 && devicePixelRatio === 2")
    wait_for(qtbot, area.page, f"{_DENSITIES}.every((one) => one === 2)")


def test_a_renderer_that_takes_the_place_of_a_dead_one_is_zoomed_as_well(qtbot: QtBot, area: ChartArea) -> None:
    area.set_zoom(2.0)

    with qtbot.waitSignals([area.recovered, area.finished], timeout=20_000):
        os.kill(area.page.renderProcessPid(), signal.SIGKILL)

    wait_for(qtbot, area.page, "innerWidth === 640")


def test_an_area_that_has_given_up_begins_anew_when_it_is_told_to(qtbot: QtBot, area: ChartArea) -> None:
    for _ in range(2):
        with qtbot.waitSignal(area.finished, timeout=20_000):
            os.kill(area.page.renderProcessPid(), signal.SIGKILL)
    with qtbot.waitSignal(area.page.renderProcessTerminated, timeout=10_000):
        os.kill(area.page.renderProcessPid(), signal.SIGKILL)
    qtbot.waitUntil(lambda: area.has_failed)

    with qtbot.waitSignals([area.recovered, area.finished], timeout=20_000):
        area.retry()

    assert not area.has_failed


def test_cards_have_a_menu_button_unless_the_layout_wants_none(qtbot: QtBot, area: ChartArea) -> None:
    seen = "getComputedStyle(document.querySelector('.menu')).display"
    before = evaluate(qtbot, area.page, seen)

    area.set_layout(Layout(LAYOUT.cards, has_menus=False))

    wait_for(qtbot, area.page, f"{seen} === 'none'")
    assert before != "none"


def test_maps_keep_their_shape_in_cards_of_any_shape(qtbot: QtBot, area: ChartArea) -> None:
    before = {name: proportion(qtbot, area, name) for name in ("world", "china")}

    with qtbot.waitSignal(area.finished, timeout=10_000):
        area.set_layout(Layout((Card("world", 12, rows=2), Card("china", 3, rows=8)), fills=True))
        area.show_charts({"world": sample_charts()["world"], "china": sample_charts()["china"]})

    assert {name: proportion(qtbot, area, name) for name in before} == pytest.approx(before, rel=0.01)


def test_names_of_neighbours_at_the_ends_of_arcs_stand_below_each_other(qtbot: QtBot, area: ChartArea) -> None:
    items = [
        {"key": key, "name": key, "said": said, "value": 1.0}
        for key, said in (("JPN", "日本"), ("KOR", "Republic of Korea"))
    ]
    ends = {"id": "ends", "$ends": True, "type": "scatter", "coordinateSystem": "geo", "data": items}
    option = dict(sample_charts()["world"].option or {})
    option["series"] = [*option["series"], ends]  # type: ignore[misc]  # an option's parts are plain objects

    with qtbot.waitSignal(area.finished, timeout=10_000):
        area.show_charts({"world": Chart("", option=option)})

    drawn = f"{chart_of('world')}.getOption().series.find((one) => one.id === 'ends').data"
    places = evaluate(qtbot, area.page, f"{drawn}.map((item) => [item.label.position, item.label.offset[1]])")
    assert isinstance(places, list)
    assert places[0] == ["right", 0]
    assert places[1][0] == "right"
    assert places[1][1] > 12
    assert evaluate(qtbot, area.page, f"{drawn}[0].value.length") == 3
