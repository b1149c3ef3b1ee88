"""A store opened for reading: one generation at a time, which stays readable while another is written."""

from __future__ import annotations

import contextlib
import contextvars
import functools
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import duckdb

from app.engine.errors import CancelledError, StoreError
from app.engine.jobs import CancelToken
from app.engine.store.databases import attach, open_memory
from app.engine.store.folder import StoreFolder
from app.engine.store.generation_facts import GenerationFacts, read_facts
from app.engine.store.manifest import Manifest, Segment, read_manifest
from app.engine.store.margins import MarginShelf, margins_beside
from app.engine.store.segment_records import record_columns

if TYPE_CHECKING:
    import numpy as np

Answer = TypeVar("Answer")
Row = tuple[object, ...]
Column: TypeAlias = "np.ma.MaskedArray[Any, np.dtype[Any]]"
CUBE = "generation"
_ATTEMPTS = 5
_MEMORY_LIMIT = "2GB"
_PARSED_KEPT = 128
_DAMAGE = (duckdb.IOException, duckdb.FatalException, duckdb.InternalException, duckdb.SerializationException)

# Whatever question a thread asks; a token in the signature of each would have to pass through all of them
_asked_until: contextvars.ContextVar[CancelToken | None] = contextvars.ContextVar("asked_until", default=None)


class _VanishedError(Exception):
    """A file of an older generation was removed by a writer."""


class Generation:
    """One generation, read-only: its cube, and its segments from the first question that needs their records."""

    def __init__(self, folder: StoreFolder, manifest: Manifest, connection: duckdb.DuckDBPyConnection) -> None:
        self.manifest = manifest
        self.facts = GenerationFacts()
        self.margins = MarginShelf.empty()
        self._folder = folder
        self._connection = connection
        # Reading a statement of several charts takes as long as answering it
        self._parsed = functools.lru_cache(_PARSED_KEPT)(functools.partial(_parse, connection))
        self._catalogs: dict[str, str] = {}
        self._columns: dict[str, str] = {}
        self._lock = threading.Lock()

    def rows(self, statement: str, parameters: Sequence[object] = ()) -> list[Row]:
        """All rows of one statement; callable from any thread."""
        return self._answer(statement, parameters, duckdb.DuckDBPyConnection.fetchall)

    def columns(self, statement: str, parameters: Sequence[object] = ()) -> dict[str, Column]:
        """The answer of one statement by column, for answers of very many rows; NULL is masked."""
        import numpy as np  # noqa: PLC0415  # takes as long as the database, and the first questions of a start need none

        found = self._answer(statement, parameters, duckdb.DuckDBPyConnection.fetchnumpy)
        return {name: np.ma.asarray(column) for name, column in found.items()}

    def _answer(
        self, statement: str, parameters: Sequence[object], fetch: Callable[[duckdb.DuckDBPyConnection], Answer]
    ) -> Answer:
        token = _token()
        token.check()
        with contextlib.closing(self._connection.cursor()) as cursor, token.interrupting(cursor.interrupt):
            try:
                return fetch(cursor.execute(self._parsed(statement), list(parameters)))
            except duckdb.InterruptException as error:
                raise CancelledError from error
            except duckdb.OutOfMemoryException as error:
                raise StoreError("query.out_of_memory") from error
            except _DAMAGE as error:
                raise StoreError("query.damaged", path=str(self._folder.root)) from error

    def attach_cube(self) -> None:
        """Open the cube and read the facts that nearly every question needs."""
        if self.manifest.cube is None:
            return
        path = self._folder.cube_path(self.manifest.cube)
        self._attach(path, CUBE)
        try:
            self.facts = read_facts(self._connection, CUBE)
        except duckdb.Error as error:
            raise StoreError("query.damaged", path=str(path)) from error
        self.margins = margins_beside(self._folder.margins_path(self.manifest.cube))

    def attach_segment(self, segment: Segment) -> str:
        """The name under which the segment's tables can be queried; its file is opened the first time."""
        with self._lock:
            if segment.id not in self._catalogs:
                catalog = f"segment_{len(self._catalogs)}"
                self._attach(self._folder.segment_path(segment.id), catalog)
                self._catalogs[segment.id] = catalog
            return self._catalogs[segment.id]

    def record_columns(self, segment: Segment) -> str:
        """What to select from the segment's `kept_rows`, with its constants in place."""
        catalog = self.attach_segment(segment)
        with self._lock:
            if catalog not in self._columns:
                with contextlib.closing(self._connection.cursor()) as cursor:
                    self._columns[catalog] = record_columns(cursor, catalog)
            return self._columns[catalog]

    def close(self) -> None:
        """Let go of all files."""
        self._connection.close()

    def _attach(self, path: Path, catalog: str) -> None:
        if not path.exists():
            raise _VanishedError(str(path))
        try:
            attach(self._connection, path, catalog, read_only=True)
        except duckdb.Error as error:
            if not path.exists():
                raise _VanishedError(str(path)) from error
            raise StoreError("query.damaged", path=str(path)) from error


