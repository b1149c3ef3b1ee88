"""Two years against each other: the values of a dimension's members in both, which add up to the totals exactly."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial

from app.engine.errors import NotInDataError, UsageError
from app.engine.store.answers import NOTHING, Basis, Figures
from app.engine.store.contexts import Context
from app.engine.store.dimensions import Dimension
from app.engine.store.open_store import Generation, Store
from app.engine.store.questions.choosing import Choice, choose
from app.engine.store.questions.grouped import group_by
from app.engine.store.questions.spans import directions_by_year
from app.engine.store.selection import Selection, Years


@dataclass(frozen=True, slots=True)
class Compared:
    """Two years, the earlier one first; None lets the selection and the data decide."""

    before: int | None = None
    after: int | None = None


@dataclass(frozen=True, slots=True)
class MemberPair:
    """One member's figures in both years; `member` is None for records that do not tell it."""

    member: int | None
    before: Figures
    after: Figures

    @property
    def change(self) -> Decimal:
        """What it added to the total or took from it."""
        return self.after.value - self.before.value


@dataclass(frozen=True, slots=True)
class ComparedAnswer:
    """The members with the largest change first; their figures add up to both totals."""

    basis: Basis
    dimension: Dimension
    before: int
    after: int
    rows: tuple[MemberPair, ...]
    total: MemberPair


def compared(store: Store, selection: Selection, dimension: Dimension, years: Compared) -> ComparedAnswer:
    """Every member in both years.

    Without years: the ends of the selected span, or the last year and the one before it.
    """
    return store.ask(partial(_compared, selection=selection, dimension=dimension, years=years))


def find_years(generation: Generation, selection: Selection, context: Context, years: Compared) -> tuple[int, int]:
    """The two years to compare; raises where the context lacks one, or holds other directions in it."""
    held = directions_by_year(generation, selection, context)
    before, after = _proposed(selection, years, sorted(held))
    for year in (before, after):
        if year not in held:
            raise NotInDataError("query.year_missing", year=year, held=_spelled(sorted(held)))
    if before >= after:
        raise UsageError("query.years_not_in_order", before=before, after=after)
    if held[before] != held[after]:
        raise NotInDataError("query.directions_differ", before=before, after=after)
    return before, after


def choose_for(generation: Generation, selection: Selection, dimensions: list[Dimension]) -> Choice | Basis:
    """The context for a comparison that may reach beyond the selected years; the basis keeps the selection."""
    choice = choose(generation, replace(selection, years=None), dimensions)
    if not isinstance(choice, Choice):
        return replace(choice, selection=selection)
    return Choice(choice.context, replace(choice.basis, selection=selection))


def _proposed(selection: Selection, years: Compared, held: list[int]) -> tuple[int, int]:
    selected = selection.years
    after = years.after if years.after is not None else selected.last if selected else held[-1]
    if years.before is not None:
        return years.before, after
    if selected and selected.first < after:
        return selected.first, after
    earlier = [year for year in held if year < after]
    if not earlier:
        raise NotInDataError("query.one_year", year=after)
    return earlier[-1], after


def _compared(generation: Generation, *, selection: Selection, dimension: Dimension, years: Compared) -> ComparedAnswer:
    choice = choose_for(generation, selection, [dimension])
    nothing = MemberPair(None, NOTHING, NOTHING)
    if not isinstance(choice, Choice):
        return ComparedAnswer(choice, dimension, 0, 0, (), nothing)
    before, after = find_years(generation, selection, choice.context, years)
    both = replace(selection, years=Years(before, after))
    found = group_by(generation, both, choice.context, [dimension, Dimension.YEAR])
    sums = group_by(generation, both, choice.context, [Dimension.YEAR])
    totals = {group.members[0]: group.figures for group in sums.groups}
    by_year: dict[int, dict[int, Figures]] = {before: {}, after: {}}
    for group in found.groups:
        member, year = group.members
        if year in by_year:
            by_year[year][member] = group.figures
    total = MemberPair(None, totals.get(before, NOTHING), totals.get(after, NOTHING))
    rows = [
        MemberPair(member, by_year[before].get(member, NOTHING), by_year[after].get(member, NOTHING))
        for member in by_year[before].keys() | by_year[after].keys()
    ]
    rows += _untold(rows, total)
    rows.sort(key=lambda row: (-abs(row.change), row.member is None, row.member or 0))
    return ComparedAnswer(choice.basis, dimension, before, after, tuple(rows), total)


def _untold(rows: list[MemberPair], total: MemberPair) -> list[MemberPair]:
    """What no member accounts for, in a row of its own, so that rows add up to the total."""
    before = sum((row.before for row in rows), NOTHING)
    after = sum((row.after for row in rows), NOTHING)
    rest = MemberPair(
        None,
        Figures(total.before.value - before.value, total.before.records - before.records),
        Figures(total.after.value - after.value, total.after.records - after.records),
    )
    return [rest] if rest.before.records or rest.after.records else []


def _spelled(years: list[int]) -> str:
    return f"{years[0]}–{years[-1]}" if years else "–"
