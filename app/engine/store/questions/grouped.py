"""Sums by members of dimensions in one context: the core of rankings, series and cross tables."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from math import prod

from app.engine.store.answers import NOTHING, Figures
from app.engine.store.contexts import Context
from app.engine.store.dimensions import Dimension
from app.engine.store.open_store import Generation, Row
from app.engine.store.questions.groups import Group, Grouped
from app.engine.store.questions.held_groups import Asked, held_groups
from app.engine.store.scan import Scan, plan_scan
from app.engine.store.selection import Selection

# Below chapters, products mostly share one statistical unit; above, a sum of quantities means nothing
_LEAST_DIGITS_WITH_QUANTITY = 4
_FEW_GROUPS = 600
# How many members there are about, to tell answers that are sorted here from those that the database must cut
_MEMBERS_ABOUT = {
    Dimension.COUNTRY: 250,
    Dimension.PROVINCE: 31,
    Dimension.MODE: 20,
    Dimension.HS2: 98,
    Dimension.HS4: 1_250,
    Dimension.HS6: 5_600,
    Dimension.HS8: 9_000,
    Dimension.YEAR: 15,
    Dimension.MONTH: 12,
    Dimension.DIRECTION: 2,
}


def group_by(
    generation: Generation,
    selection: Selection,
    context: Context,
    dimensions: Sequence[Dimension],
    *,
    limit: int | None = None,
    members: Sequence[int] = (),
) -> Grouped:
    """Sums by the dimensions, the largest value first; `members` keeps only those of the first dimension."""
    wants_quantity = _wants_quantity(selection, dimensions)
    held = held_groups(generation, selection, context, Asked(dimensions, limit, members, wants_quantity))
    if held is not None:
        return held
    scan = plan_scan(generation, selection, [context], dimensions)
    names = [f"member_{number}" for number in range(len(dimensions))]
    shown = ", ".join(f"{scan.column(d)} AS {name}" for d, name in zip(dimensions, names, strict=True))
    kept = f"AND {scan.column(dimensions[0])} IN ({', '.join('?' for _ in members)})" if members else ""
    grouped = f"""SELECT sum(value) AS value, {scan.records} AS records,
                {_quantity_columns(scan, with_quantity=wants_quantity)}, {shown}
            FROM {scan.source} {kept} GROUP BY {", ".join(names)}"""
    parameters = [*scan.parameters, *members]
    if limit is None or prod(_MEMBERS_ABOUT[dimension] for dimension in dimensions) <= _FEW_GROUPS:
        return _largest(generation.rows(grouped, parameters), limit)
    return _cut_by_database(generation.rows(_cut_statement(grouped, names), [*parameters, limit]))


def _cut_statement(grouped: str, names: Sequence[str]) -> str:
    """The largest groups of very many, each beside the sums over all and over those with an unknown member."""
    members, is_unknown = ", ".join(names), " OR ".join(f"{name} IS NULL" for name in names)
    return f"""WITH grouped AS MATERIALIZED ({grouped}), sums AS (
                SELECT sum(value), sum(records), sum(value) FILTER (WHERE {is_unknown}),
                    sum(records) FILTER (WHERE {is_unknown})
                FROM grouped
            ), largest AS (
                SELECT value, records, quantity, unit, {members} FROM grouped WHERE NOT ({is_unknown})
                ORDER BY value DESC, {members} LIMIT ?
            )
            SELECT * FROM sums LEFT JOIN largest ON true ORDER BY value DESC, {members}"""


def _wants_quantity(selection: Selection, dimensions: Sequence[Dimension]) -> bool:
    """Whether the question is about products narrow enough for their quantities to be added."""
    digits = max((dimension.hs_digits or 0 for dimension in dimensions), default=0)
    shortest = min((len(prefix) for prefix in selection.hs), default=0)
    return max(digits, shortest) >= _LEAST_DIGITS_WITH_QUANTITY


def figures(value: object, records: object, quantity: object = None, unit: object = None) -> Figures:
    """Typed sums from the driver's untyped cells."""
    has_quantity = quantity is not None and unit is not None
    return Figures(
        _decimal(value),
        int(str(records)),
        _decimal(quantity) if has_quantity else None,
        int(str(unit)) if has_quantity else None,
    )


def _decimal(cell: object) -> Decimal:
    return cell if isinstance(cell, Decimal) else Decimal(str(cell))


def _quantity_columns(scan: Scan, *, with_quantity: bool) -> str:
    """SQL for the quantity and its unit, both NULL unless all records share the unit."""
    if not (with_quantity and scan.has_quantity):
        return "NULL AS quantity, NULL AS unit"
    has_one_unit = "min(unit) = max(unit) AND count(unit) = count(*)"
    return (
        f"CASE WHEN {has_one_unit} THEN sum(quantity) END AS quantity,"
        f" CASE WHEN {has_one_unit} THEN min(unit) END AS unit"
    )


def _largest(rows: Sequence[Row], limit: int | None) -> Grouped:
    unknown = sum((figures(value, records) for value, records, _, _, *codes in rows if None in codes), NOTHING)
    groups = [_group(row) for row in rows if None not in row[4:]]
    total = sum((group.figures for group in groups), unknown)
    groups.sort(key=lambda group: (-group.figures.value, group.members))
    return Grouped(tuple(groups[:limit]), total, unknown)


def _cut_by_database(rows: Sequence[Row]) -> Grouped:
    all_value, all_records, unknown_value, unknown_records, *_ = rows[0]
    groups = tuple(_group(row[4:]) for row in rows if row[4] is not None)
    return Grouped(groups, figures(all_value or 0, all_records or 0), figures(unknown_value or 0, unknown_records or 0))


def _group(row: Row) -> Group:
    value, records, quantity, unit, *codes = row
    return Group(tuple(int(str(code)) for code in codes), figures(value, records, quantity, unit))
