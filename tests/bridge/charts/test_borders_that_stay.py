"""A map whose colours alone change keeps the borders that it has."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.bridge.texts import Texts
from app.bridge.theme import Theme, ThemeMode
from app.engine.messages import Language
from app.widgets.chart_area import ChartArea
from tests.bridge.charts.pages import (
    PARTNERS,
    chart_of,
    drawn_area,
    evaluate,
    read_tip,
    sample_charts,
    thin_maps,
    wait_for,
)

_OUTLINES = """(() => {{
  const found = [];
  const look = (one) => {{
    if (one.type === 'compound') found.push(one);
    (one.childrenRef?.() ?? []).forEach(look);
  }};
  {chart}.getZr().storage.getRoots().forEach(look);
  return found;
}})()"""


@pytest.fixture
def area(qtbot: QtBot, qapp: QApplication) -> Iterator[ChartArea]:
    with drawn_area(qtbot, Theme(ThemeMode.LIGHT), Texts(Language.ZH)) as area:
        # What comes later would have the map drawn anew: a font, and borders without the points that nobody sees
        wait_for(qtbot, area.page, "document.fonts.status === 'loaded'")
        thin_maps(qtbot, area)
        yield area


def _show_other_values(bot: QtBot, area: ChartArea, factor: float) -> None:
    """Another answer, in which the first partner has become small."""
    partners = [replace(PARTNERS[0], value=factor), *PARTNERS[1:]]
    with bot.waitSignal(area.finished, timeout=10_000):
        area.show_charts({"world": sample_charts(partners)["world"]})


def _remember(bot: QtBot, area: ChartArea) -> None:
    outlines = _OUTLINES.format(chart=chart_of("world"))
    evaluate(
        bot,
        area.page,
        f"(window.before = {outlines}.map(({{ path, style }}) => ({{ path, fill: style.fill }}))).length",
    )


def _count(bot: QtBot, area: ChartArea, condition: str) -> object:
    """How many outlines are now to those remembered as the condition says."""
    outlines = _OUTLINES.format(chart=chart_of("world"))
    return evaluate(bot, area.page, f"{outlines}.filter((one, at) => {condition}).length")


def test_another_answer_changes_colours_and_leaves_all_borders(qtbot: QtBot, area: ChartArea) -> None:
    _remember(qtbot, area)

    _show_other_values(qtbot, area, 3e6)

    assert _count(qtbot, area, "one.path !== before[at].path") == 0
    assert _count(qtbot, area, "one.path === before[at].path") == evaluate(qtbot, area.page, "before.length")
    assert _count(qtbot, area, "one.style.fill !== before[at].fill") != 0


def test_areas_that_stay_tell_their_new_values(qtbot: QtBot, area: ChartArea) -> None:
    _show_other_values(qtbot, area, 3e6)

    tip = read_tip(qtbot, area.page, "world", """document.querySelector('[data-chart="world"] .tip')?.textContent""")

    assert isinstance(tip, str)
    assert "300.0万 美元" in tip


def test_an_area_under_the_pointer_has_its_new_colour_once_the_pointer_is_gone(qtbot: QtBot, area: ChartArea) -> None:
    chart = chart_of("world")
    data = f"{chart}.getModel().getSeriesByIndex(0).getData()"
    point = f"{chart}.dispatchAction({{{{ type: '{{}}', geoIndex: 0, name: ['USA'] }}}}) ?? 0"
    fill = f"{data}.getItemGraphicEl({data}.indexOfName('USA')).childAt(0).style.fill"
    before = evaluate(qtbot, area.page, fill)

    evaluate(qtbot, area.page, point.format("highlight"))
    _show_other_values(qtbot, area, 3e6)
    evaluate(qtbot, area.page, point.format("downplay"))

    expected = evaluate(qtbot, area.page, f"{data}.getItemVisual({data}.indexOfName('USA'), 'style').fill")
    assert evaluate(qtbot, area.page, fill) == expected != before


def test_a_chosen_area_is_marked_and_keeps_its_borders(qtbot: QtBot, area: ChartArea) -> None:
    _remember(qtbot, area)

    with qtbot.waitSignal(area.finished, timeout=10_000):
        chosen = [replace(PARTNERS[0], is_chosen=True), *PARTNERS[1:]]
        area.show_charts({"world": sample_charts(chosen)["world"]})

    assert _count(qtbot, area, "one.style.lineWidth === 2") == 1
    assert _count(qtbot, area, "one.path !== before[at].path") == 0

    _show_other_values(qtbot, area, 5.2e11)

    assert _count(qtbot, area, "one.style.lineWidth === 2") == 0


def test_kept_borders_look_like_those_made_anew(qtbot: QtBot, area: ChartArea) -> None:
    chart = chart_of("world")
    picture = f"{chart}.getDom().querySelector('canvas').toDataURL()"
    _show_other_values(qtbot, area, 3e6)
    _remember(qtbot, area)

    anew = f"{chart}.setOption({{ geo: {{ map: 'other' }} }}), {chart}.setOption({{ geo: {{ map: 'world' }} }})"
    register = "echarts.registerMap('other', structuredClone(echarts.getMap('world').geoJSON))"
    is_alike = evaluate(
        qtbot, area.page, f"(() => {{ const kept = {picture}; {register}; {anew}; return kept === {picture}; }})()"
    )

    assert _count(qtbot, area, "one.path === before[at].path") == 0
    assert is_alike


def test_a_map_of_another_size_has_other_borders(qtbot: QtBot, area: ChartArea) -> None:
    _remember(qtbot, area)

    with qtbot.waitSignal(area.finished, timeout=10_000):
        area.resize(1000, 700)
        _show_other_values(qtbot, area, 3e6)
    wait_for(
        qtbot,
        area.page,
        f"{_OUTLINES.format(chart=chart_of('world'))}.every((one, at) => one.path !== before[at].path)",
    )

    outlines = _OUTLINES.format(chart=chart_of("world"))
    edges = f"{outlines}.map((one) => one.getBoundingRect()).map((one) => one.x + one.width)"
    assert evaluate(qtbot, area.page, f"Math.max(...{edges}) <= {chart_of('world')}.getWidth()")
