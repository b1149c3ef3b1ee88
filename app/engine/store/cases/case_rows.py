"""Rows of the cases: the line as it was screened, and where its handling stands."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.engine.store.cases.journal import Entry

_COLUMNS = "id, run, line, document, digest, state, decided_by, is_hit, outcome_entry, hs, trader"


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case; `id` is 0 until it is kept. `outcome_entry` orders cases by when their outcome became known."""

    id: int
    run: int
    line: int
    document: str
    digest: str
    state: str
    decided_by: int | None
    is_hit: bool | None
    outcome_entry: int | None
    hs: str
    trader: str


def case_row(connection: sqlite3.Connection, run_id: int, line: int) -> CaseRow | None:
    """The case of a line, if anybody has looked at it."""
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM screened_case WHERE run = ? AND line = ?", (run_id, line)
    ).fetchone()
    return None if row is None else _row(row)


def insert_case(connection: sqlite3.Connection, case: CaseRow) -> int:
    """Open a case; returns its number."""
    marks = ", ".join("?" for _ in range(10))
    values = (case.run, case.line, case.document, case.digest, *_changing(case), case.hs, case.trader)
    cursor = connection.execute(f"INSERT INTO screened_case ({_COLUMNS.removeprefix('id, ')}) VALUES ({marks})", values)
    return int(cursor.lastrowid or 0)


def keep_case(connection: sqlite3.Connection, case: CaseRow) -> None:
    """Write what may change of a case."""
    connection.execute(
        "UPDATE screened_case SET state = ?, decided_by = ?, is_hit = ?, outcome_entry = ? WHERE id = ?",
        (*_changing(case), case.id),
    )


def insert_step(connection: sqlite3.Connection, entry: Entry, case_id: int) -> None:
    """Say that an entry of the log is about a case."""
    connection.execute("INSERT INTO step VALUES (?, ?)", (entry.seq, case_id))


def states_of_run(connection: sqlite3.Connection, run_id: int) -> list[tuple[int, str]]:
    """Line and state of every line of a run that has a case."""
    return connection.execute("SELECT line, state FROM screened_case WHERE run = ?", (run_id,)).fetchall()


def cases_with_outcome(connection: sqlite3.Connection) -> list[CaseRow]:
    """Cases in the order in which their outcomes became known."""
    return [
        _row(row)
        for row in connection.execute(
            f"SELECT {_COLUMNS} FROM screened_case WHERE outcome_entry IS NOT NULL ORDER BY outcome_entry"
        )
    ]


def cases_like(connection: sqlite3.Connection, *, trader: str, hs_prefix: str, states: Sequence[str]) -> list[CaseRow]:
    """Cases of one trader, or of one group of goods, in any of the states, the newest first."""
    marks = ", ".join("?" for _ in states)
    found = connection.execute(
        f"""
        SELECT {_COLUMNS} FROM screened_case WHERE id IN (
            SELECT id FROM screened_case WHERE trader = ? AND trader <> ''
            UNION SELECT id FROM screened_case WHERE hs >= ? AND hs < ?
        ) AND state IN ({marks}) ORDER BY id DESC LIMIT 200
        """,
        (trader, hs_prefix, hs_prefix + "~", *states),
    )
    return [_row(row) for row in found]


def all_cases(connection: sqlite3.Connection) -> Iterator[CaseRow]:
    """Every case, for comparing with the log."""
    for row in connection.execute(f"SELECT {_COLUMNS} FROM screened_case ORDER BY id"):
        yield _row(row)


def all_steps(connection: sqlite3.Connection) -> list[tuple[int, int]]:
    """Entry and case of every step."""
    return connection.execute("SELECT entry, case_id FROM step ORDER BY entry").fetchall()


def _changing(case: CaseRow) -> tuple[object, ...]:
    return case.state, case.decided_by, case.is_hit, case.outcome_entry


def _row(row: tuple[int, int, int, str, str, str, int | None, int | None, int | None, str, str]) -> CaseRow:
    number, run, line, document, digest, state, decided_by, is_hit, outcome_entry, hs, trader = row
    hit = None if is_hit is None else bool(is_hit)
    return CaseRow(number, run, line, document, digest, state, decided_by, hit, outcome_entry, hs, trader)
