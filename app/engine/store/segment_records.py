"""The columns of a segment's records as questions read them.

A view over thousands of rows that repeat constants of their file costs nothing to store, but planning a question over
twenty such views takes longer than reading; the constants are read once and then written into the statement.
"""

from __future__ import annotations

import duckdb

RECORD_COLUMNS = (
    "hs", "hs_level", "country", "province", "mode", "unit", "quantity", "value", "direction", "year", "month",
    "reporter", "currency",
)  # fmt: skip


def record_columns(cursor: duckdb.DuckDBPyConnection, catalog: str) -> str:
    """What to select from the `kept_rows` of an attached segment for the records of its view."""
    stored = {name for name, *_ in cursor.execute(f"DESCRIBE {catalog}.kept_rows").fetchall()}
    types = {name: kind for name, kind, *_ in cursor.execute(f"DESCRIBE {catalog}.records").fetchall()}
    constant = [name for name in RECORD_COLUMNS if name not in stored]
    values = cursor.execute(f"SELECT {', '.join(constant) or 'NULL'} FROM {catalog}.records LIMIT 1").fetchone()
    literals = dict(zip(constant, map(_literal, values or [None] * len(constant)), strict=False))
    return ", ".join(
        name if name in stored else f"{literals[name]}::{types[name]} AS {name}" for name in RECORD_COLUMNS
    )


def _literal(constant: object) -> str:
    if constant is None:
        return "NULL"
    text = str(constant).replace("'", "''")
    return f"'{text}'" if isinstance(constant, str) else text
