"""Unit prices: how value per base unit is distributed over records, by direction and family of units."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from app.engine.reference import units
from app.engine.store.answers import Basis, Figures, LeftOut, Reason
from app.engine.store.dimensions import Dimension
from app.engine.store.open_store import Generation, Store
from app.engine.store.questions.choosing import Choice, choose
from app.engine.store.questions.grouped import figures
from app.engine.store.scan import Scan, plan_record_scan
from app.engine.store.selection import Direction, Selection

_NO_MEMBER = "NULL::INTEGER"


@dataclass(frozen=True, slots=True)
class UnitPriceRow:
    """Prices in the context's currency per `unit`, the base of its family; `mean` is weighted by quantity."""

    member: int | None
    direction: Direction
    unit: int
    median: float
    lower_quartile: float
    upper_quartile: float
    mean: float
    figures: Figures


@dataclass(frozen=True, slots=True)
class UnitPriceAnswer:
    """Distributions with most records first."""

    basis: Basis
    dimension: Dimension | None
    rows: tuple[UnitPriceRow, ...]


def unit_prices(store: Store, selection: Selection, *, by: Dimension | None, limit: int) -> UnitPriceAnswer:
    """The distribution for each of the `limit` members with most records, imports and exports apart."""
    return store.ask(partial(_unit_prices, selection=selection, by=by, limit=limit))


def price_columns() -> tuple[str, str]:
    """SQL for the base unit of a record's unit, NULL for an unknown one, and for the factor to it."""
    table = units.table()
    bases = " ".join(f"WHEN {unit.id} THEN {table.base_of(unit.family).id}" for unit in table.units)
    factors = " ".join(
        f"WHEN {unit.id} THEN {float(unit.factor)!r}::DOUBLE" for unit in table.units if unit.factor != 1
    )
    return f"(CASE unit {bases} END)", f"(CASE unit {factors} ELSE 1.0::DOUBLE END)"


def _unit_prices(generation: Generation, *, selection: Selection, by: Dimension | None, limit: int) -> UnitPriceAnswer:
    choice = choose(generation, selection, [by] if by else [])
    if not isinstance(choice, Choice):
        return UnitPriceAnswer(choice, by, ())
    scan = plan_record_scan(generation, selection, [choice.context])
    rows = [_row(cells) for cells in _distributions(generation, scan, by, limit=limit)]
    return UnitPriceAnswer(choice.with_left_out(_left_out(generation, choice, scan, by, rows)), by, tuple(rows))


def _distributions(generation: Generation, scan: Scan, by: Dimension | None, *, limit: int) -> list[tuple[object, ...]]:
    base, factor = price_columns()
    member = scan.column(by) if by else _NO_MEMBER
    return generation.rows(
        f"""WITH priced AS (
                SELECT {member} AS member, direction, {base} AS base, value, quantity::DOUBLE * {factor} AS amount,
                    value::DOUBLE / amount AS price
                FROM {scan.source} AND quantity > 0
            ), grouped AS (
                SELECT member, direction, base, quantile_cont(price, [0.25, 0.5, 0.75]) AS quartiles,
                    sum(value)::DOUBLE / sum(amount) AS mean, sum(value) AS value, count(*) AS records
                FROM priced WHERE base IS NOT NULL {"AND member IS NOT NULL" if by else ""}
                GROUP BY member, direction, base
            ), ranked AS (
                SELECT *, dense_rank() OVER (ORDER BY sum_records DESC, member) AS place
                FROM (SELECT *, sum(records) OVER (PARTITION BY member) AS sum_records FROM grouped)
            )
            SELECT member, direction, base, quartiles[1], quartiles[2], quartiles[3], mean, value, records
            FROM ranked WHERE place <= ? ORDER BY place, records DESC, direction, base""",
        [*scan.parameters, limit],
    )


def _row(cells: tuple[object, ...]) -> UnitPriceRow:
    member, direction, base, lower, median, upper, mean, value, records = cells
    return UnitPriceRow(
        member=None if member is None else int(str(member)),
        direction=Direction.IMPORT if direction == Direction.IMPORT.id else Direction.EXPORT,
        unit=int(str(base)),
        median=float(str(median)),
        lower_quartile=float(str(lower)),
        upper_quartile=float(str(upper)),
        mean=float(str(mean)),
        figures=figures(value, records),
    )


def _left_out(
    generation: Generation, choice: Choice, scan: Scan, by: Dimension | None, rows: list[UnitPriceRow]
) -> list[LeftOut]:
    """Records without a usable quantity, and those of members beyond the limit or unknown."""
    base, _ = price_columns()
    has_price = f"coalesce(quantity > 0 AND {base} IS NOT NULL, false)"
    is_known = f"({scan.column(by)} IS NOT NULL)" if by else "true"
    ((all_value, all_records, value, records, unknown_value, unknown_records),) = generation.rows(
        f"""SELECT coalesce(sum(value), 0::DECIMAL(38, 3)), count(*),
                coalesce(sum(value) FILTER (WHERE {has_price}), 0::DECIMAL(38, 3)), count(*) FILTER (WHERE {has_price}),
                coalesce(sum(value) FILTER (WHERE {has_price} AND NOT {is_known}), 0::DECIMAL(38, 3)),
                count(*) FILTER (WHERE {has_price} AND NOT {is_known})
            FROM {scan.source}""",
        scan.parameters,
    )
    every, priced, unknown = (
        figures(all_value, all_records),
        figures(value, records),
        figures(unknown_value, unknown_records),
    )
    shown = sum((row.figures for row in rows), unknown)
    beyond = Figures(priced.value - shown.value, priced.records - shown.records)
    unpriced = Figures(every.value - priced.value, every.records - priced.records)
    currency = choice.context.currency
    return [
        LeftOut(Reason.NO_QUANTITY, unpriced, currency),
        LeftOut(Reason.BEYOND_LIMIT, beyond, currency, dimension=by),
        LeftOut(Reason.MEMBER_UNKNOWN, unknown, currency, dimension=by),
    ]
