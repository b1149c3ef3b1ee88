"""The folder of the screening desk: one file of cases and log, and a file for the lines of each run."""

from __future__ import annotations

import contextlib
import sqlite3
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.engine.store.cases.journal import Journal, hash_of, read_anchor, write_anchor
from app.engine.store.sqlite_file import SqliteFile

FOLDER_NAME = "screening"
_FILE, _RUNS, _ANCHOR = "cases.sqlite", "runs", "log-head.json"
_MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        "CREATE TABLE entry (seq INTEGER PRIMARY KEY, body TEXT NOT NULL, hash TEXT NOT NULL)",
        """
        CREATE TRIGGER entry_is_not_changed BEFORE UPDATE ON entry
        BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END
        """,
        """
        CREATE TRIGGER entry_is_not_removed BEFORE DELETE ON entry
        BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END
        """,
        """
        CREATE TABLE officer (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL COLLATE NOCASE UNIQUE,
            os_user TEXT UNIQUE,
            pin TEXT,
            wrong_pins INTEGER NOT NULL DEFAULT 0,
            wait_until TEXT,
            is_active INTEGER NOT NULL DEFAULT 1
        )
        """,
        """
        CREATE TABLE run (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            basis TEXT NOT NULL,
            officer TEXT NOT NULL,
            started_at TEXT NOT NULL,
            finished_at TEXT
        )
        """,
        """
        CREATE TABLE screened_case (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            run INTEGER NOT NULL,
            line INTEGER NOT NULL,
            document TEXT NOT NULL,
            digest TEXT NOT NULL,
            state TEXT NOT NULL,
            decided_by INTEGER,
            is_hit INTEGER,
            outcome_entry INTEGER,
            hs TEXT NOT NULL,
            trader TEXT NOT NULL,
            UNIQUE (run, line)
        )
        """,
        "CREATE INDEX case_trader ON screened_case (trader)",
        "CREATE INDEX case_hs ON screened_case (hs)",
        "CREATE TABLE step (entry INTEGER PRIMARY KEY, case_id INTEGER NOT NULL)",
        "CREATE INDEX step_case ON step (case_id)",
        """
        CREATE TABLE plan (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            run INTEGER NOT NULL,
            seed INTEGER NOT NULL,
            exploration REAL NOT NULL,
            by_rank BLOB NOT NULL,
            explored BLOB NOT NULL,
            entry INTEGER NOT NULL
        )
        """,
        "CREATE TABLE known_key (fingerprint TEXT PRIMARY KEY, public_key TEXT NOT NULL, name TEXT NOT NULL)",
    ),
)


@dataclass(frozen=True, slots=True)
class CaseFolder:
    """The folder, made at its first use; constructing touches nothing and any thread may ask."""

    path: Path

    def reading(self) -> contextlib.AbstractContextManager[sqlite3.Connection]:
        """A connection to ask the file of cases from."""
        self._make()
        return self._file.reading()

    @contextlib.contextmanager
    def writing(self) -> Iterator[tuple[sqlite3.Connection, Journal]]:
        """A transaction with the log of what it does: both are kept, or neither."""
        self._make()
        if not self.anchor_path.exists():
            self._begin_anchor()
        with self._file.writing() as connection:
            journal = Journal(connection)
            is_true = self._is_anchor_true(connection)
            yield connection, journal
        if journal.head is not None and is_true:
            # The transaction is kept by now; an older anchor is true as well
            with contextlib.suppress(OSError):
                write_anchor(self.anchor_path, journal.head)

    @property
    def anchor_path(self) -> Path:
        """Where the newest head stands beside the log, so that a cut tail is missed."""
        return self.path / _ANCHOR

    def run_path(self, run_id: int) -> Path:
        """The file of one run's lines."""
        return self.path / _RUNS / f"{run_id}.sqlite"

    @property
    def _file(self) -> SqliteFile:
        return SqliteFile(self.path / _FILE, _MIGRATIONS, "cases.damaged")

    def _make(self) -> None:
        """For nobody else's eyes, with its names and hashes of PINs, unless the folder above is shared on purpose."""
        if self.path.exists():
            return
        # What fails here is told by the file in it, with the reason
        with contextlib.suppress(OSError):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            is_shared = self.path.parent.stat().st_mode & stat.S_IWGRP
            self.path.mkdir(mode=0o770 if is_shared else 0o700, exist_ok=True)

    def _is_anchor_true(self, connection: sqlite3.Connection) -> bool:
        """One that is missing, or knows of a longer or another log, stays for whoever verifies to find."""
        anchor = read_anchor(self.anchor_path)
        return anchor is not None and anchor.hash == hash_of(connection, anchor.entries)

    def _begin_anchor(self) -> None:
        """Before the first entry only: later, a missing anchor is something to find."""
        with self._file.reading() as connection:
            (entries,) = connection.execute("SELECT count(*) FROM entry").fetchone()
            if entries == 0 and read_anchor(self.anchor_path) is None:
                write_anchor(self.anchor_path, None)
