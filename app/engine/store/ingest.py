"""Builds segments: one file in, one immutable database out, with its report, quarantine and cube."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb

from app.engine.errors import CancelledError, StoreError
from app.engine.jobs import CancelToken
from app.engine.store.cube_sql import cube_statements
from app.engine.store.disk import WRITE_ERRORS, reason_of
from app.engine.store.examples import examples_statement
from app.engine.store.ingest_columns import Lookups
from app.engine.store.ingest_facts import read_facts, write_report_tables
from app.engine.store.ingest_plan import IngestPlan, SegmentFacts
from app.engine.store.ingest_sql import (
    PENDING,
    kept_rows_statement,
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


class MalformedTextError(Exception):
    """The text is not a regular table (ragged, broken quotes or bytes): normalise it and load that."""


class Workshop:
    """An in-memory database that builds segment files; one per import, usable from several threads."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._lookups = LookupCache()
        self._lock = threading.Lock()
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
        try:
            with _watched(cursor, on_share=on_share, token=token), _translated(path):
                return _build(cursor, plan, path, catalog, self._lookups)
        finally:
            with contextlib.suppress(duckdb.Error):
                cursor.execute(f"DETACH DATABASE IF EXISTS {catalog}")
            cursor.close()


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


def _build(
    cursor: duckdb.DuckDBPyConnection, plan: IngestPlan, path: Path, catalog: str, cache: LookupCache
) -> SegmentFacts:
    # nothing of a segment counts before its checkpoint, so a log would be written for nothing
    cursor.execute(f"ATTACH '{_quoted(path)}' AS {catalog} (RECOVERY_MODE NO_WAL_WRITES)")
    stage = f"{catalog}_stage"
    with _refusing_text():
        lookups = cache.lookups(cursor, plan)
        _stage(cursor, plan, stage=stage, lookups=lookups)
    if plan.keeps_deepest_level:
        reject_shallower_levels(cursor, plan, stage=stage)
    if plan.drops_duplicates:
        reject_duplicates(cursor, plan, stage=stage)
    duplicates = count_duplicates(cursor, plan, stage=stage)
    cursor.execute(kept_rows_statement(plan, catalog=catalog, stage=stage, lists=lookups.lists))
    cursor.execute(records_view_statement(plan, catalog=catalog))
    cursor.execute(rejected_statement(plan, catalog=catalog, stage=stage))
    cursor.execute(examples_statement(plan, catalog=catalog, stage=stage))
    cursor.execute(f"DROP TABLE {stage}")
    if plan.malformed is not None:
        add_malformed_rows(cursor, plan, catalog=catalog)
    for statement in cube_statements(plan, catalog=catalog):
        cursor.execute(statement)
    facts = read_facts(cursor, plan, lookups, catalog=catalog, duplicates=duplicates)
    write_report_tables(cursor, plan, lookups, facts, catalog=catalog)
    cursor.execute(f"CHECKPOINT {catalog}")
    cursor.execute(f"DETACH {catalog}")
    return facts


def _stage(cursor: duckdb.DuckDBPyConnection, plan: IngestPlan, *, stage: str, lookups: Lookups) -> None:
    """All rows of the file in one unsorted table: the exact reading, then the rest read tolerantly."""
    rest = f"{stage}_rest"
    cursor.execute(stage_statement(plan, table=stage, lookups=lookups), source_parameters(plan))
    cursor.execute(retry_statement(plan, table=rest, lookups=lookups, pending_table=stage))
    cursor.execute(f"DELETE FROM {stage} WHERE rule = {PENDING}")
    cursor.execute(f"INSERT INTO {stage} SELECT * FROM {rest}")
    cursor.execute(f"DROP TABLE {rest}")


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
def _watched(
    cursor: duckdb.DuckDBPyConnection, *, on_share: Callable[[float], None], token: CancelToken
) -> Iterator[None]:
    """Report the running statement's progress, and interrupt it when asked to stop."""
    finished = threading.Event()

    def watch() -> None:
        while not finished.wait(_TICK_S):
            if token.is_cancelled:
                cursor.interrupt()
            on_share(max(0.0, cursor.query_progress()) / 100)

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
