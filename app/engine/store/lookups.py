"""Tables and ENUM types by which texts become codes, made once for all files of one kind in an import."""

from __future__ import annotations

import itertools
import threading
from dataclasses import replace

import duckdb

from app.engine.store.coding import Coding, encode
from app.engine.store.ingest_coded import KnownTexts
from app.engine.store.ingest_columns import Lookups, looked_up_dimensions, pack_member
from app.engine.store.ingest_hs import pack_hs
from app.engine.store.ingest_plan import IngestPlan
from app.engine.store.ingest_sql import source_parameters, source_statement

_SAMPLE_ROWS = 500
_TOLERATED_MISSES = 0.02


class LookupCache:
    """Tables of one workshop's vocabularies: files of one kind share them; usable from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        # a cancelled creation leaves tables behind, so that no name serves twice
        self._numbers = itertools.count()
        self._known: dict[tuple[object, ...], Lookups] = {}
        self._texts: dict[tuple[object, ...], KnownTexts] = {}

    def lookups(self, cursor: duckdb.DuckDBPyConnection, plan: IngestPlan) -> Lookups:
        """Codings of the plan's vocabularies, and which dimensions are cast and which joined, by the first rows."""
        key = _key(plan)
        with self._lock:
            if key not in self._known:
                self._known[key] = _create_lookups(cursor, plan, prefix=f"known_{next(self._numbers)}")
            every = self._known[key]
        return replace(every, by_enum=_seldom_missing(cursor, plan, every))

    def known_texts(self, plan: IngestPlan, lookups: Lookups) -> KnownTexts:
        """What cells of the plan may hold, so that they are read exactly."""
        key = (plan.hs_digits, tuple(looked_up_dimensions(plan)), *_key(plan))
        with self._lock:
            if key not in self._texts:
                self._texts[key] = KnownTexts.of(plan, lookups.codings)
            return self._texts[key]


def _key(plan: IngestPlan) -> tuple[object, ...]:
    return (plan.hs, tuple(rule.id for rule in plan.rules), *sorted(plan.vocabularies.items()))


def _create_lookups(cursor: duckdb.DuckDBPyConnection, plan: IngestPlan, *, prefix: str) -> Lookups:
    codings = {name: encode(vocabulary, plan.rules) for name, vocabulary in plan.vocabularies.items()}
    hs = [*plan.hs.codes]
    _create_table(cursor, f"{prefix}_hs", hs, [pack_hs(code) for code in hs], [0] * len(hs))
    for name, coding in codings.items():
        codes = list(range(1, len(coding.spellings) + 1))
        _create_table(cursor, f"{prefix}_{name}", coding.texts, codes, coding.keys)
        cursor.execute(f"CREATE TYPE {prefix}_{name}_texts AS ENUM (SELECT text FROM {prefix}_{name} ORDER BY code)")
    _create_lists(cursor, prefix, codings)
    return Lookups(prefix, codings, frozenset(name for name in looked_up_dimensions(plan) if name in plan.fields))


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
    columns = [f"?::INTEGER[] AS {name}, ?::VARCHAR[] AS {name}_texts" for name in codings]
    values: list[object] = []
    for coding in codings.values():
        values.append([pack_member(key, code) for key, code in zip(coding.keys, coding.remembered, strict=True)])
        values.append(coding.texts)
    cursor.execute(f"CREATE TABLE {prefix}_lists AS SELECT {', '.join(['0 AS nothing', *columns])}", values)


def _seldom_missing(cursor: duckdb.DuckDBPyConnection, plan: IngestPlan, lookups: Lookups) -> frozenset[str]:
    """Dimensions of which nearly all texts among the first rows are known."""
    names = sorted(lookups.by_enum)
    if not names:
        return frozenset()
    counts = ", ".join(f"count(try_cast(c{plan.fields[name]} AS {lookups.enum_name(name)}))" for name in names)
    rows, *known = cursor.execute(
        f"SELECT count(*), {counts} FROM (SELECT * FROM ({source_statement(plan)}) LIMIT {_SAMPLE_ROWS})",
        source_parameters(plan),
    ).fetchall()[0]
    return frozenset(name for name, count in zip(names, known, strict=True) if rows - count <= _TOLERATED_MISSES * rows)
