from __future__ import annotations

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from app.bridge.turns import Turns


@pytest.fixture
def turns(qapp: object) -> Turns:
    return Turns()


def test_others_have_their_turn_between_two_steps(turns: Turns, qtbot: QtBot) -> None:
    told: list[str] = []
    other = QTimer(interval=0)
    other.timeout.connect(lambda: told.append("other"))
    other.start()

    with qtbot.waitSignal(turns.ended):
        turns.start([lambda: told.append("first"), lambda: told.append("second"), lambda: told.append("third")])

    assert [each for each in told if each != "other"] == ["first", "second", "third"]
    for one, next_one in (("first", "second"), ("second", "third")):
        assert "other" in told[told.index(one) : told.index(next_one)]


def test_a_step_that_fails_stops_no_other(turns: Turns, qtbot: QtBot) -> None:
    told: list[str] = []

    def fail() -> None:
        raise ValueError("on purpose")

    with qtbot.captureExceptions() as caught, qtbot.waitSignal(turns.ended):
        turns.start([fail, lambda: told.append("after")])

    assert told == ["after"]
    assert [str(each[1]) for each in caught] == ["on purpose"]


def test_what_is_started_anew_leaves_out_what_waited(turns: Turns, qtbot: QtBot) -> None:
    told: list[str] = []
    turns.start([lambda: told.append("old")])

    with qtbot.waitSignal(turns.ended):
        turns.start([lambda: told.append("new")])

    assert told == ["new"]


def test_a_step_can_stop_what_follows(turns: Turns, qtbot: QtBot) -> None:
    told: list[str] = []

    with qtbot.assertNotEmitted(turns.ended):
        turns.start([turns.stop, lambda: told.append("left out")])
        qtbot.waitUntil(lambda: not turns.is_going)

    assert not told
