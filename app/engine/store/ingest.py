"""Builds segments: one file in, one immutable database out, with its report, quarantine and cube."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from app.engine.errors import CancelledError, StoreError
from app.engine.jobs import CancelToken
from app.engine.store.cube_sql import cube_statements
from app.engine.store.disk import WRITE_ERRORS, reason_of
from app.engine.store.examples import examples_statement
from app.engine.store.ingest_blocks import IrregularTextError
from app.engine.store.ingest_coded import CodedReader, can_read_coded
from app.engine.store.ingest_columns import Lookups
from app.engine.store.ingest_direct import DirectLoad
from app.engine.store.ingest_facts import read_facts, write_report_tables
from app.engine.store.ingest_plan import IngestPlan, SegmentFacts
from app.engine.store.ingest_sql import (
    PENDING,
    kept_rows_statement,
    odd_stage_statement,
    records_view_statement,
    rejected_statement,
    retry_statement,
    source_parameters,
    stage_statement,
)
from app.engine.store.lookups import LookupCache
from app.engine.store.odd_rows import add_malformed_rows, count_duplicates, reject_duplicates, reject_shallower_levels

_TICK_S = 0.1
MEMORY_LIMIT = "320MB"
# Sorting, writing and counting come after
_READING_SHARE = 0.7


class MalformedTextError(Exception):
    """The text is not a regular table (ragged, broken quotes or bytes): normalise it and load that."""


class Workshop:
    """An in-memory database that builds segment files; one per import, usable from several threads."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._lookups = LookupCache()
        self._lock = threading.Lock()
        self._turn = threading.Lock()
        self._count = 0

    def build_segment(
        self, plan: IngestPlan, path: Path, *, on_share: Callable[[float], None], token: CancelToken
    ) -> SegmentFacts:
        """Write the segment to `path`; `on_share` gets the share of the file done, 0 to 1.

        Raises MalformedTextError, CancelledError, or StoreError for a full disk; `path` is then absent.
        """
        with self._lock:
            self._count += 1
            catalog = f"segment_{self._count}"
        cursor = self._connection.cursor()
        meter = _Meter(on_share)
        try:
            with _watched(cursor, meter=meter, token=token), _translated(path):
                return _Build(cursor, plan, path, catalog, self._lookups, meter, token, self._turn).run()
        finally:
            with contextlib.suppress(duckdb.Error):
                cursor.execute(f"DETACH DATABASE IF EXISTS {catalog}")
            cursor.close()


class _Meter:
    """How much of a file is done: reading counts for most of it, by bytes or by the statement that reads."""

    def __init__(self, on_share: Callable[[float], None]) -> None:
        self._on_share = on_share
        self._is_statement_reading = False

    def on_read(self, share: float) -> None:
        """So much of the file has been read."""
        self._on_share(_READING_SHARE * share)

    def on_statement(self, percent: float) -> None:
        """So much of the running statement is done."""
        if self._is_statement_reading and percent > 0:
            self.on_read(percent / 100)

    @contextlib.contextmanager
    def reading_by_statement(self) -> Iterator[None]:
        """While the statement that runs is the one that reads the file."""
        self._is_statement_reading = True
        try:
            yield
        finally:
            self._is_statement_reading = False


