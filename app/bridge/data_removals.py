"""Removals of this window: each can be undone until the window closes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject, Signal

from app.bridge.data_calls import let_go_call, remove_call, undo_call
from app.bridge.notices import Notices
from app.bridge.session import Session
from app.bridge.tasks import Lane, Task, TaskRunner
from app.engine.errors import EngineError
from app.engine.jobs import CancelToken, no_progress
from app.engine.store.kept_removals import Removal, kept_removals
from app.engine.store.manifest import Segment


@dataclass(frozen=True, slots=True)
class Undoable:
    """A removal, and what to call it."""

    name: str
    removal: Removal


class Removals(QObject):
    """Removes segments and puts them back, the last first; tells `changed` when there is another to undo."""

    changed = Signal()

    def __init__(self, session: Session, runner: TaskRunner, notices: Notices) -> None:
        super().__init__()
        self._session, self._runner, self._notices = session, runner, notices
        self._done: list[Undoable] = []
        self._is_busy = False
        self._forget_earlier()
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self.let_go)

    @property
    def last(self) -> Undoable | None:
        """What would be undone now."""
        return self._done[-1] if self._done else None

    @property
    def is_busy(self) -> bool:
        """True while something is being removed or put back."""
        return self._is_busy

    def remove(self, segments: Sequence[Segment], name: str) -> None:
        """Take segments out of the store."""
        ids = [segment.id for segment in segments]
        task = Task(remove_call(self._session.store_path, ids), "data.task_remove", name=name)
        task.succeeded.connect(lambda removal: self._on_removed(Undoable(name, removal)))
        self._start(task)

    def undo(self) -> None:
        """Put back what was removed last."""
        last = self.last
        if last is None:
            return
        task = Task(undo_call(self._session.store_path, last.removal), "data.task_undo", name=last.name)
        task.succeeded.connect(lambda: self._on_undone(last))
        self._start(task)

    def let_go(self) -> None:
        """End the undoing, as the window closes."""
        if self._done or kept_removals(self._session.store_path):
            try:
                let_go_call(self._session.store_path)(no_progress, CancelToken())
            except EngineError as error:
                self._notices.post_error(error)
        self._done.clear()

    def _forget_earlier(self) -> None:
        """What a window that did not close properly could still have undone."""
        if kept_removals(self._session.store_path):
            task = Task(let_go_call(self._session.store_path))
            task.failed.connect(self._notices.post_error)
            self._runner.start(task, Lane.IMPORT)

    def _start(self, task: Task) -> None:
        self._is_busy = True
        task.failed.connect(self._notices.post_error)
        task.ended.connect(self._on_ended)
        self._runner.start(task, Lane.IMPORT)
        self.changed.emit()

    def _on_ended(self) -> None:
        self._is_busy = False
        self._session.refresh()
        self.changed.emit()

    def _on_removed(self, undoable: Undoable) -> None:
        if undoable.removal.segments:
            self._done.append(undoable)

    def _on_undone(self, undoable: Undoable) -> None:
        self._done.remove(undoable)
