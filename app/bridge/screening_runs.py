"""Files that were or are being screened: each block is kept as soon as it is scored, so a stopped run can go on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.bridge.price_source import PriceSource, Readiness
from app.bridge.screening_request import ScreeningRequest
from app.bridge.screening_screener import screen_request
from app.bridge.screening_stand import Stand
from app.bridge.screening_tools import Toolbox
from app.bridge.tasks import Lane, Task, TaskRunner
from app.engine.jobs import CancelToken, Progress

if TYPE_CHECKING:
    from app.engine.price.pricer import Pricer
    from app.engine.screening.case_desk import CaseDesk
    from app.engine.screening.case_runs import Run
    from app.engine.screening.officers import Session

_SETTLED = frozenset({Readiness.READY, Readiness.NO_DATA, Readiness.FAILED, Readiness.STOPPED})


@dataclass(frozen=True, slots=True)
class Work:
    """Everything that a run needs; `resumed` is the run that goes on, None for a new one."""

    desk: CaseDesk
    session: Session
    pricer: Pricer | None
    request: ScreeningRequest
    tools: Toolbox
    resumed: Run | None


Screener = Callable[[Work, Progress, CancelToken], "Run"]


class RunBoard(QObject):
    """One run at a time; what was asked for while prices are being made ready waits for them."""

    changed = Signal()  # the list of runs
    started = Signal()
    progressed = Signal(object, object)  # done, total or None
    finished = Signal(object)  # Run
    stopped = Signal()
    failed = Signal(object)

    def __init__(
        self,
        stand: Stand,
        source: PriceSource,
        runner: TaskRunner,
        tools: Toolbox,
        parent: QObject,
        *,
        screener: Screener = screen_request,
    ) -> None:
        super().__init__(parent)
        self._stand, self._source, self._runner, self._tools = stand, source, runner, tools
        self._screener = screener
        self._waiting: tuple[ScreeningRequest, Run | None] | None = None
        self._task: Task | None = None
        self.runs: Sequence[Run] = ()
        source.changed.connect(self._on_source_changed)

    @property
    def is_running(self) -> bool:
        """Whether a file is being screened, or waits for prices."""
        return self._task is not None or self._waiting is not None

    def list_runs(self) -> None:
        """Read the list anew."""
        from app.engine.screening.case_runs import runs  # noqa: PLC0415  # the desk's file, once it is needed

        self._stand.ask(runs, self._on_listed)

    def delete(self, run: Run) -> None:
        """Remove the lines of a run; told by the new list."""
        from app.engine.screening.case_runs import delete_run, runs  # noqa: PLC0415  # as above

        session = self._stand.session
        if session is None or self.is_running:
            return

        def call(desk: CaseDesk) -> list[Run]:
            delete_run(desk, session, run)
            return runs(desk)

        self._stand.ask(call, self._on_listed)

    def start(self, request: ScreeningRequest, resumed: Run | None = None) -> None:
        """Screen a file; nothing happens while another is being screened."""
        if self.is_running:
            return
        self._waiting = (request, resumed)
        self.started.emit()
        self._on_source_changed()

    def stop(self) -> None:
        """Stop after the block at hand; what was scored stays."""
        if self._task is not None:
            self._task.cancel()
        elif self._waiting is not None:
            self._waiting = None
            self.stopped.emit()

    def _on_source_changed(self) -> None:
        desk, session = self._stand.desk, self._stand.session
        if self._waiting is None or self._source.readiness not in _SETTLED or desk is None or session is None:
            return
        (request, resumed), self._waiting = self._waiting, None
        work = Work(desk, session, self._source.pricer, request, self._tools, resumed)
        screener = self._screener
        task = Task(
            lambda progress, token: screener(work, progress, token),
            "screening_desk.running",
            name=request.source.name,
        )
        task.progressed.connect(lambda done, total, _note: self.progressed.emit(done, total))
        task.succeeded.connect(self._on_finished)
        task.failed.connect(self.failed)
        task.cancelled.connect(self.stopped)
        task.ended.connect(self._on_ended)
        self._task = task
        self._runner.start(task, Lane.IMPORT)

    def _on_finished(self, run: Run) -> None:
        self._task = None
        self.finished.emit(run)

    def _on_ended(self) -> None:
        self._task = None
        self.list_runs()

    def _on_listed(self, found: Sequence[Run]) -> None:
        self.runs = found
        self.changed.emit()
