"""Rows that one row's cells alone do not condemn: without columns, repeated, or sums of deeper HS levels."""

from __future__ import annotations

import glob

import duckdb

from app.engine.store.ingest_columns import OTHER_CELLS, unmapped_cells, varying_columns
from app.engine.store.ingest_plan import IngestPlan

# Rules that a tolerant reader applies to physical rows, before there are columns
MALFORMED_RULES = ("row_ragged", "row_bad_bytes", "row_too_long", "row_unterminated_quote", "row_shifted")
DUPLICATE_RULE = "duplicate_removed"
SHALLOW_RULE = "hs_not_leaf"


def add_malformed_rows(cursor: duckdb.DuckDBPyConnection, plan: IngestPlan, *, catalog: str) -> None:
    """Append the rows of `plan.malformed` as rejected ones with their line number and text."""
    branches = " ".join(f"WHEN '{rule}' THEN {_number(plan, rule)}" for rule in MALFORMED_RULES)
    cursor.execute(
        f"""INSERT INTO {catalog}.rejected BY NAME
            SELECT (CASE c0 {branches} END)::USMALLINT AS rule, [c2] AS raw, c1::UBIGINT AS line
            FROM read_csv(?, delim = ',', header = false, auto_detect = false, quote = '"', escape = '"',
                columns = {{'c0': 'VARCHAR', 'c1': 'VARCHAR', 'c2': 'VARCHAR'}}, max_line_size = 10000000)""",
        [glob.escape(str(plan.malformed))],
    )


def reject_shallower_levels(cursor: duckdb.DuckDBPyConnection, plan: IngestPlan, *, stage: str) -> None:
    """Of several HS levels in one period and direction keep the deepest; the others are its sums."""
    context = [name for name in ("direction", "reporter", "year", "month") if name in varying_columns(plan)]
    same = " AND ".join(f"deepest.{name} IS NOT DISTINCT FROM {stage}.{name}" for name in context) or "true"
    group = f"GROUP BY {', '.join(context)}" if context else ""
    columns = ", ".join([*context, "max(hs_level) AS level"])
    cursor.execute(
        f"""UPDATE {stage} SET rule = {_number(plan, SHALLOW_RULE)}
            FROM (SELECT {columns} FROM {stage} WHERE rule IS NULL {group}) AS deepest
            WHERE {stage}.rule IS NULL AND {stage}.hs_level < deepest.level AND {same}"""
    )


def reject_duplicates(cursor: duckdb.DuckDBPyConnection, plan: IngestPlan, *, stage: str) -> None:
    """Keep the first of exact duplicates."""
    cursor.execute(
        f"""UPDATE {stage} SET rule = {_number(plan, DUPLICATE_RULE)}
            FROM (SELECT rowid AS id, row_number() OVER (PARTITION BY {_identity(plan)}) AS copy
                  FROM {stage} WHERE rule IS NULL) AS numbered
            WHERE numbered.id = {stage}.rowid AND numbered.copy > 1"""
    )


def count_duplicates(
    cursor: duckdb.DuckDBPyConnection, plan: IngestPlan, *, stage: str, condition: str = "true"
) -> int:
    """How many kept rows, of those that meet the condition, repeat another one exactly, beyond the first."""
    row = cursor.execute(
        f"""SELECT coalesce(sum(copies - 1), 0)::BIGINT FROM (
                SELECT count(*) AS copies FROM {stage} WHERE rule IS NULL AND ({condition})
                GROUP BY hash({_identity(plan)}) HAVING copies > 1)"""
    ).fetchone()
    return int(row[0]) if row else 0


def _identity(plan: IngestPlan) -> str:
    """Columns in which exact duplicates agree: every mapped cell as typed, and all others as they stand."""
    columns = [name for name in varying_columns(plan) if name != "flags"]
    return ", ".join([*columns, OTHER_CELLS] if unmapped_cells(plan) else columns)


def _number(plan: IngestPlan, rule_id: str) -> int:
    return next(number for number, rule in enumerate(plan.rules, start=1) if rule.id == rule_id)
