"""Everything that groups of members are told apart by: sums of each member by year, by part, and by priced product."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from app.engine.reference import units
from app.engine.store.answers import NOTHING, Basis, LeftOut, Reason
from app.engine.store.contexts import Context
from app.engine.store.dimensions import Dimension
from app.engine.store.open_store import Column, Generation, Store
from app.engine.store.questions.choosing import Choice, choose
from app.engine.store.questions.grouped import group_by
from app.engine.store.scan import Scan, plan_record_scan, plan_scan
from app.engine.store.selection import Selection

Integers = NDArray[np.int64]
Reals = NDArray[np.float64]
_PRODUCT = Dimension.HS4


@dataclass(frozen=True, slots=True)
class Sums:
    """Value of each (member, key), in no order; what the keys are is said where a Sums is used."""

    members: Integers
    keys: Integers
    values: Reals


@dataclass(frozen=True, slots=True)
class YearSums:
    """Value and records of each (member, direction, year); directions are those of records, 1 in and 2 out."""

    members: Integers
    directions: Integers
    years: Integers
    values: Reals
    records: Reals


@dataclass(frozen=True, slots=True)
class PricedSums:
    """Value and quantity in base units of each (member, heading, base unit, direction), where there is a quantity."""

    members: Integers
    products: Integers
    units: Integers
    directions: Integers
    values: Reals
    quantities: Reals


@dataclass(frozen=True, slots=True)
class MemberFacts:
    """Sums of all known members in one context; a part is absent where the data do not tell it."""

    basis: Basis
    dimension: Dimension
    by_year: YearSums
    parts: dict[Dimension, Sums]
    prices: PricedSums | None
    missing: frozenset[Dimension]  # parts that were asked for and the data do not tell


def member_facts(
    store: Store, selection: Selection, dimension: Dimension, *, parts: Iterable[Dimension], with_prices: bool
) -> MemberFacts:
    """Sums of every member of the dimension, in the context that tells it."""
    asked = tuple(parts)
    return store.ask(
        partial(_member_facts, selection=selection, dimension=dimension, parts=asked, with_prices=with_prices)
    )


def _member_facts(
    generation: Generation,
    *,
    selection: Selection,
    dimension: Dimension,
    parts: Sequence[Dimension],
    with_prices: bool,
) -> MemberFacts:
    choice = choose(generation, selection, [dimension])
    if not isinstance(choice, Choice):
        return MemberFacts(choice, dimension, _years({}), {}, None, frozenset())
    context = choice.context
    held = [part for part in parts if context.holds(part)]
    missing = frozenset(parts) - set(held)
    can_price = with_prices and context.holds(_PRODUCT)
    if with_prices and not can_price:
        missing |= {_PRODUCT}
    return MemberFacts(
        basis=choice.with_left_out(_unknown(generation, selection, context, dimension)),
        dimension=dimension,
        by_year=_by_year(generation, selection, context, dimension),
        parts=_parts(generation, selection, context, dimension, held),
        prices=_prices(generation, selection, context, dimension) if can_price else None,
        missing=missing,
    )


def _unknown(generation: Generation, selection: Selection, context: Context, dimension: Dimension) -> list[LeftOut]:
    unknown = group_by(generation, selection, context, [dimension]).unknown
    return (
        [LeftOut(Reason.MEMBER_UNKNOWN, unknown, context.currency, dimension=dimension)] if unknown != NOTHING else []
    )


def _by_year(generation: Generation, selection: Selection, context: Context, dimension: Dimension) -> YearSums:
    scan = plan_scan(generation, selection, [context], [dimension])
    return _years(
        generation.columns(
            f"""SELECT {scan.column(dimension)}::INTEGER AS member, direction::INTEGER AS direction,
                    year::INTEGER AS year, sum(value)::DOUBLE AS value, {scan.records}::DOUBLE AS records
                FROM {scan.source} AND {scan.column(dimension)} IS NOT NULL
                GROUP BY ALL ORDER BY ALL""",
            scan.parameters,
        )
    )


def _parts(
    generation: Generation,
    selection: Selection,
    context: Context,
    dimension: Dimension,
    parts: Sequence[Dimension],
) -> dict[Dimension, Sums]:
    """Each part from the smallest facet that tells it; those that only records tell, from one pass over them."""
    scans = {part: plan_scan(generation, selection, [context], [dimension, part]) for part in parts}
    of_records = [part for part, scan in scans.items() if scan.weight == "1"]
    found = {part: _part(generation, scan, dimension, part) for part, scan in scans.items() if part not in of_records}
    if of_records:
        found |= _parts_of_records(generation, scans[of_records[0]], dimension, of_records)
    return found


def _part(generation: Generation, scan: Scan, dimension: Dimension, part: Dimension) -> Sums:
    member, key = scan.column(dimension), scan.column(part)
    return _sums(
        generation.columns(
            f"""SELECT {member}::INTEGER AS member, {key}::INTEGER AS key, sum(value)::DOUBLE AS value
                FROM {scan.source} AND {member} IS NOT NULL AND {key} IS NOT NULL
                GROUP BY ALL ORDER BY ALL""",
            scan.parameters,
        )
    )


def _parts_of_records(
    generation: Generation, scan: Scan, dimension: Dimension, parts: Sequence[Dimension]
) -> dict[Dimension, Sums]:
    member = scan.column(dimension)
    keys = [f"key_{number}" for number in range(len(parts))]
    shown = ", ".join(f"{scan.column(part)} AS {key}" for part, key in zip(parts, keys, strict=True))
    sets = ", ".join(f"(member, {key})" for key in keys)
    columns = generation.columns(
        f"""SELECT member::INTEGER AS member, grouping({", ".join(keys)})::INTEGER AS kind,
                coalesce({", ".join(f"{key}::INTEGER" for key in keys)}) AS key, sum(value)::DOUBLE AS value
            FROM (
                SELECT {member} AS member, value::DOUBLE AS value, {shown} FROM {scan.source} AND {member} IS NOT NULL
            )
            GROUP BY GROUPING SETS ({sets}) ORDER BY ALL""",
        scan.parameters,
    )
    kinds = _integers(columns.get("kind"))
    known = ~np.ma.getmaskarray(columns["key"])
    found = {}
    for number, part in enumerate(parts):
        # grouping() has a bit for each column that a row is not grouped by, the first column's the highest
        kept = (kinds == (2 ** len(parts) - 1) ^ (1 << (len(parts) - 1 - number))) & known
        found[part] = _sums({name: column[kept] for name, column in columns.items()})
    return found


def _prices(generation: Generation, selection: Selection, context: Context, dimension: Dimension) -> PricedSums:
    scan = plan_scan(generation, selection, [context], [dimension, _PRODUCT], with_unit=True)
    if not scan.has_quantity:
        scan = plan_record_scan(generation, selection, [context])
    member, product = scan.column(dimension), scan.column(_PRODUCT)
    columns = generation.columns(
        f"""SELECT {member}::INTEGER AS member, {product}::INTEGER AS product, unit::INTEGER AS unit,
                direction::INTEGER AS direction, sum(value)::DOUBLE AS value, sum(quantity)::DOUBLE AS quantity
            FROM {scan.source} AND {member} IS NOT NULL AND quantity > 0 AND unit IS NOT NULL
            GROUP BY ALL ORDER BY ALL""",
        scan.parameters,
    )
    return _in_base_units(columns)


def _in_base_units(columns: dict[str, Column]) -> PricedSums:
    """Units of one family become its base, in which their quantities can be compared."""
    given = _integers(columns.get("unit"))
    kept = np.isin(given, _known_units())
    base, factor = _bases()
    given = given[kept]
    return PricedSums(
        members=_integers(columns.get("member"))[kept],
        products=_integers(columns.get("product"))[kept],
        units=base[given],
        directions=_integers(columns.get("direction"))[kept],
        values=_reals(columns.get("value"))[kept],
        quantities=_reals(columns.get("quantity"))[kept] * factor[given],
    )


def _known_units() -> list[int]:
    return [unit.id for unit in units.table().units]


def _bases() -> tuple[Integers, Reals]:
    """The base unit, and how many of it make one, by the number of a unit."""
    table = units.table()
    base, factor = np.zeros(max(_known_units()) + 1, np.int64), np.zeros(max(_known_units()) + 1)
    for unit in table.units:
        base[unit.id], factor[unit.id] = table.base_of(unit.family).id, float(unit.factor)
    return base, factor


def _years(columns: dict[str, Column]) -> YearSums:
    return YearSums(
        _integers(columns.get("member")),
        _integers(columns.get("direction")),
        _integers(columns.get("year")),
        _reals(columns.get("value")),
        _reals(columns.get("records")),
    )


def _sums(columns: dict[str, Column]) -> Sums:
    return Sums(_integers(columns.get("member")), _integers(columns.get("key")), _reals(columns.get("value")))


def _integers(column: Column | None) -> Integers:
    return np.zeros(0, np.int64) if column is None else np.asarray(np.ma.filled(column, 0), dtype=np.int64)


def _reals(column: Column | None) -> Reals:
    return np.zeros(0, np.float64) if column is None else np.asarray(np.ma.filled(column, 0.0), dtype=np.float64)
