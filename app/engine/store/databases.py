"""DuckDB as this program uses it: settings, attached files, and identifiers built from our own names."""

from __future__ import annotations

from pathlib import Path

import duckdb

_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    # What an answer no longer needs goes back to the system while nothing is asked, where the database could return it
    # only with the next question
    "allocator_background_threads": True,
}


def open_memory(**settings: str | bool | int) -> duckdb.DuckDBPyConnection:
    """An in-memory database to which files are attached; it never fetches an extension."""
    return duckdb.connect(":memory:", config=_SETTINGS | settings)


def attach(
    cursor: duckdb.DuckDBPyConnection, path: Path, name: str, *, read_only: bool, row_group_size: int | None = None
) -> None:
    """Make the database at `path` available as `name`; a new one takes rows in groups of the given size."""
    # ATTACH takes no parameter; the path is ours, yet a user's folder may hold a quote
    quoted = str(path).replace("'", "''")
    options = ["READ_ONLY"] if read_only else []
    options += [f"ROW_GROUP_SIZE {row_group_size}"] if row_group_size else []
    cursor.execute(f"ATTACH '{quoted}' AS {name}" + (f" ({', '.join(options)})" if options else ""))
