"""The pre-aggregated cube: one table of sums for each member, or combination of members, that charts show.

Combinations of several members stay at HS2: their keys are then small numbers, which DuckDB aggregates in arrays
instead of hash tables. One member with the heading and the unit tells price levels without a look at the records.
A segment holds the facets that tell months and codes. Those finer than all others are made of the records when a
generation's cube is put together, which leaves segments small; the rest are summed from these.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from app.engine.store.ingest_columns import stored_columns
from app.engine.store.ingest_plan import IngestPlan

# What a facet that no other facet is finer than is made of, when a generation's cube is put together
RECORDS = "records"


@dataclass(frozen=True, slots=True)
class Facet:
    """One table of the cube; `summed_from` names the facet that holds finer sums, or the records; None: segments do."""

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

    @property
    def has_headings(self) -> bool:
        """Whether each row has a bit for every heading of its chapter that it holds, which lets them be counted."""
        return self.name in {"country_hs2", "province_hs2", "mode_hs2"}


# In the order in which they are built
FACETS: tuple[Facet, ...] = (
    Facet("hs", ("hs", "unit")),
    Facet("period", ("month",)),
    Facet("detail", ("country", "province", "mode", "hs2"), RECORDS),
    Facet("country_hs2", ("country", "hs2"), RECORDS),
    Facet("province_hs2", ("province", "hs2"), RECORDS),
    Facet("mode_hs2", ("mode", "hs2"), RECORDS),
    Facet("country_hs4", ("hs4", "country", "unit"), RECORDS),
    Facet("province_hs4", ("hs4", "province", "unit"), RECORDS),
    Facet("mode_hs4", ("hs4", "mode", "unit"), RECORDS),
    Facet("country_province_mode", ("country", "province", "mode"), "detail"),
    Facet("country_mode_hs2", ("country", "mode", "hs2"), "detail"),
    Facet("province_mode_hs2", ("province", "mode", "hs2"), "detail"),
    Facet("country_province", ("country", "province"), "country_province_mode"),
    Facet("country_mode", ("country", "mode"), "country_province_mode"),
    Facet("province_mode", ("province", "mode"), "country_province_mode"),
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
_HEADINGS_IN_CHAPTER = 100


def hs_prefix(digits: int) -> str:
    """SQL for the first `digits` digits of `hs` as a number; NULL where the code is shorter."""
    branches = " ".join(
        f"WHEN {level} THEN hs // {10 ** (level - digits)}" for level in (8, 6, 4, 2) if level >= digits
    )
    return f"(CASE hs_level {branches} END)"


def figure_columns(facet: Facet) -> dict[str, str]:
    """The columns beside the members in the cube of a generation, with their types."""
    quantity = {"quantity": "DECIMAL(38, 4)"} if facet.has_quantity else {}
    headings = {"headings": "HUGEINT"} if facet.has_headings else {}
    return {"value": "DECIMAL(38, 3)", "records": "BIGINT"} | quantity | headings


def cube_statements(plan: IngestPlan, *, catalog: str) -> list[str]:
    """CREATE TABLE of each facet that a segment holds."""
    return [_scan_statement(plan, facet, catalog=catalog) for facet in FACETS if facet.summed_from is None]


def finest_statement(*, table: str, catalog: str, context: str, constant: Collection[str]) -> str:
    """CREATE TEMP TABLE of the sums that `detail` and others are made of; its parameters are those of `context`.

    Columns of which a segment holds one member only are not grouped by, which keeps the keys small.
    """
    keys = _record_keys(("country", "province", "mode", "hs2"), context=context, constant=constant)
    heading = f"{hs_prefix(4)} % {_HEADINGS_IN_CHAPTER}"
    return f"""
        CREATE OR REPLACE TEMP TABLE {table} AS
        SELECT {keys}, sum(value) AS value, count(*) AS records, bit_or(1::HUGEINT << {heading}) AS headings
        FROM {catalog}.records GROUP BY ALL"""


def heading_statement(facet: Facet, *, into: str, catalog: str, context: str, constant: Collection[str]) -> str:
    """INSERT of a facet with headings and units, from the records of a segment; parameters as above."""
    keys = _record_keys(facet.members, context=context, constant=constant)
    order = ", ".join(("direction", *facet.members))
    return f"""
        INSERT INTO {into}.{facet.table}
        SELECT {keys}, sum(value) AS value, count(*) AS records, sum(quantity) AS quantity
        FROM {catalog}.records GROUP BY ALL ORDER BY {order}"""


def _record_keys(members: Collection[str], *, context: str, constant: Collection[str]) -> str:
    of_hs = {"hs2": f"{hs_prefix(2)}::UTINYINT", "hs4": f"{hs_prefix(4)}::USMALLINT"}
    keys = {"context": context, "direction": "direction", "year": "year"}
    keys |= {name: of_hs.get(name, name) for name in members}
    return ", ".join(
        f"{f'any_value({expression})' if name in constant else expression} AS {name}"
        for name, expression in keys.items()
    )


def _scan_statement(plan: IngestPlan, facet: Facet, *, catalog: str) -> str:
    """Constants of the source are not grouped by, which keeps the keys small."""
    varying = stored_columns(plan)
    grouped = [column for column in (*CONTEXT, *facet.members) if column in varying]
    shown = [
        column if column in grouped else f"any_value({column}) AS {column}" for column in (*CONTEXT, *facet.members)
    ]
    quantity = ", sum(quantity) AS quantity" if facet.has_quantity else ""
    return f"""
        CREATE TABLE {catalog}.{facet.table} AS
        SELECT {", ".join(shown)}, sum(value) AS value, count(*) AS records{quantity}
        FROM {catalog}.records {f"GROUP BY {', '.join(grouped)}" if grouped else "HAVING count(*) > 0"}"""
