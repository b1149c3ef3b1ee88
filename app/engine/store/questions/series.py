"""Series: figures over years or months, in all or by the largest members of a dimension."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from app.engine.store.answers import Basis, Figures, LeftOut, Reason
from app.engine.store.dimensions import Dimension
from app.engine.store.open_store import Generation, Store
from app.engine.store.questions.choosing import Choice, choose
from app.engine.store.questions.grouped import group_by
from app.engine.store.questions.groups import Group
from app.engine.store.questions.top import growth_between
from app.engine.store.selection import Selection


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """One point; `growth` compares with the year before, in the same month where there are months."""

    year: int
    month: int | None
    member: int | None
    figures: Figures
    growth: float | None


@dataclass(frozen=True, slots=True)
class SeriesAnswer:
    """Points by member, in time order."""

    basis: Basis
    dimension: Dimension | None
    rows: tuple[SeriesRow, ...]


def series(
    store: Store, selection: Selection, *, by: Dimension | None = None, monthly: bool = False, limit: int
) -> SeriesAnswer:
    """Figures over time; `by` splits them into its `limit` largest members."""
    return store.ask(partial(_series, selection=selection, by=by, monthly=monthly, limit=limit))


def _series(
    generation: Generation, *, selection: Selection, by: Dimension | None, monthly: bool, limit: int
) -> SeriesAnswer:
    time = [Dimension.YEAR, Dimension.MONTH] if monthly else [Dimension.YEAR]
    dimensions = [by, *time] if by else time
    choice = choose(generation, selection, dimensions)
    if not isinstance(choice, Choice):
        return SeriesAnswer(choice, by, ())
    members, left_out = _largest(generation, choice, by, limit) if by else ([], [])
    found = group_by(generation, selection, choice.context, dimensions, members=members)
    rows = _points(found.groups, has_member=by is not None, order=members)
    return SeriesAnswer(choice.with_left_out(left_out), by, tuple(rows))


def _largest(generation: Generation, choice: Choice, by: Dimension, limit: int) -> tuple[list[int], list[LeftOut]]:
    found = group_by(generation, choice.basis.selection, choice.context, [by], limit=limit)
    currency = choice.context.currency
    left_out = [
        LeftOut(Reason.BEYOND_LIMIT, found.beyond, currency, dimension=by),
        LeftOut(Reason.MEMBER_UNKNOWN, found.unknown, currency, dimension=by),
    ]
    return [group.members[0] for group in found.groups], left_out


def _points(groups: tuple[Group, ...], *, has_member: bool, order: list[int]) -> list[SeriesRow]:
    values: dict[tuple[int | None, int, int | None], Decimal] = {}
    keyed = []
    for group in groups:
        member, (year, *months) = (group.members[0], group.members[1:]) if has_member else (None, group.members)
        key = (member, year, months[0] if months else None)
        values[key] = group.figures.value
        keyed.append((key, group.figures))
    rank = {member: place for place, member in enumerate(order)}
    return [
        SeriesRow(year, month, member, figures, growth_between(values.get((member, year - 1, month)), figures.value))
        for (member, year, month), figures in sorted(
            keyed, key=lambda entry: (rank.get(entry[0][0] or 0, 0), entry[0][1], entry[0][2] or 0)
        )
    ]
