from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.bridge.desk import Desk
from app.views.welcome import WelcomePage
from tests.desks import make_desk

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def empty_desk(qapp: object, tmp_path: Path) -> Iterator[Desk]:
    desk = make_desk(tmp_path / "store", tmp_path / "home")
    yield desk
    desk.runner.close()
    desk.session.close()


@pytest.fixture
def page(empty_desk: Desk, qtbot: QtBot) -> WelcomePage:
    page = WelcomePage(empty_desk, demo_rows=20_000)
    qtbot.addWidget(page)
    page.show()
    return page


def press(page: WelcomePage, name: str) -> None:
    button = page.findChild(QPushButton, name)
    assert button is not None
    QTest.mouseClick(button, LEFT)


def test_demo_data_are_made_as_a_visible_task(page: WelcomePage, empty_desk: Desk, qtbot: QtBot) -> None:
    shares: list[float] = []
    titles: list[str] = []
    empty_desk.runner.task_started.connect(lambda task: titles.append(task.title_code))
    empty_desk.runner.task_started.connect(
        lambda task: task.progressed.connect(lambda done, total, _note: shares.append(done / total))
    )

    with qtbot.waitSignal(empty_desk.session.data_changed, timeout=60_000):
        press(page, "useDemo")

    assert titles == ["welcome.demo_task"]
    assert shares == sorted(shares)
    assert empty_desk.session.has_demo


def test_cancelled_demo_data_leave_nothing_behind(
    page: WelcomePage, empty_desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    press(page, "useDemo")

    with qtbot.waitSignal(empty_desk.runner.task_ended, timeout=60_000):
        empty_desk.runner.running[0].cancel()

    assert not empty_desk.session.has_data
    assert list(tmp_path.glob("demo-*")) == []


def test_importing_asks_the_data_page(page: WelcomePage, empty_desk: Desk) -> None:
    offered: list[list[Path]] = []
    empty_desk.navigation.files_offered.connect(offered.append)

    press(page, "importFiles")

    assert offered == [[]]


def test_it_says_that_demo_data_are_no_statistics(page: WelcomePage) -> None:
    words = " ".join(label.text() for label in page.findChildren(QLabel))

    assert "不能用于任何统计结论" in words
