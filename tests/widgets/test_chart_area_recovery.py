import os
import signal
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.bridge.charts.cards import ImageKind
from app.bridge.charts.revival import Revival
from app.bridge.texts import Texts
from app.bridge.theme import Theme, ThemeMode
from app.engine.messages import Language
from app.widgets.chart_area import ChartArea
from tests.bridge.charts.pages import PARTNERS, chart_of, drawn_area, evaluate, sample_charts


@pytest.fixture
def area(qtbot: QtBot, qapp: QApplication) -> Iterator[ChartArea]:
    with drawn_area(qtbot, Theme(ThemeMode.LIGHT), Texts(Language.ZH)) as area:
        yield area


def _kill(area: ChartArea) -> None:
    os.kill(area.page.renderProcessPid(), signal.SIGKILL)


def test_a_killed_renderer_is_replaced_and_shows_the_same(qtbot: QtBot, area: ChartArea) -> None:
    with qtbot.waitSignals([area.recovered, area.finished], timeout=20_000):
        _kill(area)

    assert evaluate(qtbot, area.page, "document.querySelectorAll('.card').length") == 3
    assert evaluate(qtbot, area.page, f"{chart_of('top')}.getOption().series[0].data.length") == len(PARTNERS)


def test_what_changes_while_the_renderer_is_dead_is_shown_afterwards(qtbot: QtBot, area: ChartArea) -> None:
    with qtbot.waitSignals([area.recovered, area.finished], timeout=20_000):
        _kill(area)
        area.show_charts({"top": sample_charts(PARTNERS[:2])["top"]})

    assert evaluate(qtbot, area.page, f"{chart_of('top')}.getOption().series[0].data.length") == 2


def test_a_picture_that_was_under_way_is_answered_with_nothing(qtbot: QtBot, area: ChartArea) -> None:
    pictures: list[bytes | None] = []
    with qtbot.waitSignal(area.page.renderProcessTerminated, timeout=10_000):
        _kill(area)
        area.capture("world", ImageKind.PNG, pictures.append)

    qtbot.waitUntil(lambda: pictures == [None], timeout=5_000)


def test_areas_share_one_renderer_and_are_all_revived_when_it_dies(qtbot: QtBot, area: ChartArea) -> None:
    with drawn_area(qtbot, Theme(ThemeMode.LIGHT), Texts(Language.EN)) as other:
        processes = {each.page.renderProcessPid() for each in (area, other)}
        signals = [area.recovered, area.finished, other.recovered, other.finished]
        with qtbot.waitSignals(signals, timeout=20_000):
            _kill(area)

        assert len(processes) == 1
        for each in (area, other):
            assert evaluate(qtbot, each.page, "document.querySelectorAll('.card').length") == 3


def test_the_third_death_within_a_minute_leaves_it_to_the_user(qtbot: QtBot, area: ChartArea) -> None:
    for _ in range(2):
        with qtbot.waitSignal(area.finished, timeout=20_000):
            _kill(area)
    with qtbot.waitSignal(area.page.renderProcessTerminated, timeout=10_000):
        _kill(area)
    button = area.findChild(QPushButton)
    assert isinstance(button, QPushButton)
    qtbot.waitUntil(button.isVisible)
    sentence = next(label.text() for label in area.findChildren(QLabel) if label.isVisible())

    with qtbot.waitSignals([area.recovered, area.finished], timeout=20_000):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    assert sentence.startswith("图表进程在一分钟内多次意外退出")
    assert button.text() == "重新加载图表"
    assert not button.isVisible()


def test_rare_deaths_are_always_revived() -> None:
    times = iter([0.0, 10.0, 70.5, 140.0])
    revival = Revival(lambda: next(times))

    answers = []
    for _ in range(4):
        revival.note_death()
        answers.append(revival.may_revive())

    assert answers == [True] * 4
