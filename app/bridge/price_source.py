"""The pricer of the store in use: made ready on a worker thread, anew whenever the data change."""

from __future__ import annotations

import enum
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from app.bridge.session import Session
from app.bridge.tasks import Call, Lane, Task, TaskRunner
from app.engine.jobs import CancelToken, Progress
from app.engine.store.selection import Selection

if TYPE_CHECKING:
    from app.engine.price.pricer import Pricer
    from app.engine.store.open_store import Store

Answer = TypeVar("Answer")
Opener = Callable[["Store", Path, Selection, Progress, CancelToken], "Pricer"]
_FOLDER = "prices"


class Readiness(enum.Enum):
    """Whether prices can be asked for."""

    NO_DATA = "no_data"
    WAITING = "waiting"  # nobody asked yet
    OPENING = "opening"
    READY = "ready"
    FAILED = "failed"
    STOPPED = "stopped"


def open_shipped(store: Store, folder: Path, choices: Selection, progress: Progress, token: CancelToken) -> Pricer:
    """With the model that the program brings."""
    from app.engine.price.opening import open_pricer  # noqa: PLC0415  # arrays and the model, on a worker thread

    return open_pricer(store, folder=folder, choices=choices, progress=progress, token=token)


class PriceSource(QObject):
    """Opens while someone watches; the task can be seen and cancelled in the task bar.

    Prices can be asked for as soon as the pricer is open; what was known before each year, of which curves tell, is
    learned in a task of its own meanwhile.
    """

    changed = Signal()
    progressed = Signal(object, object)  # done, total or None

    def __init__(
        self, session: Session, runner: TaskRunner, home: Path, parent: QObject, *, opener: Opener | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._runner, self._folder = session, runner, home / _FOLDER
        self._opener = opener or open_shipped
        self._is_watched = False
        self._is_outdated = True
        self._task: Task | None = None
        self._learning: Task | None = None
        self._choices = Selection()
        self.pricer: Pricer | None = None
        self.error: BaseException | None = None
        self.readiness = Readiness.WAITING if session.has_data else Readiness.NO_DATA
        session.data_changed.connect(self._on_data_changed)
        session.selection_changed.connect(self._on_selection_changed)

    def watch(self, is_watched: bool) -> None:
        """Open what is missing while the page is shown; nothing is opened for a hidden one."""
        self._is_watched = is_watched
        if is_watched and self._is_outdated and self._task is None:
            self.open()

    def open(self) -> None:
        """Make the pricer of the present data; whatever is being made for older ones is stopped."""
        self.stop()
        self._choices = _choices(self._session.selection)
        self._is_outdated = False
        if not self._session.has_data:
            self._settle(Readiness.NO_DATA)
            return
        task = Task(self._call(self._choices), "price_desk.opening")
        task.progressed.connect(lambda done, total, _note: self._pass_on(task, done, total))
        task.succeeded.connect(lambda pricer: self._on_opened(task, pricer))
        task.failed.connect(lambda error: self._on_ended(task, Readiness.FAILED, error))
        task.cancelled.connect(lambda: self._on_ended(task, Readiness.STOPPED, None))
        self._task = task
        self._settle(Readiness.OPENING)
        self._runner.start(task, Lane.FILES)

    def stop(self) -> None:
        """Stop opening, and learning for a pricer that is about to be replaced."""
        for task in (self._task, self._learning):
            if task is not None:
                task.cancel()

    def call(self, ask: Callable[[Pricer], Answer]) -> Call:
        """A call for the task runner that asks the pricer of this moment."""
        pricer = self.pricer

        def call(_progress: Progress, token: CancelToken) -> Answer:
            from app.engine.store.open_store import interruptible  # noqa: PLC0415  # the database, on a worker thread

            assert pricer is not None  # nobody asks before it is ready
            with interruptible(token):
                return ask(pricer)

        return call

    def _call(self, choices: Selection) -> Call:
        opener, folder, session = self._opener, self._folder, self._session

        def call(progress: Progress, token: CancelToken) -> Pricer:
            answer: Pricer = session.question(lambda store: opener(store, folder, choices, progress, token))(
                progress, token
            )
            return answer

        return call

    def _pass_on(self, task: Task, done: object, total: object) -> None:
        if task is self._task:
            self.progressed.emit(done, total)

    def _on_opened(self, task: Task, pricer: Pricer) -> None:
        if task is self._task:
            self._task, self.pricer = None, pricer
            self._learn(pricer)
            self._settle(Readiness.READY)

    def _learn(self, pricer: Pricer) -> None:
        # What fails here fails again in the question for which it was done, which tells it
        task = Task(lambda progress, token: pricer.prepare(progress=progress, token=token), "price_desk.learning")
        task.ended.connect(lambda: self._on_learned(task))
        self._learning = task
        self._runner.start(task, Lane.FILES)

    def _on_learned(self, task: Task) -> None:
        if task is self._learning:
            self._learning = None

    def _on_ended(self, task: Task, readiness: Readiness, error: BaseException | None) -> None:
        if task is self._task:
            self._task, self.error = None, error
            self._settle(readiness)

    def _on_data_changed(self) -> None:
        self._is_outdated = True
        if self._is_watched or not self._session.has_data:
            self.open()

    def _on_selection_changed(self, selection: Selection) -> None:
        if _choices(selection) != self._choices:
            self._is_outdated = True
            self.watch(self._is_watched)

    def _settle(self, readiness: Readiness) -> None:
        self.readiness = readiness
        if readiness is not Readiness.READY:
            self.pricer = None
        if readiness is not Readiness.FAILED:
            self.error = None
        self.changed.emit()


def _choices(selection: Selection) -> Selection:
    """What of the selection tells which of several sources is meant."""
    return Selection(
        currency=selection.currency,
        reporter=selection.reporter,
        hs_level=selection.hs_level,
        source=selection.source,
    )
