"""Long work off the main thread: lanes, progress, cancelling, and answers that arrive on the main thread."""

from __future__ import annotations

import contextlib
import enum
import os
import sys
import threading
import time
from collections.abc import Callable
from typing import Any, TypeAlias

from PySide6.QtCore import QCoreApplication, QObject, QRunnable, Qt, QThread, QThreadPool, Signal, SignalInstance

from app.engine.errors import CancelledError
from app.engine.jobs import CancelToken, Progress

Call: TypeAlias = Callable[[Progress, CancelToken], Any]

_PROGRESS_EVERY_S = 0.05
_CLOSE_WITHIN_MS = 30_000
_NICENESS = 5
_LOWEST_NICENESS = 19


class Lane(enum.Enum):
    """What work waits for: tasks of one lane take turns, lanes run beside each other."""

    QUESTIONS = "questions"
    AFTERTHOUGHTS = "afterthoughts"  # what completes an answer that is shown already
    FILES = "files"  # looking into files that are not in the store
    IMPORT = "import"
    EXPORT = "export"


_WORKERS = {Lane.QUESTIONS: 2, Lane.AFTERTHOUGHTS: 1, Lane.FILES: 1, Lane.IMPORT: 1, Lane.EXPORT: 1}


class Task(QObject):
    """One call of the engine. All signals arrive on the main thread; exactly one of the three endings, then `ended`."""

    progressed = Signal(object, object, str)  # done, total or None, note
    succeeded = Signal(object)
    failed = Signal(object)  # the exception
    cancelled = Signal()
    ended = Signal()

    _reported = Signal(object, object, str)

    def __init__(self, call: Call, title_code: str = "", /, **title_params: object) -> None:
        super().__init__()
        self.title_code = title_code
        self.title_params = title_params
        self._call = call
        self._token = CancelToken()
        self._reported_at = 0.0
        self._reported.connect(self.progressed, Qt.ConnectionType.QueuedConnection)

    @property
    def is_visible(self) -> bool:
        """True if the task bar shows it; quick questions have no title and are not shown."""
        return bool(self.title_code)

    @property
    def is_cancelling(self) -> bool:
        """True once a stop was asked for."""
        return self._token.is_cancelled

    def cancel(self) -> None:
        """Ask the work to stop at its next check."""
        self._token.cancel()

    def work(self) -> tuple[object, BaseException | None]:
        """Do the work; called once, on a worker thread. The result, or what ended it."""
        try:
            self._token.check()
            return self._call(self._report, self._token), None
        except BaseException as caught:  # here a worker thread ends: every failure is told to whoever asked
            return None, caught

    def tell(self, result: object, error: BaseException | None) -> None:
        """Tell how it ended; called once, on the main thread."""
        if error is None:
            self.succeeded.emit(result)
        elif isinstance(error, CancelledError):
            self.cancelled.emit()
        else:
            self.failed.emit(error)
        self.ended.emit()

    def _report(self, done: int, total: int | None, note: str = "", /) -> None:
        now = time.monotonic()
        if now - self._reported_at >= _PROGRESS_EVERY_S or done == total:
            self._reported_at = now
            self._reported.emit(done, total, note)


class _Job(QRunnable):
    def __init__(self, task: Task, lane: Lane, worked: SignalInstance) -> None:
        super().__init__()
        self._task = task
        self._lane = lane
        self._worked = worked

    def run(self) -> None:
        if self._lane is not Lane.QUESTIONS:
            _step_back()
        result, error = self._task.work()
        key = id(self._task)
        # The main thread deletes the task as soon as it hears of its end: nothing here may hold on to it then
        del self._task
        with contextlib.suppress(RuntimeError):  # a runner that went without being closed hears of nothing
            self._worked.emit(key, result, error)


def _step_back() -> None:
    """Let the window go first: lower the priority of this thread and of those that it starts from now on.

    Linux alone counts threads as processes here and hands their priority on; elsewhere the pool's own has to do.
    """
    if sys.platform == "linux":
        behind = min(os.getpriority(os.PRIO_PROCESS, os.getpid()) + _NICENESS, _LOWEST_NICENESS)
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), behind)


class TaskRunner(QObject):
    """Starts tasks and owns them until they end, so that no worker thread ever destroys one.

    Workers tell the end of a task by a signal of the runner, which outlives them: the task's own would still be on its
    way on the worker's thread while the main thread already deletes the task.
    """

    task_started = Signal(object)
    task_ended = Signal(object)

    _worked = Signal(object, object, object)  # the task's id, result, exception or None

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._running: list[Task] = []
        self._worked.connect(self._on_worked, Qt.ConnectionType.QueuedConnection)
        self._pools: dict[Lane, QThreadPool] = {}
        for lane, workers in _WORKERS.items():
            pool = self._pools[lane] = QThreadPool(self)
            pool.setMaxThreadCount(workers)
            if lane is not Lane.QUESTIONS:
                pool.setThreadPriority(QThread.Priority.LowPriority)

    @property
    def running(self) -> tuple[Task, ...]:
        """Tasks that were started and have not ended."""
        return tuple(self._running)

    def start(self, task: Task, lane: Lane) -> None:
        """Queue the task; connect to its signals first."""
        task.setParent(self)
        self._running.append(task)
        self.task_started.emit(task)
        self._pools[lane].start(_Job(task, lane, self._worked))

    def close(self) -> None:
        """Cancel everything and wait for the workers."""
        for task in self._running:
            task.cancel()
        for pool in self._pools.values():
            pool.waitForDone(_CLOSE_WITHIN_MS)

    def _on_worked(self, key: int, result: object, error: BaseException | None) -> None:
        task = next(each for each in self._running if id(each) == key)
        task.tell(result, error)
        self._running.remove(task)
        self.task_ended.emit(task)
        # No longer this runner's child: what listens to the task may be all that still holds the runner, which then
        # goes together with the task, and would delete it a second time. Nor nobody's: a worker may still hold what
        # failed, with the task in its frames, and would delete it as the last that does
        task.setParent(QCoreApplication.instance())
        task.deleteLater()
