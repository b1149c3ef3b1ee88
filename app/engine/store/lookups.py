"""Tables and ENUM types by which a file's texts become codes, made for one import and dropped after it."""

from __future__ import annotations

import duckdb

from app.engine.store.coding import Coding, encode
from app.engine.store.ingest_columns import Lookups, looked_up_dimensions, pack_hs
from app.engine.store.ingest_plan import IngestPlan
from app.engine.store.ingest_sql import source_parameters, source_statement

_SAMPLE_ROWS = 500
_TOLERATED_MISSES = 0.02


def create_lookups(cursor: duckdb.DuckDBPyConnection, plan: IngestPlan, *, prefix: str) -> Lookups:
    """Code all vocabularies and choose, from the first rows, which dimensions are cast and which are joined."""
    codings = {name: encode(vocabulary, plan.rules) for name, vocabulary in plan.vocabularies.items()}
    _create_table(
        cursor, f"{prefix}_hs", [*plan.hs.codes], [pack_hs(code) for code in plan.hs.codes], [0] * len(plan.hs.codes)
    )
    for name, coding in codings.items():
        codes = list(range(1, len(coding.spellings) + 1))
        _create_table(cursor, f"{prefix}_{name}", coding.texts, codes, coding.keys)
        cursor.execute(f"CREATE TYPE {prefix}_{name}_texts AS ENUM (SELECT text FROM {prefix}_{name} ORDER BY code)")
    _create_lists(cursor, prefix, codings)
    every = Lookups(prefix, codings, frozenset(name for name in looked_up_dimensions(plan) if name in plan.fields))
    return Lookups(prefix, codings, _seldom_missing(cursor, plan, every))


def drop_lookups(cursor: duckdb.DuckDBPyConnection, lookups: Lookups) -> None:
    """Free what `create_lookups` made."""
    for name in lookups.codings:
        cursor.execute(f"DROP TYPE {lookups.enum_name(name)}")
    for name in ("hs", "lists", *lookups.codings):
        cursor.execute(f"DROP TABLE {lookups.prefix}_{name}")


def _create_table(
    cursor: duckdb.DuckDBPyConnection, name: str, texts: list[str], codes: list[int], keys: list[int]
) -> None:
    cursor.execute(
        f"CREATE TABLE {name} AS SELECT unnest(?::VARCHAR[]) AS text, unnest(?::UBIGINT[]) AS code,"
        " unnest(?::INTEGER[]) AS key",
        [texts, codes, keys],
    )


def _create_lists(cursor: duckdb.DuckDBPyConnection, prefix: str, codings: dict[str, Coding]) -> None:
    """One row of lists by code: a table's lists are shared by all batches, constants are rebuilt for each."""
    columns = ", ".join(f"?::INTEGER[] AS {name}_key, ?::USMALLINT[] AS {name}_remembered" for name in codings)
    values = [part for coding in codings.values() for part in (coding.keys, [*coding.remembered])]
    cursor.execute(f"CREATE TABLE {prefix}_lists AS SELECT 0 AS nothing{', ' if columns else ''}{columns}", values)


def _seldom_missing(cursor: duckdb.DuckDBPyConnection, plan: IngestPlan, lookups: Lookups) -> frozenset[str]:
    """Dimensions of which nearly all texts among the first rows are known."""
    names = sorted(lookups.by_enum)
    if not names:
        return frozenset()
    counts = ", ".join(f"count(try_cast(c{plan.fields[name]} AS {lookups.enum_name(name)}))" for name in names)
    row = cursor.execute(
        f"SELECT count(*), {counts} FROM (SELECT * FROM ({source_statement(plan)}) LIMIT {_SAMPLE_ROWS})",
        source_parameters(plan),
    ).fetchone()
    rows, *known = row or (0,)
    return frozenset(name for name, count in zip(names, known, strict=True) if rows - count <= _TOLERATED_MISSES * rows)
