"""The statements that judge and store rows whose columns come as arrays of numbers."""

from __future__ import annotations

from app.engine.store.ingest_cells import QUANTITY_TYPE, VALUE_TYPE, Reading, currency, money, period_columns
from app.engine.store.ingest_columns import (
    DIMENSIONS,
    KEY_TYPES,
    Lookups,
    dimension_column,
    direction_column,
    edition_given,
    looked_up_dimensions,
    reporter_column,
    stored_columns,
    varying_columns,
)
from app.engine.store.ingest_hs import LISTED_HS
from app.engine.store.ingest_plan import IngestPlan
from app.engine.store.ingest_sql import first_rule, flag_bits, left_out_constants, source_statement

QUANTITY_PLACES = 4
VALUE_PLACES = 3
NO_RULE = 0
"""Stands before the line of a row that no rule rejects."""
# Whole steps of the last place become decimals of the stored types without a division
_QUANTITY = f"(quantity::DECIMAL(18, 0) * 0.0001::DECIMAL(4, 4))::{QUANTITY_TYPE}"
_VALUE = f"(value::DECIMAL(18, 0) * 0.001::DECIMAL(3, 3))::{VALUE_TYPE}"
_OTHER_TEXTS = ("customs_procedure", "transport", "partner_2", "is_leaf")


def check_statement(plan: IngestPlan, lookups: Lookups, *, table: str) -> str:
    """SELECT of how many rows a rule rejects or marks; none, if they are plain."""
    judged = f"SELECT {first_rule(plan, lookups)} AS rule, {flag_bits(plan.rules)} AS flags FROM typed"
    return (
        f"WITH typed AS ({_typed(plan, lookups, table)})"
        f" SELECT count(*) FROM ({judged}) WHERE rule IS NOT NULL OR flags > 0"
    )


def judge_statement(plan: IngestPlan, lookups: Lookups, *, table: str) -> str:
    """SELECT of the places of rejected rows, with the number of the rule."""
    judged = f"SELECT place, {first_rule(plan, lookups)} AS rule FROM typed"
    return (
        f"WITH typed AS ({_typed(plan, lookups, table)})"
        f" SELECT place::BIGINT AS place, rule::USMALLINT AS rule FROM ({judged}) WHERE rule IS NOT NULL"
    )


def store_statement(plan: IngestPlan, *, catalog: str, table: str, is_first: bool) -> str:
    """CREATE TABLE or INSERT of kept rows, in their order."""
    given = {"quantity": _QUANTITY, "value": _VALUE}
    given |= {name: f"nullif({name}, 0)::{KEY_TYPES[name]}" for name in looked_up_dimensions(plan)}
    columns = ", ".join(f"{given.get(name, name)} AS {name}" for name in stored_columns(plan))
    target = f"{catalog}.kept_rows"
    into = f"CREATE TABLE {target} AS" if is_first else f"INSERT INTO {target} BY NAME"
    return f"{into} SELECT {columns} FROM {table}"


def staged_statement(plan: IngestPlan, *, stage: str) -> str:
    """SELECT of staged rows that are kept, as plain rows come, except for `left_out_condition`."""
    given = {
        "quantity": f"(quantity::DECIMAL(38, 4) * {10**QUANTITY_PLACES})::BIGINT",
        "value": f"(value::DECIMAL(38, 3) * {10**VALUE_PLACES})::BIGINT",
    }
    columns = ", ".join(f"{given.get(name, name)} AS {name}" for name in varying_columns(plan))
    return f"SELECT {columns} FROM {stage} WHERE rule IS NULL AND NOT ({LEFT_OUT})"


LEFT_OUT = f"quantity IS NULL OR abs(quantity) >= {10 ** (18 - QUANTITY_PLACES)} OR hs IS NULL"
"""Kept rows whose numbers are absent or too large for a column of plain ones."""


def refused_statement(plan: IngestPlan, *, catalog: str) -> str:
    """INSERT of rejected rows from a file of their lines, each with its rule before it."""
    cells = ", ".join(f"c{position}" for position in range(len(plan.columns)))
    columns = ", ".join(
        ("rule", f"[{cells}] AS raw", f"{money(plan, Reading.EXACT)} AS value", *left_out_constants(plan))
    )
    source = f"{source_statement(plan, rule='USMALLINT')} WHERE rule <> {NO_RULE}"
    return f"INSERT INTO {catalog}.rejected BY NAME SELECT {columns} FROM ({source})"


def _typed(plan: IngestPlan, lookups: Lookups, table: str) -> str:
    """SELECT of what rules may read, and of the codes of dimensions."""
    names = looked_up_dimensions(plan)
    typed = [
        f"place, hs, {plan.hs_digits}::UTINYINT AS hs_level, lpad(hs::VARCHAR, {plan.hs_digits}, '0') AS hs_text",
        *LISTED_HS,
        "false AS has_stray_blanks",
        *(f"{name}_code" for name in names),
        *(dimension_column(plan, name, lookups) for name in DIMENSIONS),
        *(f"{_text(name, names)} AS {name}_text" for name in (*DIMENSIONS, *_OTHER_TEXTS)),
        *period_columns(plan),
        f"{_QUANTITY} AS quantity, NULL::{QUANTITY_TYPE} AS quantity_2, {_VALUE} AS value",
        f"{direction_column(plan)} AS direction, {reporter_column(plan)} AS reporter",
        f"{edition_given(plan)} AS edition, {currency(plan)} AS currency",
    ]
    return f"SELECT {', '.join(typed)} FROM {table} CROSS JOIN {lookups.lists} AS lists"


def _text(dimension: str, names: list[str]) -> str:
    return f"lists.{dimension}_texts[{dimension}_code]" if dimension in names else "NULL::VARCHAR"
