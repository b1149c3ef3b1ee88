"""The cube of a generation: the cubes of its segments side by side, each row knowing its context.

Figures of two contexts are never added. A context is what makes figures addable: one source, one set of dimensions
(the same trade by partner and once more by province would count twice), one reporter, one currency, one HS level.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from app.engine.store.cube_sql import FACETS, MEMBER_TYPES, Facet
from app.engine.store.databases import attach, open_memory
from app.engine.store.folder import StoreFolder
from app.engine.store.ingest_columns import DIRECTION_IDS
from app.engine.store.manifest import Segment

DEMO = "demo"
# Planning a statement over very many attached files takes longer than running it
_BATCH = 40


@dataclass(frozen=True, slots=True)
class _Attached:
    segment: Segment
    catalog: str
    contexts: tuple[tuple[int, int | None, str | None, int | None], ...]  # id, reporter, currency, HS level


def source_of(segment: Segment) -> str:
    """What the context calls the source: its format, or that it is made up."""
    return DEMO if segment.is_demo else segment.format


def build_cube(folder: StoreFolder, segments: Sequence[Segment], path: Path) -> None:
    """Write the cube of these segments to `path`, which must not exist; the caller moves it into place."""
    ordered = sorted(segments, key=lambda segment: (segment.directions, segment.years, segment.id))
    connection = open_memory()
    try:
        attach(connection, path, "generation", read_only=False)
        _create_tables(connection)
        known: dict[tuple[object, ...], int] = {}
        for first in range(0, len(ordered), _BATCH):
            _append_batch(connection, folder, ordered[first : first + _BATCH], known)
        connection.execute("CHECKPOINT generation")
    finally:
        connection.close()


def _create_tables(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(
        """CREATE TABLE generation.contexts (id USMALLINT, source VARCHAR, dimensions VARCHAR, reporter SMALLINT,
            currency VARCHAR, hs_level UTINYINT)"""
    )
    connection.execute(
        """CREATE TABLE generation.left_out (source VARCHAR, dimensions VARCHAR, profile VARCHAR, reporter SMALLINT,
            direction UTINYINT, currency VARCHAR, year USMALLINT, rule VARCHAR, records BIGINT, value DECIMAL(38, 3))"""
    )
    connection.execute("CREATE TABLE generation.rules (id VARCHAR, zh VARCHAR, en VARCHAR)")
    for facet in FACETS:
        members = ", ".join(f"{name} {MEMBER_TYPES[name]}" for name in facet.members)
        quantity = ", quantity DECIMAL(38, 4)" if facet.has_quantity else ""
        connection.execute(
            f"CREATE TABLE generation.{facet.table} (context USMALLINT, direction UTINYINT, year USMALLINT, {members},"
            f" value DECIMAL(38, 3), records BIGINT{quantity})"
        )


def _append_batch(
    connection: duckdb.DuckDBPyConnection,
    folder: StoreFolder,
    segments: Sequence[Segment],
    known: dict[tuple[object, ...], int],
) -> None:
    batch = []
    for number, segment in enumerate(segments):
        catalog = f"segment_{number}"
        attach(connection, folder.segment_path(segment.id), catalog, read_only=True)
        batch.append(_Attached(segment, catalog, tuple(_read_contexts(connection, segment, catalog, known))))
    for facet in FACETS:
        _append_facet(connection, facet, batch)
    _append_left_out(connection, batch)
    for attached in batch:
        connection.execute(f"DETACH {attached.catalog}")


def _read_contexts(
    connection: duckdb.DuckDBPyConnection, segment: Segment, catalog: str, known: dict[tuple[object, ...], int]
) -> Iterator[tuple[int, int | None, str | None, int | None]]:
    """The contexts of one segment, numbered across the generation."""
    rows = connection.execute(
        f"SELECT DISTINCT reporter, currency, hs_level FROM {catalog}.cube_period ORDER BY ALL"
    ).fetchall()
    for row in rows:
        key = (source_of(segment), ",".join(segment.dimensions), *row)
        if key not in known:
            known[key] = len(known) + 1
            connection.execute("INSERT INTO generation.contexts VALUES (?, ?, ?, ?, ?, ?)", [known[key], *key])
        yield known[key], *row


def _append_facet(connection: duckdb.DuckDBPyConnection, facet: Facet, batch: Sequence[_Attached]) -> None:
    columns = ", ".join((*facet.members, "value", "records", *(["quantity"] if facet.has_quantity else [])))
    selects, parameters = [], list[object]()
    for attached in batch:
        context, values = _context_column(attached)
        selects.append(f"SELECT {context}, direction, year, {columns} FROM {attached.catalog}.{facet.table}")
        parameters += values
    connection.execute(f"INSERT INTO generation.{facet.table} {' UNION ALL '.join(selects)}", parameters)


def _context_column(attached: _Attached) -> tuple[str, list[object]]:
    """SQL for the context of a row, and its parameters."""
    if len(attached.contexts) == 1:
        return f"{attached.contexts[0][0]}", []
    branches = [
        f"WHEN reporter IS NOT DISTINCT FROM ?::SMALLINT AND currency IS NOT DISTINCT FROM ?::VARCHAR"
        f" AND hs_level IS NOT DISTINCT FROM ?::UTINYINT THEN {number}"
        for number, *_ in attached.contexts
    ]
    parameters: list[object] = [value for _, *values in attached.contexts for value in values]
    return (f"CASE {' '.join(branches)} END" if branches else "NULL"), parameters


def _append_left_out(connection: duckdb.DuckDBPyConnection, batch: Sequence[_Attached]) -> None:
    """What the profiles rejected; lines that never had columns take what is constant in their file."""
    for attached in batch:
        segment, catalog = attached.segment, attached.catalog
        currencies = {currency for _, _, currency, _ in attached.contexts}
        reporters = {reporter for _, reporter, _, _ in attached.contexts}
        connection.execute(
            f"""INSERT INTO generation.left_out
                SELECT ?, ?, ?, coalesce(reporter, ?::SMALLINT), coalesce(direction, ?::UTINYINT),
                    coalesce(currency, ?::VARCHAR), coalesce(year, ?::USMALLINT), rule, records, value
                FROM {catalog}.left_out""",
            [
                source_of(segment),
                ",".join(segment.dimensions),
                segment.profile,
                _only(reporters),
                _only({DIRECTION_IDS[name] for name in segment.directions}),
                _only(currencies),
                _only(set(segment.years)),
            ],
        )
        connection.execute(
            f"""INSERT INTO generation.rules SELECT id, zh, en FROM {catalog}.rules
                WHERE id NOT IN (SELECT id FROM generation.rules)"""
        )


def _only(values: Collection[object]) -> object:
    return next(iter(values)) if len(values) == 1 else None