def _parse(connection: duckdb.DuckDBPyConnection, statement: str) -> duckdb.Statement:
    with contextlib.closing(connection.cursor()) as cursor:
        (parsed,) = cursor.extract_statements(statement)
        return parsed


def _token() -> CancelToken:
    return _asked_until.get() or CancelToken()


@contextlib.contextmanager
def interruptible(token: CancelToken) -> Iterator[None]:
    """A block in which cancelling interrupts the questions of this thread; they raise CancelledError."""
    reset = _asked_until.set(token)
    try:
        yield
    finally:
        _asked_until.reset(reset)


class Store:
    """A store that answers questions, each against one whole generation; usable from several threads."""

    def __init__(self, folder: StoreFolder, generation: Generation) -> None:
        self._folder = folder
        self._generation = generation
        self._lock = threading.Lock()

    @property
    def path(self) -> Path:
        """Its folder."""
        return self._folder.root

    @property
    def manifest(self) -> Manifest:
        """The generation that questions are answered from."""
        return self._generation.manifest

    def ask(self, question: Callable[[Generation], Answer]) -> Answer:
        """The answer of `question`; asked again of a newer generation if a writer removed a file meanwhile."""
        # What memory tells comes to no statement that would look
        _token().check()
        for _ in range(_ATTEMPTS):
            generation = self._generation
            if not generation.manifest.segments:
                raise StoreError("query.store_empty", path=str(self._folder.root))
            try:
                return question(generation)
            except _VanishedError as error:
                if not self.refresh():
                    raise StoreError("query.file_missing", path=str(error)) from error
        raise StoreError("query.always_changing", path=str(self._folder.root))

    def refresh(self) -> bool:
        """Switch to the newest generation; False if this is it already. Questions being answered keep theirs."""
        with self._lock:
            if read_manifest(self._folder.root) == self._generation.manifest:
                return False
            self._generation = _open_generation(self._folder)
            return True

    def check(self) -> None:
        """Open every file of the generation and count its records; StoreError for the first that is damaged."""
        if self._generation.manifest.segments:
            self.ask(_count_records)

    def close(self) -> None:
        """Let go of all files."""
        self._generation.close()


@contextlib.contextmanager
def open_store(path: Path) -> Iterator[Store]:
    """The store at `path`, read-only; opens its cube at once, which shows damage early."""
    folder = StoreFolder(path)
    store = Store(folder, _open_generation(folder))
    try:
        yield store
    finally:
        store.close()


def _open_generation(folder: StoreFolder) -> Generation:
    manifest = read_manifest(folder.root)
    for _ in range(_ATTEMPTS):
        generation = Generation(folder, manifest, open_memory(memory_limit=_MEMORY_LIMIT))
        try:
            generation.attach_cube()
        except _VanishedError as error:
            generation.close()
            newer = read_manifest(folder.root)
            if newer == manifest:
                raise StoreError("query.file_missing", path=str(error)) from error
            manifest = newer
        except StoreError:
            generation.close()
            raise
        else:
            return generation
    raise StoreError("query.always_changing", path=str(folder.root))


def _count_records(generation: Generation) -> None:
    for segment in generation.manifest.segments:
        ((count,),) = generation.rows(f"SELECT count(*) FROM {generation.attach_segment(segment)}.kept_rows")
        if count != segment.kept:
            raise StoreError("query.damaged", path=segment.id)
