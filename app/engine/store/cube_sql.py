"""The pre-aggregated cube: one table of sums for each member, or pair of members, that charts show.

Pairs stay at HS2: their keys are then small numbers, which DuckDB aggregates in arrays instead of hash tables.
A segment holds the facets that need its records; single members and the other HS levels are summed from those when
a generation's cube is put together.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.engine.store.ingest_columns import stored_columns
from app.engine.store.ingest_plan import IngestPlan


@dataclass(frozen=True, slots=True)
class Facet:
    """One table of the cube; `summed_from` names the facet that holds finer sums of the same records."""

    name: str
    members: tuple[str, ...]
    summed_from: str | None = None

    @property
    def table(self) -> str:
        """Its name in a segment and in the cube of a generation."""
        return f"cube_{self.name}"

    @property
    def has_quantity(self) -> bool:
        """Quantities are summed only where the unit is told."""
        return "unit" in self.members


# In the order in which they are built
FACETS: tuple[Facet, ...] = (
    Facet("hs", ("hs", "unit")),
    Facet("country_province", ("country", "province")),
    Facet("country_mode", ("country", "mode")),
    Facet("province_mode", ("province", "mode")),
    Facet("country_hs2", ("country", "hs2")),
    Facet("province_hs2", ("province", "hs2")),
    Facet("mode_hs2", ("mode", "hs2")),
    Facet("period", ("month",)),
    Facet("country", ("country",), "country_mode"),
    Facet("province", ("province",), "province_mode"),
    Facet("mode", ("mode",), "province_mode"),
    Facet("hs2", ("hs2",), "mode_hs2"),
    Facet("hs6", ("hs6", "unit"), "hs"),
    Facet("hs4", ("hs4", "unit"), "hs"),
)
CONTEXT = ("reporter", "direction", "currency", "hs_level", "year")
MEMBER_TYPES = {
    "hs": "UINTEGER",
    "hs6": "UINTEGER",
    "hs4": "USMALLINT",
    "hs2": "UTINYINT",
    "unit": "UTINYINT",
    "country": "SMALLINT",
    "province": "UTINYINT",
    "mode": "UTINYINT",
    "month": "UTINYINT",
}


def hs_prefix(digits: int) -> str:
    """SQL for the first `digits` digits of `hs` as a number; NULL where the code is shorter."""
    branches = " ".join(
        f"WHEN {level} THEN hs // {10 ** (level - digits)}" for level in (8, 6, 4, 2) if level >= digits
    )
    return f"(CASE hs_level {branches} END)"


def cube_statements(plan: IngestPlan, *, catalog: str) -> list[str]:
    """CREATE TABLE of each facet that needs the records of a segment."""
    return [_scan_statement(plan, facet, catalog=catalog) for facet in FACETS if facet.summed_from is None]


def _scan_statement(plan: IngestPlan, facet: Facet, *, catalog: str) -> str:
    """Constants of the source are not grouped by, which keeps the keys small."""
    varying = {"hs2", *stored_columns(plan)}
    grouped = [column for column in (*CONTEXT, *facet.members) if column in varying]
    hs2 = f"({f'hs // {10 ** (plan.hs_digits - 2)}' if plan.hs_digits else hs_prefix(2)})::UTINYINT"
    shown = [
        f"{hs2} AS hs2" if column == "hs2" else column if column in grouped else f"any_value({column}) AS {column}"
        for column in (*CONTEXT, *facet.members)
    ]
    quantity = ", sum(quantity) AS quantity" if facet.has_quantity else ""
    group_by = ", ".join(hs2 if column == "hs2" else column for column in grouped)
    return f"""
        CREATE TABLE {catalog}.{facet.table} AS
        SELECT {", ".join(shown)}, sum(value) AS value, count(*) AS records{quantity}
        FROM {catalog}.records {f"GROUP BY {group_by}" if group_by else "HAVING count(*) > 0"}"""
