"""Trade relations: pairs of members of two dimensions, the years in which each traded, and which came and went."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial

from app.engine.store.answers import Basis
from app.engine.store.dimensions import Dimension
from app.engine.store.open_store import Generation, Row, Store
from app.engine.store.questions.choosing import Choice, choose
from app.engine.store.questions.compared import Compared, choose_for, find_years
from app.engine.store.scan import Scan, plan_scan
from app.engine.store.selection import Selection, Years

Pair = tuple[Dimension, Dimension]


@dataclass(frozen=True, slots=True)
class RelationYears:
    """How many relations traded in exactly the same years: bit n of a key stands for `years[n]`."""

    basis: Basis
    dimensions: Pair
    years: tuple[int, ...]
    counts: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Relation:
    """One pair of members with its value in both years; one of them is zero where it came or went."""

    members: tuple[int, int]
    before: Decimal
    after: Decimal


@dataclass(frozen=True, slots=True)
class Margin:
    """How many relations are alike, and their value in both years."""

    relations: int
    before: Decimal
    after: Decimal


@dataclass(frozen=True, slots=True)
class RelationsAnswer:
    """Relations of both years, new ones and vanished ones, and the largest of the last two."""

    basis: Basis
    dimensions: Pair
    before: int
    after: int
    continuing: Margin
    new: Margin
    vanished: Margin
    largest_new: tuple[Relation, ...]
    largest_vanished: tuple[Relation, ...]


def relation_years(store: Store, selection: Selection, dimensions: Pair) -> RelationYears:
    """In which of the selected years each pair traded, in whatever direction is selected."""
    return store.ask(partial(_relation_years, selection=selection, dimensions=dimensions))


def relation_changes(
    store: Store, selection: Selection, dimensions: Pair, years: Compared, *, limit: int
) -> RelationsAnswer:
    """What came and went between two years; values add up to those of all records that tell both members."""
    return store.ask(partial(_relation_changes, selection=selection, dimensions=dimensions, years=years, limit=limit))


def _relation_years(generation: Generation, *, selection: Selection, dimensions: Pair) -> RelationYears:
    choice = choose(generation, selection, dimensions)
    if not isinstance(choice, Choice):
        return RelationYears(choice, dimensions, (), {})
    periods = generation.facts.periods_of(selection)
    years = tuple(sorted({period.year for period in periods if period.context == choice.context.id}))
    scan = plan_scan(generation, selection, [choice.context], dimensions)
    first, second = _columns(scan, dimensions)
    rows = generation.rows(
        f"""WITH related AS (
                SELECT {first} AS first, {second} AS second, bit_or(1::BIGINT << (year - {years[0]})) AS mask
                FROM {scan.source} AND first IS NOT NULL AND second IS NOT NULL AND value > 0
                GROUP BY ALL
            )
            SELECT mask, count(*) FROM related GROUP BY mask""",
        scan.parameters,
    )
    counts: dict[int, int] = {}
    for mask, count in rows:
        packed = sum(((int(str(mask)) >> (year - years[0])) & 1) << place for place, year in enumerate(years))
        counts[packed] = counts.get(packed, 0) + int(str(count))
    return RelationYears(choice.basis, dimensions, years, counts)


def _relation_changes(
    generation: Generation, *, selection: Selection, dimensions: Pair, years: Compared, limit: int
) -> RelationsAnswer:
    choice = choose_for(generation, selection, list(dimensions))
    none = Margin(0, Decimal(0), Decimal(0))
    if not isinstance(choice, Choice):
        return RelationsAnswer(choice, dimensions, 0, 0, none, none, none, (), ())
    before, after = find_years(generation, selection, choice.context, years)
    both = replace(selection, years=Years(before, after))
    scan = plan_scan(generation, both, [choice.context], dimensions)
    margins, largest = _read(generation, scan, dimensions, before=before, after=after, limit=limit)
    return RelationsAnswer(
        basis=choice.basis,
        dimensions=dimensions,
        before=before,
        after=after,
        continuing=margins.get("continuing", none),
        new=margins.get("new", none),
        vanished=margins.get("vanished", none),
        largest_new=tuple(largest["new"]),
        largest_vanished=tuple(largest["vanished"]),
    )


def _read(
    generation: Generation, scan: Scan, dimensions: Pair, *, before: int, after: int, limit: int
) -> tuple[dict[str, Margin], dict[str, list[Relation]]]:
    """Sums of each kind of relation, then the largest of those that came or went, in one pass."""
    first, second = _columns(scan, dimensions)
    rows = generation.rows(
        f"""WITH related AS MATERIALIZED (
                SELECT {first} AS first, {second} AS second,
                    coalesce(sum(value) FILTER (WHERE year = {before}), 0) AS earlier,
                    coalesce(sum(value) FILTER (WHERE year = {after}), 0) AS later,
                    CASE WHEN earlier > 0 AND later > 0 THEN 'continuing' WHEN later > 0 THEN 'new'
                        ELSE 'vanished' END AS kind
                FROM {scan.source} AND first IS NOT NULL AND second IS NOT NULL AND year IN ({before}, {after})
                GROUP BY first, second HAVING earlier > 0 OR later > 0
            ), sums AS (
                SELECT kind, count(*) AS relations, NULL AS first, NULL AS second, sum(earlier) AS earlier,
                    sum(later) AS later, 0 AS place
                FROM related GROUP BY kind
            ), ranked AS (
                SELECT kind, 1 AS relations, first, second, earlier, later,
                    row_number() OVER (PARTITION BY kind ORDER BY earlier + later DESC, first, second) AS place
                FROM related WHERE kind <> 'continuing'
            )
            SELECT * FROM sums UNION ALL SELECT * FROM ranked WHERE place <= ? ORDER BY kind, place""",
        [*scan.parameters, limit],
    )
    margins: dict[str, Margin] = {}
    largest: dict[str, list[Relation]] = {"new": [], "vanished": []}
    for row in rows:
        kind, relations, *_, earlier, later, place = row
        if place == 0:
            margins[str(kind)] = Margin(int(str(relations)), Decimal(str(earlier)), Decimal(str(later)))
        else:
            largest[str(kind)].append(_relation(row))
    return margins, largest


def _relation(row: Row) -> Relation:
    _, _, first, second, earlier, later, _ = row
    return Relation((int(str(first)), int(str(second))), Decimal(str(earlier)), Decimal(str(later)))


def _columns(scan: Scan, dimensions: Pair) -> tuple[str, str]:
    first, second = (scan.column(dimension) for dimension in dimensions)
    return first, second
