from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from app.bridge.desk import Desk
from app.bridge.session import Session
from app.bridge.tasks import Lane, Task
from app.engine.store.questions.totals import totals
from app.engine.store.selection import Direction, Selection

IMPORTS = Selection(direction=Direction.IMPORT)
GERMAN_IMPORTS = Selection(direction=Direction.IMPORT, countries=(304,))


def test_the_way_back_and_forward_passes_every_selection(desk: Desk) -> None:
    session = desk.session
    seen: list[Selection] = []
    session.selection_changed.connect(seen.append)
    session.select(IMPORTS)
    session.select(GERMAN_IMPORTS)

    session.back()
    session.back()
    session.forward()

    assert seen == [IMPORTS, GERMAN_IMPORTS, IMPORTS, Selection(), IMPORTS]


def test_selecting_the_same_again_is_no_step(desk: Desk) -> None:
    desk.session.select(IMPORTS)
    desk.session.select(IMPORTS)

    desk.session.back()

    assert not desk.session.can_go_back


def test_a_question_is_answered_from_the_store(desk: Desk, qtbot: QtBot) -> None:
    task = Task(desk.session.question(lambda store: totals(store, IMPORTS)))

    with qtbot.waitSignal(task.succeeded) as answered:
        desk.runner.start(task, Lane.QUESTIONS)

    assert answered.args is not None
    assert answered.args[0].rows[0].figures.records > 10_000


def test_a_question_that_nobody_waits_for_stops_the_database(desk: Desk, qtbot: QtBot) -> None:
    slow = "SELECT count(*) FROM range(1000000) AS a, range(1000000) AS b WHERE a.range * b.range % 7 = 3"
    task = Task(desk.session.question(lambda store: store.ask(lambda generation: generation.rows(slow))))
    QTimer.singleShot(300, task.cancel)

    with qtbot.waitSignal(task.cancelled, timeout=20_000):
        desk.runner.start(task, Lane.QUESTIONS)


def test_an_empty_folder_is_a_session_without_data(tmp_path: Path) -> None:
    session = Session(tmp_path / "nothing")

    assert not session.has_data
    assert not session.has_demo
