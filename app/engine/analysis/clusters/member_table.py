"""Sums of members as arrays: one row for each member, in the order of their codes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.engine.store.dimensions import Dimension
from app.engine.store.questions.member_facts import Integers, MemberFacts, PricedSums, Reals, Sums
from app.engine.store.selection import Direction


@dataclass(frozen=True, slots=True, eq=False)
class MemberTable:
    """What features are computed from; `years` are those that hold the same directions as the last one."""

    members: Integers
    values: Reals
    records: Reals
    imports: Reals
    exports: Reals
    has_both: bool  # whether the selection holds imports and exports
    years: tuple[int, ...]
    by_year: Reals  # members × years
    parts: dict[Dimension, tuple[Integers, Reals]]  # keys, members × keys
    prices: PricedSums | None

    @property
    def count(self) -> int:
        """How many members there are."""
        return len(self.members)

    def places(self, members: Integers) -> Integers:
        """The row of each of these members, all of which are in the table."""
        return np.searchsorted(self.members, members).astype(np.int64)


def member_table(facts: MemberFacts) -> MemberTable:
    """Members with any value; those that only have records of no value cannot be described."""
    sums = facts.by_year
    codes, at = np.unique(sums.members, return_inverse=True)
    kept = summed(at, sums.values, len(codes)) > 0
    members, rows = codes[kept], kept[at]
    place = np.searchsorted(members, sums.members[rows])
    values, directions, years = sums.values[rows], sums.directions[rows], sums.years[rows]
    comparable = _comparable_years(directions, years)
    in_years = np.isin(years, comparable)
    is_import = directions == Direction.IMPORT.id
    return MemberTable(
        members=members,
        values=summed(place, values, len(members)),
        records=summed(place, sums.records[rows], len(members)),
        imports=summed(place, values * is_import, len(members)),
        exports=summed(place, values * ~is_import, len(members)),
        has_both=len(np.unique(directions)) > 1,
        years=tuple(comparable.tolist()),
        by_year=_spread(
            place[in_years],
            np.searchsorted(comparable, years[in_years]),
            values[in_years],
            (len(members), len(comparable)),
        ),
        parts={part: _part(members, each) for part, each in facts.parts.items()},
        prices=_priced(members, facts.prices),
    )


def summed(places: Integers, values: Reals, count: int) -> Reals:
    """Sums of values by place, of so many places."""
    return np.bincount(places, values, count).astype(np.float64)


def _comparable_years(directions: Integers, years: Integers) -> Integers:
    """A year that holds imports alone must not be compared with one that holds both."""
    if not len(years):
        return np.zeros(0, np.int64)
    held = {int(year): frozenset(directions[years == year].tolist()) for year in np.unique(years)}
    last = held[max(held)]
    return np.array([year for year, found in held.items() if found == last], dtype=np.int64)


def _part(members: Integers, sums: Sums) -> tuple[Integers, Reals]:
    known = np.isin(sums.members, members)
    keys, at = np.unique(sums.keys[known], return_inverse=True)
    place = np.searchsorted(members, sums.members[known])
    return keys, _spread(place, at, sums.values[known], (len(members), len(keys)))


def _priced(members: Integers, prices: PricedSums | None) -> PricedSums | None:
    if prices is None:
        return None
    known = np.isin(prices.members, members) & (prices.values > 0)
    return PricedSums(
        members=prices.members[known],
        products=prices.products[known],
        units=prices.units[known],
        directions=prices.directions[known],
        values=prices.values[known],
        quantities=prices.quantities[known],
    )


def _spread(rows: Integers, columns: Integers, values: Reals, shape: tuple[int, int]) -> Reals:
    return summed(rows * shape[1] + columns, values, shape[0] * shape[1]).reshape(shape)
