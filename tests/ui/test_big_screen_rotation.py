from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from app.bridge.screen_rotation import Rotation
from app.bridge.screen_scenes import Scene

TWO = (Scene.TOTALS, Scene.FLOWS)


@pytest.fixture
def rotation(qapp: object) -> Rotation:
    made = Rotation(1)
    made.set_scenes(TWO)
    return made


def test_a_scene_gives_way_to_the_next_after_its_time(qtbot: QtBot, rotation: Rotation) -> None:
    parts: list[float] = []
    rotation.progressed.connect(parts.append)

    with qtbot.waitSignal(rotation.turned, timeout=3_000) as turned:
        pass

    assert turned.args == [Scene.FLOWS]
    assert parts[:-1] == sorted(parts[:-1])  # the last is that of the next scene
    assert 0.1 < parts[0] <= 1.0


def test_a_pause_keeps_what_is_left_of_the_scene(qtbot: QtBot, rotation: Rotation) -> None:
    with qtbot.waitSignal(rotation.progressed, timeout=1_000):
        pass
    rotation.toggle_pause()

    with qtbot.assertNotEmitted(rotation.turned, wait=1_200):
        pass
    with qtbot.waitSignal(rotation.turned, timeout=950):
        rotation.toggle_pause()


def test_steps_work_during_a_pause_and_do_not_end_it(rotation: Rotation) -> None:
    rotation.toggle_pause()

    rotation.next()

    assert rotation.scene is Scene.FLOWS
    assert rotation.is_paused


def test_the_scene_on_show_stays_when_others_are_taken_away(rotation: Rotation) -> None:
    rotation.next()

    rotation.set_scenes((Scene.PARTNERS, Scene.FLOWS))
    stayed = rotation.scene
    rotation.set_scenes((Scene.PARTNERS,))

    assert stayed is Scene.FLOWS
    assert rotation.scene is Scene.PARTNERS


def test_without_scenes_nothing_turns(qtbot: QtBot, rotation: Rotation) -> None:
    rotation.set_scenes(())

    with qtbot.assertNotEmitted(rotation.turned, wait=1_300):
        rotation.next()

    assert rotation.scene is None


def test_another_interval_holds_for_the_scene_on_show(qtbot: QtBot, qapp: object) -> None:
    rotation = Rotation(3_600)
    rotation.set_scenes(TWO)

    with qtbot.waitSignal(rotation.turned):
        rotation.set_interval(1)

    assert rotation.scene is Scene.FLOWS
