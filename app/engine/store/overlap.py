"""Whether two segments hold the same goods in the same period, so that adding both would count trade twice."""

from __future__ import annotations

from pathlib import Path

import duckdb

from app.engine.store.manifest import Segment


def may_overlap(one: Segment, other: Segment) -> bool:
    """Cheap test on what the manifest knows."""
    pairs = (
        ((one.format,), (other.format,)),
        (one.directions, other.directions),
        (one.years, other.years),
        (one.reporters, other.reporters),
        (one.currencies, other.currencies),
        (one.hs_levels, other.hs_levels),
    )
    return all({*left} & {*right} for left, right in pairs)


def do_overlap(one: Path, other: Path) -> bool:
    """True when a month (or year) of a direction has at least one HS code in common."""
    with duckdb.connect(":memory:") as connection:
        for name, path in (("one", one), ("other", other)):
            quoted = str(path).replace("'", "''")
            connection.execute(f"ATTACH '{quoted}' AS {name} (READ_ONLY)")
        columns = "reporter, direction, currency, year, month, hs"
        row = connection.execute(
            f"SELECT count(*) FROM (SELECT DISTINCT {columns} FROM one.records"
            f" INTERSECT SELECT DISTINCT {columns} FROM other.records LIMIT 1)"
        ).fetchone()
    return bool(row and row[0])
