"""Whether two segments hold the same goods in the same period, so that adding both would count trade twice."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.engine.store.cube_sql import hs_prefix
from app.engine.store.databases import attach, open_memory
from app.engine.store.manifest import Segment


@dataclass(frozen=True, slots=True)
class Coverage:
    """The periods (direction, year, month) and the HS chapters of a segment's records."""

    periods: frozenset[tuple[int, int, int]]
    chapters: frozenset[int]


def may_overlap(one: Segment, other: Segment) -> bool:
    """Cheap test on what the manifest knows; figures of different dimensions are never added up anyway."""
    pairs = (
        ((one.format,), (other.format,)),
        ((one.dimensions,), (other.dimensions,)),
        (one.directions, other.directions),
        (one.years, other.years),
        (one.reporters, other.reporters),
        (one.currencies, other.currencies),
        (one.hs_levels, other.hs_levels),
    )
    return all({*left} & {*right} for left, right in pairs)


def do_overlap(one: Path, other: Path) -> bool:
    """True when a month (or year) of a direction has at least one HS code in common."""
    with open_memory() as connection:
        attach(connection, one, "one", read_only=True)
        attach(connection, other, "other", read_only=True)
        columns = "reporter, direction, currency, year, month, hs"
        row = connection.execute(
            f"SELECT count(*) FROM (SELECT DISTINCT {columns} FROM one.records"
            f" INTERSECT SELECT DISTINCT {columns} FROM other.records LIMIT 1)"
        ).fetchone()
    return bool(row and row[0])


def coverage(path: Path) -> Coverage:
    """What one segment is about."""
    with open_memory() as connection:
        attach(connection, path, "one", read_only=True)
        periods = connection.execute("SELECT DISTINCT direction, year, month FROM one.cube_period").fetchall()
        chapters = connection.execute(f"SELECT DISTINCT {hs_prefix(2)} FROM one.cube_hs").fetchall()
    return Coverage(
        frozenset((direction, year, month) for direction, year, month in periods),
        frozenset(chapter for (chapter,) in chapters),
    )
