"""The queue at the size of a year: a million lines, of which only those that are looked at are touched."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import shiboken6
from PySide6.QtCore import QModelIndex, QPersistentModelIndex
from pytestqt.qtbot import QtBot

from app.bridge.desk import Desk
from app.bridge.screening_queue import QueueModel
from app.engine.screening.queue import QueueRow
from app.views.screening.queue_table import QueueTable
from tests.ui.price_desk import WAIT_MS

MILLION = 1_000_000


class Million:
    """Lines that are still being read."""

    def count(self) -> int:
        return MILLION

    def rows(self, first: int, most: int) -> Sequence[QueueRow]:
        return ()


class Held(Million):
    """Lines that are counted when the test lets them."""

    def __init__(self) -> None:
        self.let = threading.Event()

    def count(self) -> int:
        self.let.wait(WAIT_MS / 1000)
        return MILLION


class CountingModel(QueueModel):
    """Counts how often it is asked for its size, which is what walking through all lines comes to."""

    asked = 0

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:  # noqa: N802  # Qt's name
        CountingModel.asked += 1
        return super().rowCount(parent)


def test_all_of_a_million_lines_are_selected_without_walking_through_them(desk: Desk, qtbot: QtBot) -> None:
    model = CountingModel(desk.runner, desk.texts, desk.texts)
    table = QueueTable(desk, model)
    qtbot.addWidget(table)
    table.resize(600, 400)
    table.show()
    with qtbot.waitSignal(model.counted, timeout=WAIT_MS):
        model.show_queue(Million())
    qtbot.waitUntil(lambda: not desk.runner.running, timeout=WAIT_MS)
    CountingModel.asked = 0

    table.selectAll()
    table.grab()

    assert table.chosen == [range(MILLION)]
    assert CountingModel.asked < 10_000


def test_a_queue_that_is_gone_is_told_nothing(desk: Desk, qtbot: QtBot) -> None:
    model, held = QueueModel(desk.runner, desk.texts, desk.texts), Held()
    model.show_queue(held)

    shiboken6.delete(model)
    held.let.set()

    with qtbot.captureExceptions() as raised:
        qtbot.waitUntil(lambda: not desk.runner.running, timeout=WAIT_MS)
    assert raised == []
