"""The cube of a generation: the cubes of its segments side by side, each row knowing its context.

Figures of two contexts are never added. A context is what makes figures addable: one source, one set of dimensions
(the same trade by partner and once more by province would count twice), one reporter, one currency, one HS level.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from app.engine.store.cube_sql import (
    FACETS,
    MEMBER_TYPES,
    RECORDS,
    Facet,
    figure_columns,
    finest_statement,
    heading_statement,
    hs_prefix,
)
from app.engine.store.databases import attach, open_memory
from app.engine.store.folder import StoreFolder
from app.engine.store.ingest_columns import DIRECTION_IDS
from app.engine.store.manifest import Segment

# Source, dimensions, reporter, currency, HS level
ContextKey = tuple[object, ...]

DEMO = "demo"
_FINEST = "finest"
# Charts of one or two members read little of a table that is sorted by them and knows the bounds of small parts
_ROW_GROUP_SIZE = 16_384
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


def build_cube(
    folder: StoreFolder, segments: Sequence[Segment], path: Path, *, numbered: Mapping[ContextKey, int] | None = None
) -> None:
    """Write the cube of these segments to `path`, which must not exist; the caller moves it into place.

    Contexts that are numbered already keep their numbers.
    """
    ordered = sorted(segments, key=lambda segment: (segment.directions, segment.years, segment.id))
    # A checkpoint in between would compress tables that still grow
    connection = open_memory(checkpoint_threshold="1GB")
    try:
        attach(connection, path, "generation", read_only=False, row_group_size=_ROW_GROUP_SIZE)
        _create_tables(connection)
        known: dict[ContextKey, int] = {}
        for key, number in (numbered or {}).items():
            _number_context(connection, known, key, number)
        for first in range(0, len(ordered), _BATCH):
            _append_batch(connection, folder, ordered[first : first + _BATCH], known)
        for facet in FACETS:
            if facet.summed_from not in (None, RECORDS):
                _sum_facet(connection, facet)
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
    # Which segments were put in together
    connection.execute("CREATE TABLE generation.parts (number USMALLINT, segment VARCHAR)")
    for facet in FACETS:
        columns = {name: MEMBER_TYPES[name] for name in facet.members} | figure_columns(facet)
        connection.execute(
            f"CREATE TABLE generation.{facet.table} (context USMALLINT, direction UTINYINT, year USMALLINT,"
            f" {', '.join(f'{name} {kind}' for name, kind in columns.items())})"
        )


def _append_batch(
    connection: duckdb.DuckDBPyConnection,
    folder: StoreFolder,
    segments: Sequence[Segment],
    known: dict[ContextKey, int],
) -> None:
    catalogs = [f"segment_{number}" for number in range(len(segments))]
    for segment, catalog in zip(segments, catalogs, strict=True):
        attach(connection, folder.segment_path(segment.id), catalog, read_only=True)
    batch = _read_contexts(connection, segments, catalogs, known)
    for facet in FACETS:
        if facet.summed_from is None:
            _append_facet(connection, facet, batch)
    for attached in batch:
        _append_finest(connection, attached)
    _append_left_out(connection, batch)
    connection.executemany("INSERT INTO generation.parts VALUES (1, ?)", [[segment.id] for segment in segments])
    for catalog in catalogs:
        connection.execute(f"DETACH {catalog}")


def _read_contexts(
    connection: duckdb.DuckDBPyConnection,
    segments: Sequence[Segment],
    catalogs: Sequence[str],
    known: dict[ContextKey, int],
) -> list[_Attached]:
    """The segments with their contexts, which are numbered across the generation."""
    selects = [
        f"SELECT DISTINCT {number} AS number, reporter, currency, hs_level FROM {catalog}.cube_period"
        for number, catalog in enumerate(catalogs)
    ]
    found: list[list[tuple[int, int | None, str | None, int | None]]] = [[] for _ in segments]
    for number, *own in connection.execute(f"{' UNION ALL '.join(selects)} ORDER BY ALL").fetchall():
        key = (source_of(segments[number]), ",".join(segments[number].dimensions), *own)
        if key not in known:
            _number_context(connection, known, key, len(known) + 1)
        found[number].append((known[key], *own))
    return [_Attached(*parts) for parts in zip(segments, catalogs, map(tuple, found), strict=True)]


def _number_context(
    connection: duckdb.DuckDBPyConnection, known: dict[ContextKey, int], key: ContextKey, number: int
) -> None:
    known[key] = number
    connection.execute("INSERT INTO generation.contexts VALUES (?, ?, ?, ?, ?, ?)", [number, *key])


def _append_facet(connection: duckdb.DuckDBPyConnection, facet: Facet, batch: Sequence[_Attached]) -> None:
    columns = ", ".join((*facet.members, *figure_columns(facet)))
    selects, parameters = [], list[object]()
    for attached in batch:
        context, values = _context_column(attached)
        selects.append(f"SELECT {context}, direction, year, {columns} FROM {attached.catalog}.{facet.table}")
        parameters += values
    connection.execute(f"INSERT INTO generation.{facet.table} {' UNION ALL '.join(selects)}", parameters)


def _append_finest(connection: duckdb.DuckDBPyConnection, attached: _Attached) -> None:
    """The facets that are made of the records, from one pass over those of a segment."""
    if not attached.contexts:
        return
    context, parameters = _context_column(attached)
    segment = attached.segment
    members = {"context": attached.contexts, "direction": segment.directions, "year": segment.years}
    constant = [name for name, found in members.items() if len(found) == 1]
    connection.execute(
        finest_statement(table=_FINEST, catalog=attached.catalog, context=context, constant=constant), parameters
    )
    for facet in FACETS:
        if facet.summed_from == RECORDS and not facet.has_quantity:
            connection.execute(_from_finest(facet))
        elif facet.summed_from == RECORDS:
            statement = heading_statement(
                facet, into="generation", catalog=attached.catalog, context=context, constant=constant
            )
            connection.execute(statement, parameters)
    connection.execute(f"DROP TABLE {_FINEST}")


def _from_finest(facet: Facet) -> str:
    """INSERT of one facet, sorted; the finest sums are those of `detail` already."""
    keys = ", ".join(("context", "direction", "year", *facet.members))
    figures = "value, records" if not facet.has_headings else "sum(value), sum(records), bit_or(headings)"
    grouped = f"GROUP BY {keys}" if facet.has_headings else ""
    order = ", ".join(("direction", *facet.members))
    return f"INSERT INTO generation.{facet.table} SELECT {keys}, {figures} FROM {_FINEST} {grouped} ORDER BY {order}"


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


def _sum_facet(connection: duckdb.DuckDBPyConnection, facet: Facet) -> None:
    levels = {"hs6": 6, "hs4": 4}
    members = ", ".join(hs_prefix(levels[name]) if name in levels else name for name in facet.members)
    connection.execute(
        f"""INSERT INTO generation.{facet.table}
            SELECT context, direction, year, {members}, sum(value), sum(records){", sum(quantity)" * facet.has_quantity}
            FROM generation.cube_{facet.summed_from} JOIN generation.contexts ON id = context
            GROUP BY ALL ORDER BY ALL"""
    )


def _append_left_out(connection: duckdb.DuckDBPyConnection, batch: Sequence[_Attached]) -> None:
    """What the profiles rejected; lines that never had columns take what is constant in their file."""
    selects, parameters = [], list[object]()
    for attached in batch:
        segment = attached.segment
        selects.append(
            f"""SELECT ?, ?, ?, coalesce(reporter, ?::SMALLINT), coalesce(direction, ?::UTINYINT),
                coalesce(currency, ?::VARCHAR), coalesce(year, ?::USMALLINT), rule, records, value
            FROM {attached.catalog}.left_out"""
        )
        parameters += [
            source_of(segment),
            ",".join(segment.dimensions),
            segment.profile,
            _only({reporter for _, reporter, _, _ in attached.contexts}),
            _only({DIRECTION_IDS[name] for name in segment.directions}),
            _only({currency for _, _, currency, _ in attached.contexts}),
            _only(set(segment.years)),
        ]
    connection.execute(f"INSERT INTO generation.left_out {' UNION ALL '.join(selects)}", parameters)
    rules = " UNION ".join(f"SELECT id, zh, en FROM {attached.catalog}.rules" for attached in batch)
    connection.execute(
        f"""INSERT INTO generation.rules SELECT id, min(zh), min(en) FROM ({rules})
            WHERE id NOT IN (SELECT id FROM generation.rules) GROUP BY id"""
    )


def _only(values: Collection[object]) -> object:
    return next(iter(values)) if len(values) == 1 else None
