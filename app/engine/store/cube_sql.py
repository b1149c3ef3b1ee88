"""The pre-aggregated cube: sums by year and member, or pair of members, of the dimensions that charts show."""

from __future__ import annotations

from app.engine.store.ingest_columns import has_period_column
from app.engine.store.ingest_plan import IngestPlan

# Members of each facet. Levels of the HS above `hs` and sums over one member of a pair are taken on reading.
# Pairs stay at HS2: their keys are then small numbers, which DuckDB aggregates in arrays instead of hash tables.
FACETS: dict[str, tuple[str, ...]] = {
    "hs": ("hs", "unit"),
    "country_province": ("country", "province"),
    "country_mode": ("country", "mode"),
    "province_mode": ("province", "mode"),
    "country_hs2": ("country", "hs2"),
    "province_hs2": ("province", "hs2"),
    "mode_hs2": ("mode", "hs2"),
    "month": ("month",),
}
CONTEXT = ("reporter", "direction", "currency", "hs_level", "year")
_MEMBERS = {
    "hs": "UINTEGER",
    "unit": "UTINYINT",
    "country": "SMALLINT",
    "province": "UTINYINT",
    "mode": "UTINYINT",
    "hs2": "UTINYINT",
    "month": "UTINYINT",
}


def hs_prefix(digits: int) -> str:
    """SQL for the first `digits` digits of `hs` as a number; NULL where the code is shorter."""
    branches = " ".join(
        f"WHEN {level} THEN hs // {10 ** (level - digits)}" for level in (8, 6, 4, 2) if level >= digits
    )
    return f"(CASE hs_level {branches} END)"


def cube_statements(plan: IngestPlan, *, catalog: str) -> list[str]:
    """CREATE TABLE {catalog}.cube, then one INSERT for each facet, from its kept records."""
    members = ", ".join(f"{name} {type_name}" for name, type_name in _MEMBERS.items())
    create = (
        f"CREATE TABLE {catalog}.cube (facet VARCHAR, reporter SMALLINT, direction UTINYINT, currency VARCHAR,"
        f" hs_level UTINYINT, year USMALLINT, {members}, value DECIMAL(38, 3), records BIGINT, quantity DECIMAL(38, 4))"
    )
    facets = FACETS if has_period_column(plan) else {name: FACETS[name] for name in FACETS if name != "month"}
    return [create, *(_facet_statement(plan, name, facet, catalog=catalog) for name, facet in facets.items())]


def _facet_statement(plan: IngestPlan, name: str, members: tuple[str, ...], *, catalog: str) -> str:
    """Constants of the source are not grouped by, which keeps the keys small."""
    grouped = [column for column in CONTEXT if _varies(plan, column)] + [
        m for m in members if m == "hs2" or _varies(plan, m)
    ]
    hs2 = f"({f'hs // {10 ** (plan.hs_digits - 2)}' if plan.hs_digits else hs_prefix(2)})::UTINYINT"
    context = [column if column in grouped else f"any_value({column}) AS {column}" for column in CONTEXT]
    shown = [
        (f"{hs2} AS hs2" if member == "hs2" else member if member in grouped else f"any_value({member}) AS {member}")
        for member in members
    ]
    quantity = ", sum(quantity) AS quantity" if "unit" in members else ""
    group_by = ", ".join(hs2 if column == "hs2" else column for column in grouped)
    return f"""
        INSERT INTO {catalog}.cube BY NAME
        SELECT '{name}' AS facet, {", ".join(context)}, {", ".join(shown)},
            sum(value) AS value, count(*) AS records{quantity}
        FROM {catalog}.records {f"GROUP BY {group_by}" if group_by else "HAVING count(*) > 0"}"""


def _varies(plan: IngestPlan, column: str) -> bool:
    if column in {"year", "month"}:
        return has_period_column(plan)
    if column == "hs_level":
        return plan.hs_digits is None
    return column == "hs" or column in plan.fields
