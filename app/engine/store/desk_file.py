"""The SQLite file of what people do on this desk, written by several processes; each call has its own connection."""

from __future__ import annotations

import contextlib
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from app.engine.store.sqlite_file import SqliteFile

FILE_NAME = "desk.sqlite"

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


@dataclass(frozen=True, slots=True)
class DeskFile:
    """The file at `path`, made at its first use; constructing touches nothing and any thread may ask."""

    path: Path

    def reading(self) -> contextlib.AbstractContextManager[sqlite3.Connection]:
        """A connection to ask from; StoreError for a file that cannot be used."""
        return SqliteFile(self.path, _MIGRATIONS).reading()

    def writing(self) -> contextlib.AbstractContextManager[sqlite3.Connection]:
        """A transaction of the only writer: all of the block is kept, or nothing if it fails."""
        return SqliteFile(self.path, _MIGRATIONS).writing()
