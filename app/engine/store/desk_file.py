"""The SQLite file of what people do on this desk, written by several processes; each call has its own connection."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import filelock

from app.engine.errors import StoreError

FILE_NAME = "desk.sqlite"
_BUSY_WAIT_S = 5.0

# Each entry lifts the file from the version of its position to the next one
_MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        """
        CREATE TABLE saved_view (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL COLLATE NOCASE UNIQUE,
            page TEXT NOT NULL,
            selection TEXT NOT NULL,
            state TEXT NOT NULL,
            saved_at TEXT NOT NULL
        )
        """,
        """
        CREATE TABLE remembered_mapping (
            columns TEXT PRIMARY KEY,
            path TEXT NOT NULL
        )
        """,
    ),
    (
        """
        CREATE TABLE watch (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL COLLATE NOCASE UNIQUE,
            selection TEXT NOT NULL,
            thresholds TEXT NOT NULL,
            added_at TEXT NOT NULL
        )
        """,
        """
        CREATE TABLE crossing (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            watch INTEGER NOT NULL,
            name TEXT NOT NULL,
            store TEXT NOT NULL,
            kind TEXT NOT NULL,
            member INTEGER,
            year INTEGER NOT NULL,
            earlier REAL,
            later REAL NOT NULL,
            threshold REAL NOT NULL,
            found_at TEXT NOT NULL,
            ended_at TEXT
        )
        """,
    ),
    (
        """
        CREATE TABLE priced_product (
            code TEXT PRIMARY KEY,
            used_at TEXT,
            is_favourite INTEGER NOT NULL DEFAULT 0
        )
        """,
    ),
    (
        """
        CREATE TABLE code_scan (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            scanned_at TEXT NOT NULL,
            picture TEXT NOT NULL,
            symbology TEXT NOT NULL,
            text TEXT NOT NULL,
            encoding TEXT NOT NULL,
            kind TEXT NOT NULL,
            step TEXT NOT NULL,
            is_certain INTEGER NOT NULL
        )
        """,
        """
        CREATE TABLE recognition (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            seen_at TEXT NOT NULL,
            name TEXT NOT NULL,
            origin TEXT NOT NULL,
            path TEXT NOT NULL,
            digest TEXT NOT NULL,
            likeness TEXT NOT NULL,
            model TEXT NOT NULL,
            version TEXT NOT NULL,
            verdict TEXT NOT NULL,
            chapter TEXT NOT NULL,
            probability REAL NOT NULL,
            guesses TEXT NOT NULL,
            declared TEXT NOT NULL,
            thumbnail BLOB NOT NULL
        )
        """,
        "CREATE INDEX recognition_digest ON recognition (digest)",
        """
        CREATE TABLE photo_label (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            digest TEXT NOT NULL,
            chapter TEXT NOT NULL,
            labelled_at TEXT NOT NULL,
            labelled_by TEXT NOT NULL,
            name TEXT NOT NULL,
            origin TEXT NOT NULL,
            source TEXT NOT NULL,
            likeness TEXT NOT NULL,
            model TEXT NOT NULL,
            version TEXT NOT NULL,
            guessed TEXT NOT NULL,
            probability REAL NOT NULL
        )
        """,
        "CREATE INDEX photo_label_digest ON photo_label (digest)",
    ),
)
_DAMAGE = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})


@dataclass(frozen=True, slots=True)
class DeskFile:
    """The file at `path`, made at its first use; constructing touches nothing and any thread may ask."""

    path: Path

    @contextlib.contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection to ask from; StoreError for a file that cannot be used."""
        with self._explained(), contextlib.closing(self._connect()) as connection:
            yield connection

    @contextlib.contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction of the only writer: all of the block is kept, or nothing if it fails."""
        with self.reading() as connection, _transaction(connection):
            yield connection

    def _connect(self) -> sqlite3.Connection:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self.path, timeout=_BUSY_WAIT_S, isolation_level=None)
        try:
            if self._version(connection) < len(_MIGRATIONS):
                self._migrate(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _version(self, connection: sqlite3.Connection) -> int:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version > len(_MIGRATIONS):
            raise StoreError("desk.too_new", path=str(self.path))
        return int(version)

    def _migrate(self, connection: sqlite3.Connection) -> None:
        # SQLite does not wait for its busy time where two processes switch to WAL at once
        with filelock.FileLock(self.path.with_suffix(".lock"), timeout=_BUSY_WAIT_S):
            connection.execute("PRAGMA journal_mode = WAL")
            with _transaction(connection):
                for statements in _MIGRATIONS[self._version(connection) :]:
                    for statement in statements:
                        connection.execute(statement)
                # PRAGMA takes no parameter; the number is that of our own list
                connection.execute(f"PRAGMA user_version = {len(_MIGRATIONS)}")

    @contextlib.contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except filelock.Timeout as error:
            raise StoreError("desk.busy", path=str(self.path)) from error
        except OSError as error:
            raise StoreError("desk.cannot_write", path=str(self.path), reason=error.strerror or str(error)) from error
        except sqlite3.DatabaseError as error:
            raise self._reason(error) from error

    def _reason(self, error: sqlite3.DatabaseError) -> StoreError:
        # The low byte is the primary code; drivers' own errors have none
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in _DAMAGE:
            return StoreError("desk.damaged", path=str(self.path))
        if code in _BUSY:
            return StoreError("desk.busy", path=str(self.path))
        return StoreError("desk.cannot_write", path=str(self.path), reason=str(error))


@contextlib.contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")
