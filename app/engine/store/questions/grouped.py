"""Sums by members of dimensions in one context: the core of rankings, series and cross tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.engine.store.answers import Figures
from app.engine.store.connection import Generation, Row
from app.engine.store.contexts import Context
from app.engine.store.dimensions import Dimension
from app.engine.store.scan import Scan, plan_scan
from app.engine.store.selection import Selection

# Below chapters, products mostly share one statistical unit; above, a sum of quantities means nothing
_LEAST_DIGITS_WITH_QUANTITY = 4


@dataclass(frozen=True, slots=True)
class Group:
    """The members of one row, in the order of the dimensions, and its sums."""

    members: tuple[int, ...]
    figures: Figures


@dataclass(frozen=True, slots=True)
class Grouped:
    """The largest groups by value; `total` counts all groups, `unknown` rows where a member is not told."""

    groups: tuple[Group, ...]
    total: Figures
    unknown: Figures
    group_count: int
    last_year: int | None

    @property
    def beyond(self) -> Figures:
        """What the groups that are not shown hold."""
        value = sum((group.figures.value for group in self.groups), self.unknown.value)
        records = sum((group.figures.records for group in self.groups), self.unknown.records)
        return Figures(self.total.value - value, self.total.records - records)


def group_by(
    generation: Generation,
    selection: Selection,
    context: Context,
    dimensions: Sequence[Dimension],
    *,
    limit: int | None = None,
) -> Grouped:
    """Sums by the dimensions, the largest value first."""
    with_quantity = wants_quantity(selection, dimensions)
    scan = plan_scan(generation, selection, [context], dimensions, with_quantity=with_quantity)
    members = [f"m{number}" for number in range(len(dimensions))]
    named = ", ".join(f"{scan.column(d)} AS {name}" for d, name in zip(dimensions, members, strict=True))
    is_unknown = " OR ".join(f"{name} IS NULL" for name in members)
    rows = generation.rows(
        f"""WITH grouped AS (
                SELECT {named}, sum(value) AS value, {scan.records} AS records,
                    {quantity_columns(scan, with_quantity=with_quantity)}, max(year) AS last_year
                FROM {scan.source} GROUP BY {", ".join(members)}
            ), numbered AS (
                SELECT *, ({is_unknown}) AS is_unknown, sum(value) OVER () AS all_value,
                    sum(records) OVER () AS all_records, max(last_year) OVER () AS all_last_year,
                    row_number() OVER (ORDER BY ({is_unknown}), value DESC, {", ".join(members)}) AS place
                FROM grouped
            )
            SELECT is_unknown, all_value, all_records, all_last_year, count(*) OVER (), value, records, quantity, unit,
                {", ".join(members)}
            FROM numbered WHERE place <= ? OR is_unknown ORDER BY place""",
        [*scan.parameters, limit if limit is not None else 1 << 40],
    )
    return _grouped(rows)


def wants_quantity(selection: Selection, dimensions: Sequence[Dimension]) -> bool:
    """Whether the question is about products narrow enough for their quantities to be added."""
    digits = max((dimension.hs_digits or 0 for dimension in dimensions), default=0)
    return max(digits, len(selection.hs)) >= _LEAST_DIGITS_WITH_QUANTITY


def quantity_columns(scan: Scan, *, with_quantity: bool) -> str:
    """SQL for the quantity and its unit, both NULL unless all records share the unit."""
    if not (with_quantity and scan.has_quantity):
        return "NULL AS quantity, NULL AS unit"
    has_one_unit = "min(unit) = max(unit) AND count(unit) = count(*)"
    return f"CASE WHEN {has_one_unit} THEN sum(quantity) END AS quantity, CASE WHEN {has_one_unit} THEN min(unit) END AS unit"


def figures(value: object, records: object, quantity: object = None, unit: object = None) -> Figures:
    """Typed sums from the driver's untyped cells."""
    return Figures(
        Decimal(str(value)),
        int(str(records)),
        None if quantity is None else Decimal(str(quantity)),
        None if unit is None or quantity is None else int(str(unit)),
    )


def _grouped(rows: list[Row]) -> Grouped:
    if not rows:
        return Grouped((), figures(0, 0), figures(0, 0), 0, None)
    _, all_value, all_records, last_year, *_ = rows[0]
    known = [row for row in rows if not row[0]]
    unknown = [figures(row[5], row[6]) for row in rows if row[0]]
    return Grouped(
        groups=tuple(Group(tuple(int(str(code)) for code in row[9:]), figures(*row[5:9])) for row in known),
        total=figures(all_value, all_records),
        unknown=Figures(sum((f.value for f in unknown), Decimal(0)), sum(f.records for f in unknown)),
        group_count=len(known),
        last_year=None if last_year is None else int(str(last_year)),
    )
