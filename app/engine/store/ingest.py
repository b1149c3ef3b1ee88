"""Builds segments: one file in, one immutable database out, with its report, quarantine and cube."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import duckdb

from app.engine.errors import CancelledError, StoreError
from app.engine.jobs import CancelToken
from app.engine.store.cube_sql import cube_statements
from app.engine.store.ingest_columns import enum_name, pack_hs, pack_spelling
from app.engine.store.ingest_facts import read_facts, write_report_tables
from app.engine.store.ingest_plan import IngestPlan, SegmentFacts, Vocabulary
from app.engine.store.ingest_sql import (
    PENDING,
    kept_rows_statement,
    records_view_statement,
    rejected_statement,
    retry_statement,
    stage_statement,
)
from app.engine.store.odd_rows import add_malformed_rows, list_duplicates, reject_duplicates, reject_shallower_levels

_TICK_S = 0.1
MEMORY_LIMIT = "320MB"


class MalformedTextError(Exception):
    """The text is not a regular table (ragged, broken quotes or bytes): normalise it and load that."""


class Workshop:
    """An in-memory database that builds segment files; one per import, usable from several threads."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._types: set[str] = set()
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
            self._declare(cursor, plan, lookup=f"{catalog}_lookup")
            with _watched(cursor, on_share=on_share, token=token), _translated(path):
                return _build(cursor, plan, path, catalog)
        finally:
            with contextlib.suppress(duckdb.Error):
                cursor.execute(f"DETACH DATABASE IF EXISTS {catalog}")
            cursor.close()

    def _declare(self, cursor: duckdb.DuckDBPyConnection, plan: IngestPlan, *, lookup: str) -> None:
        """Make the ENUM types once per workshop, and this file's one-row table of look-up lists.

        Lists in a table are shared by all batches of rows; as constants DuckDB 2.0 rebuilds them for each batch.
        """
        with self._lock:
            _declare_enum(cursor, "hs_code", plan.hs.codes, self._types)
            for vocabulary in plan.vocabularies.values():
                texts = [spelling.text for spelling in vocabulary.spellings]
                _declare_enum(cursor, enum_name(vocabulary), texts, self._types)
        numbers = {rule.id: number for number, rule in enumerate(plan.rules, start=1)}
        lists = {"hs": [pack_hs(code) for code in plan.hs.codes]}
        for vocabulary in plan.vocabularies.values():
            lists[vocabulary.name] = _packed_spellings(vocabulary, numbers)
        columns = ", ".join(f"?::UBIGINT[] AS {name}" for name in lists)
        cursor.execute(f"CREATE TABLE {lookup} AS SELECT {columns}", list(lists.values()))


@contextlib.contextmanager
def open_workshop(scratch: Path, *, threads: int) -> Iterator[Workshop]:
    """A workshop that spills to `scratch` and keeps within a fixed memory limit."""
    settings: dict[str, str | bool | int | float | list[str]] = {
        "threads": threads,
        "memory_limit": MEMORY_LIMIT,
        "temp_directory": str(scratch / "spill"),
        "preserve_insertion_order": False,
        "perfect_ht_threshold": 20,  # pairs of small keys are summed in arrays
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    connection = duckdb.connect(":memory:", config=settings)
    try:
        yield Workshop(connection)
    finally:
        connection.close()


def _build(cursor: duckdb.DuckDBPyConnection, plan: IngestPlan, path: Path, catalog: str) -> SegmentFacts:
    cursor.execute(f"ATTACH '{_quoted(path)}' AS {catalog}")
    stage, lookup = f"{catalog}_stage", f"{catalog}_lookup"
    _stage(cursor, plan, stage=stage, lookup=lookup)
    if plan.keeps_deepest_level:
        reject_shallower_levels(cursor, plan, stage=stage)
    if plan.drops_duplicates:
        reject_duplicates(cursor, plan, stage=stage)
    cursor.execute(kept_rows_statement(plan, catalog=catalog, stage=stage))
    cursor.execute(records_view_statement(plan, catalog=catalog))
    cursor.execute(rejected_statement(plan, catalog=catalog, stage=stage))
    cursor.execute(f"DROP TABLE {stage}")
    cursor.execute(f"DROP TABLE {lookup}")
    if plan.malformed is not None:
        add_malformed_rows(cursor, plan, catalog=catalog)
    duplicates = list_duplicates(cursor, plan, catalog=catalog)
    for statement in cube_statements(plan, catalog=catalog):
        cursor.execute(statement)
    facts = read_facts(cursor, plan, catalog=catalog, duplicates=duplicates)
    write_report_tables(cursor, plan, facts, catalog=catalog)
    cursor.execute(f"CHECKPOINT {catalog}")
    cursor.execute(f"DETACH {catalog}")
    return facts


def _stage(cursor: duckdb.DuckDBPyConnection, plan: IngestPlan, *, stage: str, lookup: str) -> None:
    """All rows of the file in one unsorted table: the exact reading, then the rest read tolerantly."""
    rest = f"{stage}_rest"
    source = [str(plan.source), plan.delimiter, plan.skip_lines]
    cursor.execute(stage_statement(plan, table=stage, lookup=lookup), source)
    cursor.execute(retry_statement(plan, table=rest, lookup=lookup, pending_table=stage))
    cursor.execute(f"DELETE FROM {stage} WHERE rule = {PENDING}")
    cursor.execute(f"INSERT INTO {stage} SELECT * FROM {rest}")
    cursor.execute(f"DROP TABLE {rest}")


def _declare_enum(cursor: duckdb.DuckDBPyConnection, name: str, texts: Sequence[str], known: set[str]) -> None:
    if name in known:
        return
    cursor.execute(
        f"CREATE TYPE {name} AS ENUM (SELECT text FROM"
        " (SELECT unnest(?::VARCHAR[]) AS text, unnest(range(?)) AS position) ORDER BY position)",
        [list(texts), len(texts)],
    )
    known.add(name)


def _packed_spellings(vocabulary: Vocabulary, numbers: dict[str, int]) -> list[int]:
    """Per spelling: key, id to remember (0 for the first, canonical spelling of a key), rejecting rule."""
    seen: set[int] = set()
    packed: list[int] = []
    for position, spelling in enumerate(vocabulary.spellings, start=1):
        remembered = position if spelling.key in seen else 0
        seen.add(spelling.key)
        packed.append(pack_spelling(key=spelling.key, spelling=remembered, rule=numbers.get(spelling.rule or "", 0)))
    return packed


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
        if isinstance(error, duckdb.InvalidInputException | duckdb.ConversionException):
            raise MalformedTextError(str(error)) from error
        if isinstance(error, duckdb.OutOfMemoryException | duckdb.IOException):
            raise StoreError("store.cannot_write_segment", path=str(path), reason=str(error).splitlines()[0]) from error
        raise


def _quoted(path: Path) -> str:
    """ATTACH takes no parameter; the path is ours, yet a user's folder may hold a quote."""
    return str(path).replace("'", "''")
