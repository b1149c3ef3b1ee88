"""Rows of the officers who sign in at the screening desk."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

_COLUMNS = "id, name, os_user, pin, wrong_pins, wait_until, is_active"


@dataclass(frozen=True, slots=True)
class OfficerRow:
    """One officer; `pin` is the salted hash in one text, `wait_until` ISO time until which no PIN is looked at."""

    id: int
    name: str
    os_user: str | None
    pin: str | None
    wrong_pins: int
    wait_until: str | None
    is_active: bool


def officer_rows(connection: sqlite3.Connection) -> list[OfficerRow]:
    """Everybody, those who left as well."""
    return [_row(row) for row in connection.execute(f"SELECT {_COLUMNS} FROM officer ORDER BY name")]


def officer_row(connection: sqlite3.Connection, officer_id: int) -> OfficerRow | None:
    """One officer by number."""
    row = connection.execute(f"SELECT {_COLUMNS} FROM officer WHERE id = ?", (officer_id,)).fetchone()
    return None if row is None else _row(row)


def officer_of_os_user(connection: sqlite3.Connection, os_user: str) -> OfficerRow | None:
    """The officer who signs in as this user of the operating system."""
    row = connection.execute(f"SELECT {_COLUMNS} FROM officer WHERE os_user = ?", (os_user,)).fetchone()
    return None if row is None else _row(row)


def officer_named(connection: sqlite3.Connection, name: str) -> OfficerRow | None:
    """The officer of this name, in capitals or not."""
    row = connection.execute(f"SELECT {_COLUMNS} FROM officer WHERE name = ?", (name,)).fetchone()
    return None if row is None else _row(row)


def insert_officer(connection: sqlite3.Connection, name: str, *, os_user: str | None, pin: str | None) -> OfficerRow:
    """Add an officer; the caller has made sure that the name is free."""
    cursor = connection.execute("INSERT INTO officer (name, os_user, pin) VALUES (?, ?, ?)", (name, os_user, pin))
    return OfficerRow(int(cursor.lastrowid or 0), name, os_user, pin, 0, None, is_active=True)


def keep_officer(connection: sqlite3.Connection, row: OfficerRow) -> None:
    """Write what may change of an officer."""
    connection.execute(
        "UPDATE officer SET name = ?, pin = ?, wrong_pins = ?, wait_until = ?, is_active = ? WHERE id = ?",
        (row.name, row.pin, row.wrong_pins, row.wait_until, row.is_active, row.id),
    )


def _row(row: tuple[int, str, str | None, str | None, int, str | None, int]) -> OfficerRow:
    return OfficerRow(*row[:6], is_active=bool(row[6]))
