from __future__ import annotations

import shutil
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from app.bridge.desk import Desk
from app.bridge.session import Session
from app.bridge.tasks import Lane, Task
from app.engine.jobs import CancelToken
from app.engine.store.open_store import Store
from app.engine.store.questions.totals import totals
from app.engine.store.selection import Direction, Selection
from app.engine.store.undo import remove_for_now

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


def test_new_data_are_opened_by_the_next_question_and_never_on_the_main_thread(
    desk: Desk, demo_store: Path, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    store_path = tmp_path / "store"
    shutil.copytree(demo_store, store_path)
    session = Session(store_path)
    before = answer(session, desk, qtbot)
    threads: list[int] = []
    refresh = Store.refresh

    def noted(store: Store) -> bool:
        threads.append(threading.get_ident())
        return refresh(store)

    monkeypatch.setattr(Store, "refresh", noted)
    remove_for_now(store_path, [session.manifest.segments[0].id], token=CancelToken())

    with qtbot.waitSignal(session.data_changed):
        session.refresh()
    after = answer(session, desk, qtbot)

    assert after < before
    assert threads
    assert threading.get_ident() not in threads
    session.close()


def answer(session: Session, desk: Desk, qtbot: QtBot) -> int:
    task = Task(session.question(lambda store: totals(store, Selection())))
    with qtbot.waitSignal(task.succeeded) as answered:
        desk.runner.start(task, Lane.QUESTIONS)
    assert answered.args is not None
    return sum(row.figures.records for row in answered.args[0].rows)


def test_an_empty_folder_is_a_session_without_data(tmp_path: Path) -> None:
    session = Session(tmp_path / "nothing")

    assert not session.has_data
    assert not session.has_demo
