"""The same six charts by other means: pandas, polars, SQLite and DuckDB, each over all records."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl

Members = tuple[int, ...]
Charts = Mapping[str, Mapping[Members, tuple[int, int]]]  # chart → members → value in thousandths, records
Peer = Callable[[], Charts]

LARGEST = 10
# Chart → its columns, or the divisor that makes a level of the HS out of eight digits
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "year_direction": ("year", "direction"),
    "country": ("country",),
    "province": ("province",),
    "mode": ("mode",),
    "hs2": ("hs // 1000000",),
    "hs4": ("hs // 10000",),
}
_DIVISORS = {"hs2": 1_000_000, "hs4": 10_000}
_BATCH = 200_000


def charts_of_duckdb(base: duckdb.DuckDBPyConnection) -> Charts:
    """Six statements over one typed table."""
    return {chart: _by_members(base.execute(_statement(chart)).fetchall()) for chart in COLUMNS}


def charts_of_pandas(frame: pd.DataFrame) -> Charts:
    """Six group-bys of a frame with integer keys."""
    charts = {}
    for chart, columns in COLUMNS.items():
        keys = [frame["hs"] // _DIVISORS[chart]] if chart in _DIVISORS else [frame[column] for column in columns]
        sums = frame.groupby(keys, sort=False)["value"].agg(["sum", "count"])
        shown = sums if chart == "year_direction" else sums.nlargest(LARGEST, "sum")
        charts[chart] = {
            tuple(map(int, key)) if isinstance(key, tuple) else (int(key),): (int(value), int(records))
            for key, value, records in shown.itertuples(name=None)
        }
    return charts


def charts_of_polars(frame: pl.DataFrame) -> Charts:
    """Six lazy group-bys, collected together."""
    plans = []
    for chart, columns in COLUMNS.items():
        keys = [pl.col("hs") // _DIVISORS[chart]] if chart in _DIVISORS else [pl.col(column) for column in columns]
        sums = frame.lazy().group_by(keys).agg(pl.col("value").sum(), pl.len().alias("records"))
        plans.append(sums if chart == "year_direction" else sums.top_k(LARGEST, by="value"))
    found = pl.collect_all(plans)
    return {chart: _by_members(frame.rows()) for chart, frame in zip(COLUMNS, found, strict=True)}


def charts_of_sqlite(connection: sqlite3.Connection) -> Charts:
    """Six statements over one table of integers."""
    return {
        chart: _by_members(connection.execute(_statement(chart).replace("//", "/")).fetchall()) for chart in COLUMNS
    }


def load_sqlite(base: duckdb.DuckDBPyConnection, path: Path) -> sqlite3.Connection:
    """All records in a SQLite file."""
    path.unlink(missing_ok=True)
    connection = sqlite3.connect(path)
    connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -1000000")
    connection.execute("CREATE TABLE base (direction, year, country, province, mode, hs, value)")
    cursor = base.cursor().execute("SELECT direction, year, country, province, mode, hs, value FROM base")
    while rows := cursor.fetchmany(_BATCH):
        connection.executemany("INSERT INTO base VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
    connection.commit()
    return connection


def _statement(chart: str) -> str:
    members = ", ".join(COLUMNS[chart])
    numbers = ", ".join(str(number) for number in range(1, len(COLUMNS[chart]) + 1))
    largest = "" if chart == "year_direction" else f"ORDER BY 2 DESC LIMIT {LARGEST}"
    return f"SELECT {members}, sum(value), count(*) FROM base GROUP BY {numbers} {largest}"


def _by_members(rows: list[tuple[int, ...]]) -> dict[Members, tuple[int, int]]:
    return {tuple(members): (int(value), int(records)) for *members, value, records in rows}
