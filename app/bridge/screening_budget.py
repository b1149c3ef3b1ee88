"""How far a number of inspections reaches: expected hits and recovered value along the queue, and the drawn plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.bridge.latest import Latest
from app.bridge.screening_board import ScreeningBoard
from app.bridge.screening_stand import Stand
from app.bridge.tasks import TaskRunner
from app.engine.jobs import CancelToken, Progress

if TYPE_CHECKING:
    from app.engine.screening.budget import BudgetPoint
    from app.engine.screening.budget_plans import Plan
    from app.engine.screening.case_desk import CaseDesk

EXPLORATION = 0.05
STEPS = 1_000  # of the slider: a tenth of a per cent each


@dataclass(frozen=True, slots=True)
class BudgetReading:
    """What one budget is expected to bring; shares are of all lines and of everything that could be recovered."""

    lines: int
    share: float
    expected_hits: float
    recovered: float
    share_of_hits: float
    share_recovered: float


def reading_at(points: Sequence[BudgetPoint], lines: int, total: int) -> BudgetReading | None:
    """Between two points of the curve; None without a curve."""
    if not points or not total:
        return None
    last = points[-1]
    before = max((point for point in points if point.lines <= lines), key=lambda point: point.lines, default=None)
    after = min((point for point in points if point.lines >= lines), key=lambda point: point.lines, default=last)
    low = (0, 0.0, 0.0) if before is None else (before.lines, before.expected_hits, before.recovered)
    part = (lines - low[0]) / (after.lines - low[0]) if after.lines > low[0] else 0.0
    hits = low[1] + part * (after.expected_hits - low[1])
    recovered = low[2] + part * (after.recovered - low[2])
    return BudgetReading(
        lines,
        lines / total,
        hits,
        recovered,
        hits / last.expected_hits if last.expected_hits else 0.0,
        recovered / last.recovered if last.recovered else 0.0,
    )


class BudgetBoard(QObject):
    """The curve of the run in front, and the plan that was drawn for it."""

    changed = Signal()
    planned = Signal()
    failed = Signal(object)

    def __init__(self, stand: Stand, board: ScreeningBoard, runner: TaskRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._stand, self._board = stand, board
        self._asking = Latest(runner, self)
        self.points: Sequence[BudgetPoint] = ()
        self.plan: Plan | None = None
        self.exploration = EXPLORATION
        board.queue_opened.connect(self.ask)

    @property
    def total(self) -> int:
        """All lines of the run."""
        return 0 if self._board.run is None else self._board.run.lines

    def explore(self, share: float) -> None:
        """Another share of the inspections is drawn at random."""
        if share != self.exploration:
            self.exploration = share
            self.ask()

    def ask(self) -> None:
        """Compute the curve anew."""
        from app.engine.screening.budget import budget_curve  # noqa: PLC0415  # arrays, once needed
        from app.engine.screening.budget_plans import current_plan  # noqa: PLC0415  # as above

        queue, desk, run, lock = self._board.queue, self._stand.desk, self._board.run, self._board.lock
        self.points, self.plan = (), None
        self.changed.emit()
        if queue is None or desk is None or run is None:
            self._asking.drop()
            return
        exploration = self.exploration

        def call(_progress: Progress, _token: CancelToken) -> tuple[Sequence[BudgetPoint], Plan | None]:
            with lock:
                return budget_curve(queue, exploration=exploration), current_plan(desk, run)

        self._asking.ask(call, self._on_answered, self.failed.emit)

    @property
    def currency(self) -> str | None:
        """Of the sums; None where no run is shown."""
        run = self._board.run
        return None if run is None else dict(run.basis.facts).get("currency") or None

    def draw_plan(self, lines: int) -> None:
        """Choose what is inspected: by rank, and a share at random, whose seed is recorded in the log."""
        from app.engine.screening.budget import make_plan  # noqa: PLC0415  # as above

        queue, session, lock, exploration = self._board.queue, self._stand.session, self._board.lock, self.exploration
        if queue is None or session is None:
            return

        def call(_desk: CaseDesk) -> Plan:
            with lock:
                return make_plan(queue, session, lines, exploration=exploration)

        self._stand.ask(call, self._on_planned)

    def _on_answered(self, answer: tuple[Sequence[BudgetPoint], Plan | None]) -> None:
        self.points, self.plan = answer
        self.changed.emit()

    def _on_planned(self, plan: Plan) -> None:
        self.plan = plan
        self.changed.emit()
        self.planned.emit()
