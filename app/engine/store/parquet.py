"""Parquet files as rows of plain values, for readers that turn them into text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb

_BATCH = 20_000


class BrokenParquetError(Exception):
    """The file is no readable Parquet; the message says what the reader met."""


def parquet_columns(path: Path) -> list[str]:
    """Names of the top-level columns."""
    with _reader(path, limit=0) as answer:
        return [column[0] for column in answer.description or ()]


def parquet_rows(path: Path) -> Iterator[tuple[object, ...]]:
    """Every row in file order; decimals are exact, absent values None."""
    with _reader(path, limit=None) as answer:
        try:
            while batch := answer.fetchmany(_BATCH):
                yield from batch
        except duckdb.Error as error:
            raise BrokenParquetError(_reason(error)) from error


def _reader(path: Path, *, limit: int | None) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(":memory:", config={"autoinstall_known_extensions": False})
    try:
        connection.execute("SELECT * FROM read_parquet(?) LIMIT ?", [str(path), 1 << 62 if limit is None else limit])
    except duckdb.Error as error:
        connection.close()
        raise BrokenParquetError(_reason(error)) from error
    return connection


def _reason(error: duckdb.Error) -> str:
    return (str(error).splitlines() or [""])[0][:200]
