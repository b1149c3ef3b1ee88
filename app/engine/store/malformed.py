"""Rows outside the ordinary path: those that never had columns, and exact duplicates."""

from __future__ import annotations

import duckdb

from app.engine.store.ingest_columns import constant_columns, stored_columns
from app.engine.store.ingest_plan import IngestPlan

# Rules that a tolerant reader applies to physical rows, before there are columns
RAGGED_RULES = ("row_ragged", "row_bad_bytes", "row_too_long", "row_unterminated_quote", "row_shifted")
DUPLICATE_RULE = "duplicate_removed"


def add_malformed_rows(cursor: duckdb.DuckDBPyConnection, plan: IngestPlan, *, catalog: str) -> None:
    """Append the rows of `plan.malformed` as rejected ones with their line number and text."""
    numbers = {rule.id: number for number, rule in enumerate(plan.rules, start=1)}
    branches = " ".join(f"WHEN '{rule}' THEN {numbers[rule]}" for rule in RAGGED_RULES if rule in numbers)
    cursor.execute(
        f"""INSERT INTO {catalog}.rejected BY NAME
            SELECT (CASE c0 {branches} END)::USMALLINT AS rule, [c2] AS raw, c1::UBIGINT AS line
            FROM read_csv(?, delim = ',', header = true, auto_detect = false, quote = '"', escape = '"',
                columns = {{'c0': 'VARCHAR', 'c1': 'VARCHAR', 'c2': 'VARCHAR'}}, max_line_size = 10000000)""",
        [str(plan.malformed)],
    )


def mark_duplicates(cursor: duckdb.DuckDBPyConnection, plan: IngestPlan, *, catalog: str) -> int:
    """List exact duplicates in table `duplicates` and return how many copies there are beyond the first.

    With `plan.drops_duplicates` the copies become rejected rows whose raw text is their typed values.
    """
    identity = ", ".join(stored_columns(plan) - {"spellings", "flags"})
    cursor.execute(
        f"""CREATE TABLE {catalog}.duplicates AS
            SELECT hash({identity}) AS identity, count(*) AS copies FROM {catalog}.kept_rows
            GROUP BY 1 HAVING copies > 1"""
    )
    row = cursor.execute(f"SELECT coalesce(sum(copies - 1), 0)::BIGINT FROM {catalog}.duplicates").fetchone()
    copies = int(row[0]) if row else 0
    if copies and plan.drops_duplicates:
        _reject_copies(cursor, plan, identity, catalog=catalog)
    return copies


def _reject_copies(cursor: duckdb.DuckDBPyConnection, plan: IngestPlan, identity: str, *, catalog: str) -> None:
    """Their raw text is gone by now, so the quarantine shows their typed cells."""
    number = next(number for number, rule in enumerate(plan.rules, start=1) if rule.id == DUPLICATE_RULE)
    cursor.execute(
        f"CREATE TABLE {catalog}.numbered AS"
        f" SELECT *, row_number() OVER (PARTITION BY {identity}) AS copy FROM {catalog}.kept_rows"
    )
    cells = ", ".join(f"{name}::VARCHAR" for name in sorted(identity.split(", ")))
    constants = constant_columns(plan)
    context = ", ".join(
        f"{constants.get(name, name)} AS {name}" for name in ("direction", "year", "currency", "reporter")
    )
    cursor.execute(
        f"INSERT INTO {catalog}.rejected BY NAME SELECT {number}::USMALLINT AS rule, [{cells}] AS raw, value, {context}"
        f" FROM {catalog}.numbered WHERE copy > 1"
    )
    cursor.execute(f"DELETE FROM {catalog}.kept_rows")
    cursor.execute(
        f"INSERT INTO {catalog}.kept_rows SELECT * EXCLUDE (copy) FROM {catalog}.numbered WHERE copy = 1 ORDER BY hs"
    )
    cursor.execute(f"DROP TABLE {catalog}.numbered")
