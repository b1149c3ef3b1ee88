"""How an area starts: what it is given early, a page that was warmed up, and no engine before its time."""

import subprocess
import sys
from pathlib import Path

import shiboken6
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.bridge.texts import Texts
from app.bridge.theme import Theme, ThemeMode
from app.engine.messages import Language
from app.widgets.chart_area import ChartArea, warm_up
from tests.bridge.charts.pages import LAYOUT, evaluate, sample_charts


def _area() -> ChartArea:
    area = ChartArea(Theme(ThemeMode.LIGHT), Texts(Language.ZH))
    area.resize(1280, 900)
    area.set_animated(False)
    return area


def test_the_first_area_takes_the_page_that_was_warmed_up(qtbot: QtBot, qapp: QApplication) -> None:
    page = warm_up()
    again = warm_up()
    area, other = _area(), _area()
    area.set_layout(LAYOUT)
    area.show_charts(sample_charts())

    with qtbot.waitSignal(area.finished, timeout=20_000):
        area.show()

    assert area.page is page is again
    assert other.page is not page
    assert evaluate(
        qtbot, page, "[...document.querySelectorAll('.card')].every((card) => card.querySelector('canvas'))"
    )
    shiboken6.delete(other)
    shiboken6.delete(area)


def test_a_warmed_up_page_that_is_ready_before_the_area_is_not_waited_for(qtbot: QtBot, qapp: QApplication) -> None:
    page = warm_up()
    qtbot.waitUntil(lambda: page.channel.is_ready, timeout=20_000)
    area = _area()
    area.set_layout(LAYOUT)
    area.show_charts(sample_charts())

    with qtbot.waitSignal(area.finished, timeout=20_000):
        area.show()

    shiboken6.delete(area)


def test_a_page_that_is_still_loading_does_not_begin_again(qtbot: QtBot, qapp: QApplication) -> None:
    page = warm_up()
    begun: list[None] = []
    page.loadStarted.connect(lambda: begun.append(None))
    area = _area()

    qtbot.waitUntil(lambda: page.channel.is_ready, timeout=20_000)

    assert len(begun) <= 1
    shiboken6.delete(area)


def test_options_are_made_without_the_engine(repository: Path) -> None:
    code = (
        "import sys, app.bridge.charts.options_maps, app.bridge.charts.options_series, app.bridge.charts.cards;"
        "print([name for name in sys.modules if 'WebEngine' in name])"
    )

    report = subprocess.run([sys.executable, "-c", code], cwd=repository, capture_output=True, text=True, check=True)

    assert report.stdout.strip() == "[]"
