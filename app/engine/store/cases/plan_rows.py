"""Rows of the plans: which lines of a run are to be inspected, by rank and at random."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Lines = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One plan; the lines are in the order in which they were chosen."""

    run: int
    seed: int
    exploration: float
    by_rank: Lines
    explored: Lines


def insert_plan(connection: sqlite3.Connection, plan: PlanRow, *, entry: int) -> None:
    """Keep a plan; the newest of a run counts."""
    chosen = (plan.by_rank.astype("<i4").tobytes(), plan.explored.astype("<i4").tobytes())
    connection.execute(
        "INSERT INTO plan (run, seed, exploration, by_rank, explored, entry) VALUES (?, ?, ?, ?, ?, ?)",
        (plan.run, plan.seed, plan.exploration, *chosen, entry),
    )


def newest_plan(connection: sqlite3.Connection, run_id: int) -> PlanRow | None:
    """The plan that counts for a run."""
    row = connection.execute(
        "SELECT run, seed, exploration, by_rank, explored FROM plan WHERE run = ? ORDER BY id DESC LIMIT 1", (run_id,)
    ).fetchone()
    return None if row is None else _plan(row)


def plans_of_run(connection: sqlite3.Connection, run_id: int) -> list[PlanRow]:
    """All plans of a run, the oldest first."""
    found = connection.execute(
        "SELECT run, seed, exploration, by_rank, explored FROM plan WHERE run = ? ORDER BY id", (run_id,)
    )
    return [_plan(row) for row in found]


def all_plans(connection: sqlite3.Connection) -> list[PlanRow]:
    """Every plan of every run, for comparing with the log."""
    return [_plan(row) for row in connection.execute("SELECT run, seed, exploration, by_rank, explored FROM plan")]


def _plan(row: tuple[int, int, float, bytes, bytes]) -> PlanRow:
    run, seed, exploration, by_rank, explored = row
    return PlanRow(run, seed, exploration, np.frombuffer(by_rank, "<i4"), np.frombuffer(explored, "<i4"))
