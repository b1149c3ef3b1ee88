"""Rankings: the largest members of one dimension, with shares and growth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial

from app.engine.store.answers import NOTHING, Basis, Figures, LeftOut, Reason
from app.engine.store.contexts import Context
from app.engine.store.dimensions import Dimension
from app.engine.store.open_store import Generation, Store
from app.engine.store.questions.choosing import Choice, choose
from app.engine.store.questions.grouped import group_by
from app.engine.store.selection import Selection, Years


@dataclass(frozen=True, slots=True)
class TopRow:
    """One member; `share` is of the whole selection, `growth` compares its last year with the one before."""

    member: int
    rank: int
    share: float | None
    figures: Figures
    growth: float | None


@dataclass(frozen=True, slots=True)
class TopAnswer:
    """The largest members; `growth_year` is the year that growth leads to."""

    basis: Basis
    dimension: Dimension
    rows: tuple[TopRow, ...]
    total: Figures
    growth_year: int | None


def top(store: Store, selection: Selection, dimension: Dimension, *, limit: int) -> TopAnswer:
    """The `limit` members with the largest value, in one context."""
    return store.ask(partial(_top, selection=selection, dimension=dimension, limit=limit))


def share_of(value: Decimal, total: Decimal) -> float | None:
    """Part of the total; None where there is none."""
    return float(value / total) if total else None


def growth_between(before: Decimal | None, after: Decimal | None) -> float | None:
    """Relative change; None without a value to start from."""
    return float(after / before - 1) if before and after is not None else None


def _top(generation: Generation, *, selection: Selection, dimension: Dimension, limit: int) -> TopAnswer:
    choice = choose(generation, selection, [dimension])
    if not isinstance(choice, Choice):
        return TopAnswer(choice, dimension, (), NOTHING, None)
    return top_in_context(generation, choice, dimension, limit=limit)


def top_in_context(generation: Generation, choice: Choice, dimension: Dimension, *, limit: int) -> TopAnswer:
    """The ranking in a context that was chosen already."""
    selection, context = choice.basis.selection, choice.context
    found = group_by(generation, selection, context, [dimension], limit=limit)
    shown = [group.members[0] for group in found.groups]
    last_year = last_year_of(generation, selection, context)
    growth = _growth(generation, selection, context, dimension, members=shown, last_year=last_year)
    rows = [
        TopRow(
            member=group.members[0],
            rank=rank,
            share=share_of(group.figures.value, found.total.value),
            figures=group.figures,
            growth=growth.get(group.members[0]),
        )
        for rank, group in enumerate(found.groups, start=1)
    ]
    basis = choice.with_left_out(
        [
            LeftOut(Reason.BEYOND_LIMIT, found.beyond, context.currency, dimension=dimension),
            LeftOut(Reason.MEMBER_UNKNOWN, found.unknown, context.currency, dimension=dimension),
        ]
    )
    return TopAnswer(basis, dimension, tuple(rows), found.total, last_year)


def last_year_of(generation: Generation, selection: Selection, context: Context) -> int:
    """The last year that the context has data for, in the selection's direction and years."""
    return max(period.year for period in generation.facts.periods_of(selection) if period.context == context.id)


def _growth(
    generation: Generation,
    selection: Selection,
    context: Context,
    dimension: Dimension,
    *,
    members: Sequence[int],
    last_year: int,
) -> dict[int, float | None]:
    """From the year before the last to the last year, also where the selection starts with the last one."""
    if not members:
        return {}
    if dimension is Dimension.YEAR:
        around = replace(selection, years=Years(min(members) - 1, max(members)))
        values = {g.members[0]: g.figures.value for g in group_by(generation, around, context, [dimension]).groups}
        return {year: growth_between(values.get(year - 1), values[year]) for year in members}
    both = replace(selection, years=Years(last_year - 1, last_year))
    found = group_by(generation, both, context, [dimension, Dimension.YEAR], members=members)
    by_year = {group.members: group.figures.value for group in found.groups}
    return {
        member: growth_between(by_year.get((member, last_year - 1)), by_year.get((member, last_year)))
        for member in members
    }
