"""Diversification: growth of relations that went on (intensive margin), and by those that came or went (extensive)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from app.engine.store.answers import Basis
from app.engine.store.open_store import Store
from app.engine.store.questions.compared import Compared
from app.engine.store.questions.relations import Pair, RelationsAnswer, relation_changes, relation_years
from app.engine.store.selection import Selection


@dataclass(frozen=True, slots=True)
class ActiveRow:
    """Relations that traded in a year, and how many of them did not the year before, or stopped since."""

    year: int
    active: int
    new: int | None
    vanished: int | None


@dataclass(frozen=True, slots=True)
class MarginsAnswer:
    """The three parts add up to the change of all records that tell both members of a relation."""

    basis: Basis
    relations: RelationsAnswer
    intensive: Decimal
    entry: Decimal
    exit: Decimal
    rows: tuple[ActiveRow, ...]

    @property
    def change(self) -> Decimal:
        """What all relations together changed by."""
        return self.intensive + self.entry + self.exit


def margins(store: Store, selection: Selection, dimensions: Pair, years: Compared, *, limit: int) -> MarginsAnswer:
    """Between the two years, and the number of relations in every selected one."""
    changes = relation_changes(store, selection, dimensions, years, limit=limit)
    counted = relation_years(store, selection, dimensions)
    return MarginsAnswer(
        basis=changes.basis,
        relations=changes,
        intensive=changes.continuing.after - changes.continuing.before,
        entry=changes.new.after,
        exit=-changes.vanished.before,
        rows=tuple(active_by_year(counted.counts, counted.years)),
    )


def active_by_year(counts: Mapping[int, int], years: tuple[int, ...]) -> list[ActiveRow]:
    """How many relations there are in each year; new and vanished are None where the year before is not held."""
    rows = []
    for place, year in enumerate(years):
        has_before = place > 0 and years[place - 1] == year - 1
        now = {mask: count for mask, count in counts.items() if mask >> place & 1}
        before = {mask: count for mask, count in counts.items() if has_before and mask >> (place - 1) & 1}
        new = sum(count for mask, count in now.items() if mask not in before)
        gone = sum(count for mask, count in before.items() if mask not in now)
        rows.append(ActiveRow(year, sum(now.values()), new if has_before else None, gone if has_before else None))
    return rows
