from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWindow
from pytestqt.qtbot import QtBot

from app.bridge.kiosk_presence import Presence


@pytest.fixture
def presence(qapp: object) -> Iterator[Presence]:
    parent = QObject()
    made = Presence(600, parent)
    yield made
    parent.deleteLater()


def touch(window: QWindow) -> None:
    place, left, none = QPointF(4, 4), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    event = QMouseEvent(QEvent.Type.MouseButtonPress, place, place, left, left, none)
    QCoreApplication.sendEvent(window, event)


def test_rests_when_nobody_touches_it_for_long_enough(qtbot: QtBot, presence: Presence) -> None:
    presence.set_rest_ms(20)

    with qtbot.waitSignal(presence.rested, timeout=5_000):
        presence.begin()

    assert not presence.is_counting


def test_a_touch_gives_all_of_the_time_again(qtbot: QtBot, presence: Presence) -> None:
    window = QWindow()
    presence.watch(window)
    left: list[int] = []
    presence.begin()
    presence.set_rest_ms(5_000)
    presence.remaining_changed.connect(left.append)

    touch(window)

    assert left == [5]


def test_without_a_visitor_a_touch_counts_for_nothing(presence: Presence) -> None:
    window = QWindow()
    presence.watch(window)

    touch(window)

    assert not presence.is_counting


def test_seconds_are_told_while_it_counts(qtbot: QtBot, presence: Presence) -> None:
    told: list[int] = []
    presence.remaining_changed.connect(told.append)

    presence.begin()

    qtbot.waitUntil(lambda: len(told) > 1, timeout=5_000)
    assert told[0] == 600
    presence.end()
