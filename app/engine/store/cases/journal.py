"""The log of the screening desk: each entry holds the hash of the one before, so that none can be left out."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.engine.whole_files import written_whole

NO_HASH = "0" * 64
"""What the first entry names as the hash before it."""


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry of a log at some moment: how many there are and what they are."""

    entries: int
    hash: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as it is kept: `body` is the exact text that `hash` is made of."""

    seq: int
    body: str
    hash: str


@dataclass(frozen=True, slots=True)
class Author:
    """Who does something; `id` is None for what happens before anybody has signed in."""

    id: int | None
    name: str
    os_user: str


class Journal:
    """Adds entries within one transaction; `head` is the newest of them, None while there is none."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.head: Head | None = None

    def add(self, author: Author, action: str, details: Mapping[str, Any]) -> Entry:
        """Append what was done; the time is that of this call."""
        before = self.head or head_of(self._connection)
        body = canonical(
            {
                "seq": before.entries + 1,
                "at": datetime.now(tz=UTC).isoformat(timespec="microseconds"),
                "officer": {"id": author.id, "name": author.name, "os_user": author.os_user},
                "action": action,
                "details": dict(details),
                "previous": before.hash,
            }
        )
        entry = Entry(before.entries + 1, body, entry_hash(body))
        self._connection.execute("INSERT INTO entry VALUES (?, ?, ?)", (entry.seq, entry.body, entry.hash))
        self.head = Head(entry.seq, entry.hash)
        return entry


def canonical(document: Mapping[str, Any]) -> str:
    """One text for one document: sorted keys, no spaces."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def entry_hash(body: str) -> str:
    """SHA-256 of an entry, which holds the hash of the one before it."""
    return hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest()


def head_of(connection: sqlite3.Connection) -> Head:
    """The newest entry, or the beginning of an empty log."""
    row = connection.execute("SELECT seq, hash FROM entry ORDER BY seq DESC LIMIT 1").fetchone()
    return Head(0, NO_HASH) if row is None else Head(int(row[0]), str(row[1]))


def hash_of(connection: sqlite3.Connection, seq: int) -> str | None:
    """Of one entry; 0 is before the first. None where there is none."""
    row = connection.execute("SELECT hash FROM entry WHERE seq = ?", (seq,)).fetchone()
    return NO_HASH if seq == 0 else None if row is None else _text(row[0])


def entries_after(connection: sqlite3.Connection, seq: int, *, limit: int) -> list[Entry]:
    """The entries behind one, in order."""
    rows = connection.execute(
        "SELECT seq, body, hash FROM entry WHERE seq > ? ORDER BY seq LIMIT ?", (seq, limit)
    ).fetchall()
    return [Entry(int(number), _text(body), _text(digest)) for number, body, digest in rows]


def entries_of_case(connection: sqlite3.Connection, case_id: int) -> list[Entry]:
    """What was done about one case, in order."""
    rows = connection.execute(
        "SELECT seq, body, hash FROM step JOIN entry ON entry.seq = step.entry WHERE case_id = ? ORDER BY seq",
        (case_id,),
    ).fetchall()
    return [Entry(int(number), _text(body), _text(digest)) for number, body, digest in rows]


def read_anchor(path: Path) -> Head | None:
    """The head that was last put beside the log; None where there is none or it cannot be understood."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        return Head(int(document["entries"]), str(document["hash"]))
    except (OSError, ValueError, TypeError, KeyError, OverflowError, RecursionError):
        return None


def write_anchor(path: Path, head: Head | None) -> None:
    """Put a head beside the log; None for one without entries."""
    head = head or Head(0, NO_HASH)
    path.parent.mkdir(parents=True, exist_ok=True)
    with written_whole(path) as partial:
        partial.write_text(canonical({"entries": head.entries, "hash": head.hash}), encoding="utf-8")


def _text(cell: object) -> str:
    """A cell that somebody changed may hold anything; it stays comparable."""
    return cell if isinstance(cell, str) else repr(cell)
