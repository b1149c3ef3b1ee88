"""A SQLite file with a versioned layout that several processes read and write; each call has its own connection."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import filelock

from app.engine.errors import StoreError

Connection = sqlite3.Connection
"""For the signatures of those who hand one on without asking it anything."""

_BUSY_WAIT_S = 5.0
_DAMAGE = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_NO_ROOM = frozenset({sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL})
_NO_RIGHTS = frozenset({sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN})
_SHARED_MEMORY = 32 * 1024  # the least that SQLite asks for beside a file
_UNDECODED = "Could not decode to UTF-8"  # the driver's own, without a code
_BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})


@dataclass(frozen=True, slots=True)
class SqliteFile:
    """The file at `path`, made at its first use; constructing touches nothing and any thread may ask.

    Each entry of `migrations` lifts the file from the version of its position to the next one. `damage_code` names the
    sentence that says what is lost with the file.
    """

    path: Path
    migrations: Sequence[Sequence[str]]
    damage_code: str = "desk.damaged"

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
        try:
            return self._opened(alone=False)
        except sqlite3.OperationalError as error:
            if _primary(error) in _NO_RIGHTS:
                return self._opened_to_read()
            if _primary(error) not in _NO_ROOM:
                raise
        # A full disk has no room for the memory that connections share: alone, one can still read
        return self._opened(alone=True)

    def _opened(self, *, alone: bool) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, timeout=_BUSY_WAIT_S, isolation_level=None)
        try:
            if alone:
                connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            if self._version(connection) < len(self.migrations):
                self._migrate(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _opened_to_read(self) -> sqlite3.Connection:
        """For those who may not write in the folder, where SQLite cannot make what connections share.

        What a writer has there already is used; without any, nobody has written what the file does not hold.
        """
        log = self.path.with_name(f"{self.path.name}-wal")
        way = "mode=ro" if log.exists() and log.stat().st_size else "immutable=1"
        connection = sqlite3.connect(f"{self.path.absolute().as_uri()}?{way}", uri=True, isolation_level=None)
        try:
            if self._version(connection) < len(self.migrations):
                raise StoreError("desk.cannot_write", path=str(self.path), reason=os.strerror(errno.EACCES))
        except BaseException:
            connection.close()
            raise
        return connection

    def _version(self, connection: sqlite3.Connection) -> int:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version > len(self.migrations):
            raise StoreError("desk.too_new", path=str(self.path))
        return int(version)

    def _migrate(self, connection: sqlite3.Connection) -> None:
        # SQLite does not wait for its busy time where two processes switch to WAL at once
        with filelock.FileLock(self.path.with_suffix(".lock"), timeout=_BUSY_WAIT_S):
            connection.execute("PRAGMA journal_mode = WAL")
            with _transaction(connection):
                for statements in self.migrations[self._version(connection) :]:
                    for statement in statements:
                        connection.execute(statement)
                # PRAGMA takes no parameter; the number is that of our own list
                connection.execute(f"PRAGMA user_version = {len(self.migrations)}")

    @contextlib.contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except filelock.Timeout as error:
            raise StoreError("desk.busy", path=str(self.path)) from error
        except OSError as error:
            raise StoreError("desk.cannot_write", path=str(self.path), reason=error.strerror or str(error)) from error
        except UnicodeDecodeError as error:
            raise StoreError(self.damage_code, path=str(self.path)) from error
        except sqlite3.DatabaseError as error:
            raise self._reason(error) from error

    def _reason(self, error: sqlite3.DatabaseError) -> StoreError:
        code = _primary(error)
        if code in _DAMAGE or _UNDECODED in str(error):
            return StoreError(self.damage_code, path=str(self.path))
        if code in _BUSY:
            return StoreError("desk.busy", path=str(self.path))
        is_full = code == sqlite3.SQLITE_FULL or (code in _NO_ROOM and self._is_disk_full())
        reason = os.strerror(errno.ENOSPC) if is_full else str(error)
        return StoreError("desk.cannot_write", path=str(self.path), reason=reason)

    def _is_disk_full(self) -> bool:
        try:
            return shutil.disk_usage(self.path.parent).free < _SHARED_MEMORY
        except OSError:
            return False


def _primary(error: sqlite3.DatabaseError) -> int:
    """The low byte of the extended code; drivers' own errors have none."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


@contextlib.contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        # A full disk ends some transactions by itself
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
