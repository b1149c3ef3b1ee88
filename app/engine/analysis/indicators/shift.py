"""Shift of structure: how the shares of members changed between two years, and how much of the value moved in all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from app.engine.store.answers import Basis
from app.engine.store.dimensions import Dimension
from app.engine.store.open_store import Store
from app.engine.store.questions.compared import Compared, compared
from app.engine.store.questions.yearly import yearly
from app.engine.store.selection import Selection


@dataclass(frozen=True, slots=True)
class ShiftRow:
    """One member's shares of what tells the member, and their difference."""

    member: int
    share_before: float
    share_after: float
    shift: float


@dataclass(frozen=True, slots=True)
class ShareRow:
    """One member's share in one year."""

    year: int
    member: int
    share: float


@dataclass(frozen=True, slots=True)
class ShiftAnswer:
    """`moved` is half the sum of all absolute shifts: the share of value that changed hands, 0 to 1."""

    basis: Basis
    dimension: Dimension
    before: int
    after: int
    moved: float
    rows: tuple[ShiftRow, ...]
    shares: tuple[ShareRow, ...]


def structural_shift(store: Store, selection: Selection, dimension: Dimension, years: Compared) -> ShiftAnswer:
    """The members with the largest shift first, and all shares of every selected year."""
    answer = compared(store, selection, dimension, years)
    told = [row for row in answer.rows if row.member is not None]
    before = {row.member: row.before.value for row in told if row.member is not None}
    after = {row.member: row.after.value for row in told if row.member is not None}
    rows = shifts(before, after)
    return ShiftAnswer(
        basis=answer.basis,
        dimension=dimension,
        before=answer.before,
        after=answer.after,
        moved=sum(abs(row.shift) for row in rows) / 2,
        rows=tuple(rows),
        shares=tuple(_shares(store, selection, dimension)) if rows else (),
    )


def shifts(before: Mapping[int, Decimal], after: Mapping[int, Decimal]) -> list[ShiftRow]:
    """Shares of both years side by side, the largest absolute shift first; nothing where a year has no value."""
    total_before, total_after = sum(before.values()), sum(after.values())
    if not total_before or not total_after:
        return []
    rows = []
    for member in before.keys() | after.keys():
        earlier = float(before.get(member, Decimal(0)) / total_before)
        later = float(after.get(member, Decimal(0)) / total_after)
        rows.append(ShiftRow(member, earlier, later, later - earlier))
    return sorted(rows, key=lambda row: (-abs(row.shift), row.member))


def _shares(store: Store, selection: Selection, dimension: Dimension) -> list[ShareRow]:
    rows = []
    for year, members in yearly(store, selection, [dimension]).years.items():
        total = sum((figures.value for figures in members.values()), Decimal(0))
        rows += [ShareRow(year, codes[0], float(f.value / total)) for codes, f in members.items() if total]
    return rows
