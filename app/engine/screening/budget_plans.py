"""Plans of what to inspect: most by rank, a share drawn at random from the rest, so that the desk goes not blind."""

from __future__ import annotations

import enum
import hashlib
import secrets
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.engine.errors import UsageError
from app.engine.screening.case_desk import CaseDesk
from app.engine.screening.case_runs import Run
from app.engine.screening.officers import Session, require_session
from app.engine.store.cases.plan_rows import PlanRow, insert_plan, newest_plan, plans_of_run

EXPLORATION = 0.05
"""Share of inspections that is drawn at random unless the officer says otherwise."""

_SEEDS = 2**31


class Picked(enum.Enum):
    """Why a line is on the plan."""

    RANK = "rank"
    EXPLORATION = "exploration"


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """Lines to inspect; the same seed draws the same lines from the same run."""

    run: int
    seed: int
    exploration: float
    by_rank: NDArray[np.int32]
    explored: NDArray[np.int32]

    @property
    def lines(self) -> NDArray[np.int32]:
        """All of them, those by rank first."""
        return np.concatenate([self.by_rank, self.explored])

    def picked(self, line: int) -> Picked | None:
        """Why a line is on the plan; None for one that is not."""
        if (self.by_rank == line).any():
            return Picked.RANK
        return Picked.EXPLORATION if (self.explored == line).any() else None


def draw_plan(
    run_id: int, ranked: NDArray[np.int32], lines: int, *, exploration: float = EXPLORATION, seed: int | None = None
) -> Plan:
    """A plan for so many of the ranked lines; UsageError for a share or a number that cannot be."""
    if not 0 <= exploration <= 1:
        raise UsageError("cases.exploration_out_of_reach", given=f"{exploration:g}")
    if not lines > 0:
        raise UsageError("cases.plan_empty")
    seed = secrets.randbelow(_SEEDS) if seed is None else seed
    within = min(lines, len(ranked))
    at_random = explored_of(within, exploration)
    by_rank, rest = ranked[: within - at_random], ranked[within - at_random :]
    # The raw stream of this generator is the same in every version of NumPy; in file order, so that the ranking
    # has no part in the draw
    pool = np.sort(rest)
    tickets = np.random.PCG64(seed).random_raw(len(pool))
    explored = pool[np.argsort(tickets, kind="stable")[:at_random]]
    return Plan(run_id, seed, exploration, by_rank, explored)


def explored_of(lines: int, exploration: float) -> int:
    """How many of so many inspections are drawn at random."""
    return round(lines * exploration)


def keep_plan(desk: CaseDesk, session: Session, plan: Plan) -> None:
    """Make a plan the one that counts; the log tells its seed and the hash of its lines."""
    details = {
        "run": plan.run,
        "seed": plan.seed,
        "exploration": plan.exploration,
        "by_rank": len(plan.by_rank),
        "explored": len(plan.explored),
        "lines_sha256": lines_hash(plan),
    }
    with desk.cases.writing() as (connection, journal):
        entry = journal.add(require_session(connection, session), "plan_made", details)
        row = PlanRow(plan.run, plan.seed, plan.exploration, plan.by_rank, plan.explored)
        insert_plan(connection, row, entry=entry.seq)


def current_plan(desk: CaseDesk, run: Run) -> Plan | None:
    """The plan that counts for a run."""
    with desk.cases.reading() as connection:
        row = newest_plan(connection, run.id)
    return None if row is None else Plan(row.run, row.seed, row.exploration, row.by_rank, row.explored)


def explored_lines(desk: CaseDesk, run_id: int) -> frozenset[int]:
    """Lines that a plan of the run drew at random: what is found in them is true of all lines."""
    with desk.cases.reading() as connection:
        plans = plans_of_run(connection, run_id)
    return frozenset(int(line) for plan in plans for line in plan.explored)


def lines_hash(plan: Plan) -> str:
    """SHA-256 of the numbers of the lines, in their order."""
    return hashlib.sha256(plan.lines.astype("<i4").tobytes()).hexdigest()
