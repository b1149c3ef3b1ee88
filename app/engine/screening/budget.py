"""What an inspection budget can be expected to bring: hits and recovered value by the number of inspected lines."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.engine.screening.budget_plans import EXPLORATION, Plan, draw_plan, explored_of, keep_plan
from app.engine.screening.officers import Session
from app.engine.screening.queue import RunQueue
from app.engine.screening.queue_filters import QueueFilter, QueueOrder

_POINTS = 200


@dataclass(frozen=True, slots=True)
class BudgetPoint:
    """Expected of so many inspections: the sum of the risks of the lines, and of what is at stake times the risk."""

    lines: int
    share: float
    expected_hits: float
    recovered: float


def budget_curve(
    queue: RunQueue, *, exploration: float = EXPLORATION, points: int = _POINTS
) -> tuple[BudgetPoint, ...]:
    """From no inspection to all lines; what is drawn at random is worth the average of the lines not taken by rank."""
    order = queue.lines(QueueFilter(), QueueOrder.RECOVERY) - 1
    count = len(order)
    if count == 0:
        return ()
    hits, recovered = (_sums(queue.column(name)[order]) for name in ("risk", "recovery"))
    wanted = np.unique(np.rint(_shares(points) * count).astype(np.int64))
    return tuple(_point(int(lines), count, hits, recovered, exploration) for lines in wanted)


def expected(curve: tuple[BudgetPoint, ...], lines: int) -> BudgetPoint:
    """The curve at any number of lines, straight between its points."""
    at = [point.lines for point in curve]
    hits, recovered, shares = (
        float(np.interp(lines, at, [getattr(point, name) for point in curve]))
        for name in ("expected_hits", "recovered", "share")
    )
    return BudgetPoint(lines, shares, hits, recovered)


def make_plan(
    queue: RunQueue, session: Session, lines: int, *, exploration: float = EXPLORATION, seed: int | None = None
) -> Plan:
    """Choose what to inspect and record it, with the seed of what was drawn at random."""
    ranked = queue.lines(QueueFilter(), QueueOrder.RECOVERY)
    plan = draw_plan(queue.run.id, ranked, lines, exploration=exploration, seed=seed)
    keep_plan(queue.desk, session, plan)
    return plan


def _shares(points: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """More points where budgets lie: the curve bends at the beginning."""
    return np.linspace(0.0, 1.0, points) ** 2


def _sums(column: np.ndarray[tuple[int], np.dtype[np.float64]]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Of the first none, one, two … lines."""
    return np.concatenate([[0.0], np.cumsum(column)])


def _point(
    lines: int,
    count: int,
    hits: np.ndarray[tuple[int], np.dtype[np.float64]],
    recovered: np.ndarray[tuple[int], np.dtype[np.float64]],
    exploration: float,
) -> BudgetPoint:
    at_random = explored_of(lines, exploration)
    by_rank = lines - at_random
    share_of_rest = at_random / (count - by_rank) if count > by_rank else 0.0
    found = (float(sums[by_rank] + (sums[count] - sums[by_rank]) * share_of_rest) for sums in (hits, recovered))
    return BudgetPoint(lines, lines / count, *found)