@contextlib.contextmanager
def open_workshop(scratch: Path, *, threads: int) -> Iterator[Workshop]:
    """A workshop that spills to `scratch` and keeps within a fixed memory limit."""
    settings: dict[str, str | bool | int | float | list[str]] = {
        "threads": threads,
        "memory_limit": MEMORY_LIMIT,
        "temp_directory": str(scratch / "spill"),
        "preserve_insertion_order": False,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    connection = duckdb.connect(":memory:", config=settings)
    try:
        yield Workshop(connection)
    finally:
        connection.close()


@dataclass(frozen=True, slots=True)
class _Build:
    """One segment on its way: the file `path`, attached as `catalog`."""

    cursor: duckdb.DuckDBPyConnection
    plan: IngestPlan
    path: Path
    catalog: str
    cache: LookupCache
    meter: _Meter
    token: CancelToken
    turn: threading.Lock  # rows of one file at a time are sorted, which bounds the memory of several

    def run(self) -> SegmentFacts:
        """The facts of the finished segment, which is detached again."""
        if can_read_coded(self.plan):
            with contextlib.suppress(IrregularTextError):
                return self._write(self._load_directly)
            self._discard()
        return self._write(self._load_staged)

    @property
    def _stage(self) -> str:
        return f"{self.catalog}_stage"

    def _write(self, load: Callable[[Lookups], int]) -> SegmentFacts:
        cursor, plan, catalog = self.cursor, self.plan, self.catalog
        # nothing of a segment counts before its checkpoint, so a log would be written for nothing
        cursor.execute(f"ATTACH '{_quoted(self.path)}' AS {catalog} (RECOVERY_MODE NO_WAL_WRITES)")
        with _refusing_text():
            lookups = self.cache.lookups(cursor, plan)
            duplicates = load(lookups)
        cursor.execute(records_view_statement(plan, catalog=catalog))
        cursor.execute(examples_statement(plan, catalog=catalog, stage=self._stage))
        cursor.execute(f"DROP TABLE {self._stage}")
        if plan.malformed is not None:
            add_malformed_rows(cursor, plan, catalog=catalog)
        for statement in cube_statements(plan, catalog=catalog):
            cursor.execute(statement)
        facts = read_facts(cursor, plan, lookups, catalog=catalog, duplicates=duplicates)
        write_report_tables(cursor, plan, lookups, facts, catalog=catalog)
        cursor.execute(f"CHECKPOINT {catalog}")
        cursor.execute(f"DETACH {catalog}")
        return facts

    def _discard(self) -> None:
        """Nothing of the segment is left but its name."""
        self.cursor.execute(f"DROP TABLE IF EXISTS {self._stage}")
        self.cursor.execute(f"DETACH {self.catalog}")
        self.path.unlink()

    def _load_directly(self, lookups: Lookups) -> int:
        """Rows as numbers where they can be read so, others through the stage; how many rows repeat another one."""
        plan, rest, refused = self.plan, self.path.with_suffix(".rest"), self.path.with_suffix(".refused")
        texts = self.cache.known_texts(plan, lookups)
        load = DirectLoad(self.cursor, plan, lookups, texts, self.catalog, refused)
        try:
            with rest.open("wb") as stream:
                load.read(CodedReader(plan, texts, stream, self.meter.on_read, self.token))
            odd = replace(plan, source=rest, skip_lines=0)
            with self.turn:
                statement = odd_stage_statement(odd, table=self._stage, lookups=lookups)
                self.cursor.execute(statement, source_parameters(odd))
                return load.finish(stage=self._stage)
        finally:
            rest.unlink(missing_ok=True)
            refused.unlink(missing_ok=True)

    def _load_staged(self, lookups: Lookups) -> int:
        """All rows through the stage; how many of them repeat another one."""
        cursor, plan, stage = self.cursor, self.plan, self._stage
        retried = f"{stage}_retried"
        with self.meter.reading_by_statement():
            cursor.execute(stage_statement(plan, table=stage, lookups=lookups), source_parameters(plan))
        cursor.execute(retry_statement(plan, table=retried, lookups=lookups, pending_table=stage))
        cursor.execute(f"DELETE FROM {stage} WHERE rule = {PENDING}")
        cursor.execute(f"INSERT INTO {stage} SELECT * FROM {retried}")
        cursor.execute(f"DROP TABLE {retried}")
        if plan.keeps_deepest_level:
            reject_shallower_levels(cursor, plan, stage=stage)
        if plan.drops_duplicates:
            reject_duplicates(cursor, plan, stage=stage)
        cursor.execute(kept_rows_statement(plan, catalog=self.catalog, stage=stage, lists=lookups.lists))
        cursor.execute(rejected_statement(plan, catalog=self.catalog, stage=stage))
        return count_duplicates(cursor, plan, stage=stage)


@contextlib.contextmanager
def _refusing_text() -> Iterator[None]:
    """Of all failures while a file is read, those that are about its text; others are ours."""
    try:
        yield
    except duckdb.InvalidInputException as error:
        if "CSV" not in str(error):
            raise
        raise MalformedTextError(str(error)) from error


@contextlib.contextmanager
def _watched(cursor: duckdb.DuckDBPyConnection, *, meter: _Meter, token: CancelToken) -> Iterator[None]:
    """Report the running statement's progress, and interrupt it when asked to stop."""
    finished = threading.Event()

    def watch() -> None:
        while not finished.wait(_TICK_S):
            if token.is_cancelled:
                cursor.interrupt()
            meter.on_statement(cursor.query_progress())

    watcher = threading.Thread(target=watch, name="ingest-watch", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        finished.set()
        watcher.join()
    token.check()


@contextlib.contextmanager
def _translated(path: Path) -> Iterator[None]:
    """Turn the driver's failures into ours and leave no half-written segment behind."""
    try:
        yield
    except BaseException as error:
        for leftover in (path, path.with_name(path.name + ".wal")):
            with contextlib.suppress(OSError):
                leftover.unlink()
        if isinstance(error, duckdb.InterruptException):
            raise CancelledError from error
        if isinstance(error, WRITE_ERRORS):
            raise StoreError("store.cannot_write", path=str(path), reason=reason_of(error)) from error
        raise


def _quoted(path: Path) -> str:
    """ATTACH takes no parameter; the path is ours, yet a user's folder may hold a quote."""
    return str(path).replace("'", "''")
