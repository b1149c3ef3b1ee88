from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.bridge.desk import Desk
from app.bridge.pivot_layout import PivotLayout
from app.bridge.tasks import Lane, Task
from app.engine.jobs import CancelToken, Progress
from app.engine.store.dimensions import Dimension
from app.views.explore.page import ExplorePage
from tests.ui.explore_desk import opened

SLOW = PivotLayout((Dimension.PROVINCE,), (Dimension.YEAR,))


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> ExplorePage:
    return opened(desk, qtbot)


@pytest.fixture
def held(page: ExplorePage, desk: Desk) -> Iterator[threading.Event]:
    """All workers for questions are busy until the event is set, as with a store that answers slowly."""
    released = threading.Event()

    def wait(_progress: Progress, _token: CancelToken) -> None:
        released.wait(timeout=30)

    for _ in range(2):
        desk.runner.start(Task(wait), Lane.QUESTIONS)
    yield released
    released.set()


def test_after_a_second_a_note_offers_to_stop(page: ExplorePage, held: threading.Event, qtbot: QtBot) -> None:
    page.exploration.lay_out(SLOW)
    at_once = page.busy.isVisible()
    qtbot.waitUntil(page.busy.isVisible, timeout=3_000)

    QTest.mouseClick(page.busy.stop_button, Qt.MouseButton.LeftButton)

    assert not at_once
    assert not page.busy.isVisible()
    assert page.notice.sentence.text() == "计算已停止，表格未更新。"


def test_what_was_stopped_can_be_worked_out_again(page: ExplorePage, held: threading.Event, qtbot: QtBot) -> None:
    page.exploration.lay_out(SLOW)
    qtbot.waitUntil(page.busy.isVisible, timeout=3_000)
    QTest.mouseClick(page.busy.stop_button, Qt.MouseButton.LeftButton)
    held.set()

    with qtbot.waitSignal(page.exploration.answered):
        QTest.mouseClick(page.notice.button, Qt.MouseButton.LeftButton)

    assert page.table.isVisible()
    assert page.model.content is not None
    assert page.model.content.rows.dimensions == SLOW.rows


def test_an_answer_that_comes_soon_shows_no_note(page: ExplorePage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.exploration.answered):
        page.exploration.lay_out(SLOW)

    assert not page.busy.isVisible()
