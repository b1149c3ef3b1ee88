"""The lines of one run in a SQLite file of their own: added block by block, never changed, read in any order."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.engine.errors import UsageError
from app.engine.store.sqlite_file import SqliteFile

_PACK = 64  # documents compressed together: a tenth of the room, and still a millisecond to read one
_COMPRESSION = 1
_MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        """
        CREATE TABLE line (
            id INTEGER PRIMARY KEY,
            row INTEGER NOT NULL,
            number TEXT NOT NULL,
            hs TEXT NOT NULL,
            name TEXT NOT NULL,
            trader TEXT NOT NULL
        )
        """,
        """
        CREATE TABLE block (
            number INTEGER PRIMARY KEY,
            lines INTEGER NOT NULL,
            unread INTEGER NOT NULL,
            risk BLOB NOT NULL,
            value BLOB NOT NULL,
            recovery BLOB NOT NULL,
            tails BLOB NOT NULL,
            rules BLOB NOT NULL,
            is_import BLOB NOT NULL
        )
        """,
        "CREATE TABLE pack (first INTEGER PRIMARY KEY, documents BLOB NOT NULL)",
        "CREATE TABLE unread (id INTEGER PRIMARY KEY, row INTEGER NOT NULL, problem TEXT NOT NULL)",
    ),
    ("CREATE TABLE bundle (first INTEGER PRIMARY KEY, lines INTEGER NOT NULL, documents BLOB NOT NULL)",),
)
_KINDS = {"risk": "<f8", "value": "<f8", "recovery": "<f8", "tails": "<f4", "rules": "<u8", "is_import": "|b1"}
_DIGESTED = 1_000  # rows at once
_TABLES = ("block", "line", "pack", "bundle", "unread")
_TEXTS = frozenset({"number", "hs", "name", "trader"})
Opener = Callable[[bytes], Callable[[int], str]]
"""Opens a bundle; what it returns tells the document of a line by its place in it."""
_Part = tuple[range, Callable[[int], str]]


@dataclass(frozen=True, slots=True)
class KeptBlock:
    """Scored lines in file order, in columns of equal length; not a number is what is not known.

    Documents are texts, or all of them in one bundle that only who made it can open.
    """

    number: int
    rows: Sequence[int]
    numbers: Sequence[str]
    hs: Sequence[str]
    names: Sequence[str]
    traders: Sequence[str]
    risk: NDArray[np.float64]
    value: NDArray[np.float64]
    recovery: NDArray[np.float64]
    tails: NDArray[np.float32]
    rules: NDArray[np.uint64]
    is_import: NDArray[np.bool_]
    documents: Sequence[str] | bytes
    unread: Sequence[tuple[int, str]]  # row of the file, and its problem as a document


@dataclass(frozen=True, slots=True)
class LineText:
    """What is shown of a line; `id` counts the lines of a run from 1 in the order of the file."""

    id: int
    row: int
    number: str
    hs: str
    name: str
    trader: str


@dataclass(frozen=True, slots=True)
class RunSize:
    """How much of a file is kept so far; `next_block` is where to go on."""

    lines: int
    unread: int
    next_block: int


@dataclass(frozen=True, slots=True)
class RunFile:
    """The file at `path`, made at its first use; any thread may ask."""

    path: Path

    def size(self) -> RunSize:
        """What is kept."""
        with self._file.reading() as connection:
            return _size(connection)

    def digest(self) -> str:
        """SHA-256 over everything that is kept, in its order."""
        found = hashlib.sha256()
        with self._file.reading() as connection:
            for name in _TABLES:
                # The names are those of `_TABLES`
                rows = connection.execute(f"SELECT * FROM {name} ORDER BY 1")
                while some := rows.fetchmany(_DIGESTED):
                    blobs = [cell for row in some for cell in row if isinstance(cell, bytes)]
                    told = (
                        [[len(cell) if isinstance(cell, bytes) else cell for cell in row] for row in some]
                        if blobs
                        else some
                    )
                    for part in (repr(told).encode("utf-8", "surrogatepass"), *blobs):
                        found.update(part)
        return found.hexdigest()

    def add(self, block: KeptBlock) -> RunSize:
        """Keep the next block whole or not at all; UsageError if another program has added it meanwhile."""
        packs = [] if isinstance(block.documents, bytes) else list(_packs(block.documents))
        with self._file.writing() as connection:
            before = _size(connection)
            if block.number != before.next_block:
                raise UsageError("cases.run_elsewhere")
            first = before.lines + 1
            connection.executemany("INSERT INTO line VALUES (?, ?, ?, ?, ?, ?)", _line_rows(block, first))
            connection.executemany(
                "INSERT INTO pack VALUES (?, ?)", ((first + place, documents) for place, documents in packs)
            )
            if isinstance(block.documents, bytes):
                bundle = (first, len(block.rows), block.documents)
                connection.execute("INSERT INTO bundle VALUES (?, ?, ?)", bundle)
            connection.executemany("INSERT INTO unread (row, problem) VALUES (?, ?)", block.unread)
            columns = [np.ascontiguousarray(getattr(block, name), kind).tobytes() for name, kind in _KINDS.items()]
            counts = (block.number, len(block.rows), len(block.unread))
            connection.execute("INSERT INTO block VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", (*counts, *columns))
            return RunSize(before.lines + len(block.rows), before.unread + len(block.unread), block.number + 1)

    def column(self, name: str) -> NDArray[Any]:
        """One numeric column of all lines, in file order; `tails` has a row for each line."""
        kind = _KINDS[name]
        with self._file.reading() as connection:
            # The names are those of `_KINDS`
            parts = [
                np.frombuffer(blob, kind) for (blob,) in connection.execute(f"SELECT {name} FROM block ORDER BY number")
            ]
        whole = np.concatenate(parts) if parts else np.empty(0, kind)
        return whole.reshape(-1, 5) if name == "tails" else whole

    def order_by_text(self, name: str) -> NDArray[np.int32]:
        """Numbers of all lines, sorted by a text column, then as in the file."""
        if name not in _TEXTS:
            raise ValueError(name)
        return self._numbers(f"SELECT id FROM line ORDER BY {name}, id", ())

    def lines_with(self, text: str) -> NDArray[np.int32]:
        """Numbers of the lines whose number, code, name or trader holds a text, in capitals or not."""
        pattern = "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        return self._numbers(
            "SELECT id FROM line WHERE name LIKE ?1 ESCAPE '\\' OR trader LIKE ?1 ESCAPE '\\'"
            " OR number LIKE ?1 ESCAPE '\\' OR hs LIKE ?1 ESCAPE '\\'",
            (pattern,),
        )

    def lines_of_code(self, prefix: str) -> NDArray[np.int32]:
        """Numbers of the lines whose code begins so."""
        return self._numbers("SELECT id FROM line WHERE hs >= ? AND hs < ?", (prefix, prefix + "~"))

    def texts(self, lines: Sequence[int]) -> list[LineText]:
        """What is shown of some lines, in the order asked for."""
        with self._file.reading() as connection:
            found = (
                connection.execute(
                    "SELECT id, row, number, hs, name, trader FROM line WHERE id = ?", (line,)
                ).fetchone()
                for line in lines
            )
            return [LineText(*row) for row in found if row is not None]

    def documents(self, lines: Sequence[int], opened: Opener) -> list[str]:
        """Documents of some lines, in the order asked for; UsageError for a line that there is not."""
        found: dict[int, str] = {}
        with self._file.reading() as connection:
            part: _Part = range(0), str
            # In the order of the file, so that one opened part at a time does
            for line in sorted(set(lines)):
                if line not in part[0]:
                    part = _bundle(connection, line, opened) or _pack(connection, line)
                own, tell = part
                found[line] = tell(line - own.start)
        return [found[line] for line in lines]

    def unread(self, *, offset: int, limit: int) -> list[tuple[int, str]]:
        """Rows that no declaration could be made of, each with its problem as a document."""
        with self._file.reading() as connection:
            return connection.execute(
                "SELECT row, problem FROM unread ORDER BY id LIMIT ? OFFSET ?", (limit, offset)
            ).fetchall()

    def _numbers(self, question: str, values: tuple[str, ...]) -> NDArray[np.int32]:
        with self._file.reading() as connection:
            found = connection.execute(question, values)
            found.arraysize = 10_000
            return np.fromiter((number for (number,) in found), np.int32)

    @property
    def _file(self) -> SqliteFile:
        return SqliteFile(self.path, _MIGRATIONS, "cases.run_damaged")


def problem_document(code: str, values: dict[str, Any]) -> str:
    """Why a row is no declaration, so that both languages can say it."""
    return json.dumps([code, values], ensure_ascii=False, default=str)


def _size(connection: Any) -> RunSize:
    lines, unread, next_block = connection.execute(
        "SELECT coalesce(sum(lines), 0), coalesce(sum(unread), 0), coalesce(max(number) + 1, 0) FROM block"
    ).fetchone()
    return RunSize(lines, unread, next_block)


def _line_rows(block: KeptBlock, first: int) -> Iterator[tuple[int, int, str, str, str, str]]:
    columns = (block.rows, block.numbers, block.hs, block.names, block.traders)
    return ((first + place, int(row), *texts) for place, (row, *texts) in enumerate(zip(*columns, strict=True)))  # type: ignore[misc]  # zip of five


def _packs(documents: Sequence[str]) -> Iterator[tuple[int, bytes]]:
    for place in range(0, len(documents), _PACK):
        text = "\n".join(documents[place : place + _PACK])
        yield place, zlib.compress(text.encode("utf-8", "surrogatepass"), _COMPRESSION)


def _bundle(connection: Any, line: int, opened: Opener) -> _Part | None:
    """The lines bundled with one, and what tells the document of each; None where there is no bundle."""
    row = connection.execute(
        "SELECT first, lines, documents FROM bundle WHERE first <= ? ORDER BY first DESC LIMIT 1", (line,)
    ).fetchone()
    if row is None or line >= row[0] + row[1]:
        return None
    return range(row[0], row[0] + row[1]), opened(row[2])


def _pack(connection: Any, line: int) -> _Part:
    """The same of documents that were compressed as texts."""
    row = connection.execute(
        "SELECT first, documents FROM pack WHERE first <= ? ORDER BY first DESC LIMIT 1", (line,)
    ).fetchone()
    documents = [] if row is None else zlib.decompress(row[1]).decode("utf-8", "surrogatepass").split("\n")
    if row is None or line - row[0] >= len(documents):
        raise UsageError("cases.line_unknown", line=line)
    return range(row[0], row[0] + len(documents)), documents.__getitem__
