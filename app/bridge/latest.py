"""Questions of which only the newest matters, as when a person clicks faster than the store answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, Signal

from app.bridge.tasks import Call, Lane, Task, TaskRunner

Answered = Callable[[Any], None]


class Latest(QObject):
    """Runs one question at a time; while it runs, only the last of those asked meanwhile waits."""

    busy_changed = Signal(bool)

    def __init__(self, runner: TaskRunner, parent: QObject | None = None, *, lane: Lane = Lane.QUESTIONS) -> None:
        super().__init__(parent)
        self._runner = runner
        self._lane = lane
        self._running: Task | None = None
        self._waiting: Task | None = None

    @property
    def is_busy(self) -> bool:
        """True while an answer is awaited."""
        return self._running is not None

    @property
    def is_awaited(self) -> bool:
        """As `is_busy`, but False as soon as the answer was dropped, though its task may still run."""
        return self._waiting is not None or (self._running is not None and not self._running.is_cancelling)

    def ask(self, call: Call, on_answer: Answered, on_error: Answered) -> None:
        """Ask; whatever was asked before is cancelled and its answer never arrives."""
        task = Task(call)
        task.succeeded.connect(lambda answer: self._pass_on(task, on_answer, answer))
        task.failed.connect(lambda error: self._pass_on(task, on_error, error))
        task.ended.connect(lambda: self._on_ended(task))
        if self._running is None:
            self._start(task)
            self.busy_changed.emit(True)
        else:
            self._running.cancel()
            self._waiting = task

    def drop(self) -> None:
        """Forget what was asked."""
        self._waiting = None
        if self._running is not None:
            self._running.cancel()

    def _start(self, task: Task) -> None:
        self._running = task
        self._runner.start(task, self._lane)

    def _pass_on(self, task: Task, receive: Answered, content: object) -> None:
        # Whoever asked may be gone with this object while the task was still running
        if not task.is_cancelling and shiboken6.isValid(self):
            receive(content)

    def _on_ended(self, task: Task) -> None:
        if task is not self._running or not shiboken6.isValid(self):
            return
        self._running, waiting, self._waiting = None, self._waiting, None
        if waiting is not None:
            self._start(waiting)
        else:
            self.busy_changed.emit(False)
