from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
import shiboken6
from pytestqt.qtbot import QtBot

from app.bridge.latest import Latest
from app.bridge.tasks import Lane, Task, TaskRunner
from app.engine.errors import InputError
from app.engine.jobs import CancelToken, Progress
from tests.desks import close_runners, new_runner

LEFT_TO_THE_LAST_TASK = """
from PySide6.QtCore import QCoreApplication, QEvent
from app.bridge.latest import Latest
from app.bridge.tasks import TaskRunner

def ask():
    runner = TaskRunner()
    Latest(runner).ask(lambda progress, token: 1, print, print)
    runner.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.MetaCall)

application = QCoreApplication([])
for _ in range(5):
    ask()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
print("stands")
"""


@pytest.fixture
def runner(qtbot: QtBot) -> Iterator[TaskRunner]:
    made = new_runner()
    yield made
    close_runners()


def test_an_answer_arrives_on_the_main_thread(runner: TaskRunner, qtbot: QtBot) -> None:
    threads: list[threading.Thread] = []
    task = Task(lambda progress, token: threading.current_thread())
    task.succeeded.connect(lambda worker: threads.extend([worker, threading.current_thread()]))

    with qtbot.waitSignal(runner.task_ended):
        runner.start(task, Lane.QUESTIONS)

    assert threads[0] is not threading.main_thread()
    assert threads[1] is threading.main_thread()


def test_a_failure_arrives_as_the_error_that_was_raised(runner: TaskRunner, qtbot: QtBot) -> None:
    def fail(_progress: Progress, _token: CancelToken) -> None:
        raise InputError("records.some_code")

    task = Task(fail)
    errors: list[BaseException] = []
    task.failed.connect(errors.append)

    with qtbot.waitSignal(runner.task_ended):
        runner.start(task, Lane.QUESTIONS)

    assert [type(error) for error in errors] == [InputError]


def test_a_cancelled_task_ends_as_cancelled_and_not_as_failed(runner: TaskRunner, qtbot: QtBot) -> None:
    started = threading.Event()

    def work(_progress: Progress, token: CancelToken) -> None:
        started.set()
        while True:
            token.check()

    task = Task(work, "jobs.cancelled")
    endings: list[str] = []
    task.cancelled.connect(lambda: endings.append("cancelled"))
    task.failed.connect(lambda error: endings.append("failed"))

    with qtbot.waitSignal(runner.task_ended):
        runner.start(task, Lane.IMPORT)
        qtbot.waitUntil(started.is_set)
        task.cancel()

    assert endings == ["cancelled"]
    assert runner.running == ()


def test_the_last_progress_is_told_even_if_it_comes_at_once(runner: TaskRunner, qtbot: QtBot) -> None:
    def work(progress: Progress, _token: CancelToken) -> None:
        for done in range(101):
            progress(done, 100)

    task = Task(work)
    told: list[int] = []
    task.progressed.connect(lambda done, total, note: told.append(done))

    with qtbot.waitSignal(runner.task_ended):
        runner.start(task, Lane.EXPORT)

    assert told[-1] == 100
    assert len(told) < 50


def test_closing_stops_what_is_running(runner: TaskRunner, qtbot: QtBot) -> None:
    started, stopped = threading.Event(), threading.Event()

    def work(_progress: Progress, token: CancelToken) -> None:
        started.set()
        while not token.is_cancelled:
            pass
        stopped.set()

    runner.start(Task(work), Lane.IMPORT)
    qtbot.waitUntil(started.is_set)

    runner.close()

    assert stopped.is_set()


def test_only_the_newest_of_many_questions_is_answered(runner: TaskRunner, qtbot: QtBot) -> None:
    latest = Latest(runner)
    answers: list[int] = []
    release = threading.Event()

    def first(_progress: Progress, _token: CancelToken) -> int:
        release.wait(5)
        return 0

    def answer(number: int, _progress: Progress, _token: CancelToken) -> int:
        return number

    latest.ask(first, answers.append, answers.append)
    for number in range(1, 50):
        latest.ask(partial(answer, number), answers.append, answers.append)
    with qtbot.waitSignal(latest.busy_changed):
        release.set()

    assert answers == [49]


def test_an_answer_for_an_asker_that_is_gone_is_dropped(runner: TaskRunner, qtbot: QtBot) -> None:
    latest = Latest(runner)
    answers: list[object] = []
    latest.ask(lambda progress, token: 1, answers.append, answers.append)
    shiboken6.delete(latest)

    qtbot.waitUntil(lambda: not runner.running)

    assert answers == []


def test_a_runner_that_only_its_last_task_holds_goes_with_it(repository: Path) -> None:
    # A process of its own: where the runner deletes the task once more, the process ends
    told = subprocess.run(
        [sys.executable, "-c", LEFT_TO_THE_LAST_TASK], cwd=repository, capture_output=True, text=True, check=False
    )

    assert (told.returncode, told.stdout.strip(), told.stderr) == (0, "stands", "")


@pytest.mark.skipif(sys.platform != "linux", reason="priorities of threads are Linux's own")
@pytest.mark.parametrize(("lane", "is_behind"), [(lane, lane is not Lane.QUESTIONS) for lane in Lane])
def test_long_work_steps_back_behind_the_window(runner: TaskRunner, qtbot: QtBot, lane: Lane, is_behind: bool) -> None:
    def niceness() -> int:
        return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    task = Task(lambda progress, token: niceness())

    with qtbot.waitSignal(task.succeeded) as answered:
        runner.start(task, lane)

    assert answered.args is not None
    assert (answered.args[0] > niceness()) is is_behind
