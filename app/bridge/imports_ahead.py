"""Modules imported on a worker before anybody needs them, so that the first visit of a page does not wait for them."""

from __future__ import annotations

import importlib
from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from app.bridge.tasks import Lane, Task, TaskRunner


class ImportsAhead(QObject):
    """Goes through the modules one by one, each as a task of its own; `ended` after the last.

    A module that cannot be imported is left to whoever needs it, which tells why.
    """

    ended = Signal()

    def __init__(self, runner: TaskRunner, modules: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._waiting = list(modules)

    def start(self) -> None:
        """Begin with the first; connect to `ended` before."""
        if not self._waiting:
            self.ended.emit()
            return
        module = self._waiting.pop(0)
        task = Task(lambda _progress, _token: _import(module))
        task.succeeded.connect(self.start)
        task.failed.connect(self.start)
        self._runner.start(task, Lane.FILES)


def _import(module: str) -> None:
    importlib.import_module(module)
