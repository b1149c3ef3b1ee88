"""Rows of the screening runs of this desk."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime

_COLUMNS = "id, basis, officer, started_at, finished_at"


@dataclass(frozen=True, slots=True)
class RunRow:
    """One run; `basis` is the document of what it was made from."""

    id: int
    basis: str
    officer: str
    started_at: datetime
    finished_at: datetime | None


def run_rows(connection: sqlite3.Connection) -> list[RunRow]:
    """All runs, the newest first."""
    return [_row(row) for row in connection.execute(f"SELECT {_COLUMNS} FROM run ORDER BY id DESC")]


def run_row(connection: sqlite3.Connection, run_id: int) -> RunRow | None:
    """One run by number."""
    row = connection.execute(f"SELECT {_COLUMNS} FROM run WHERE id = ?", (run_id,)).fetchone()
    return None if row is None else _row(row)


def insert_run(connection: sqlite3.Connection, basis: str, *, officer: str) -> RunRow:
    """Begin a run."""
    now = datetime.now(tz=UTC)
    cursor = connection.execute(
        "INSERT INTO run (basis, officer, started_at) VALUES (?, ?, ?)", (basis, officer, now.isoformat())
    )
    return RunRow(int(cursor.lastrowid or 0), basis, officer, now, None)


def finish_run_row(connection: sqlite3.Connection, run_id: int) -> None:
    """Say that all of the file was screened."""
    connection.execute("UPDATE run SET finished_at = ? WHERE id = ?", (datetime.now(tz=UTC).isoformat(), run_id))


def delete_run_row(connection: sqlite3.Connection, run_id: int) -> None:
    """Forget a run; its cases, its plans and what the log says of it stay."""
    connection.execute("DELETE FROM run WHERE id = ?", (run_id,))


def _row(row: tuple[int, str, str, str, str | None]) -> RunRow:
    number, basis, officer, started_at, finished_at = row
    return RunRow(number, basis, officer, _time(started_at), None if finished_at is None else _time(finished_at))


def _time(text: str) -> datetime:
    """A time that somebody changed into no time is one that no run can have."""
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, TypeError, OverflowError):
        return datetime.fromtimestamp(0, tz=UTC)
