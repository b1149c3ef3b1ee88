"""The figures of a dimension's members in each year, all of them: what indicators over time are made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from app.engine.store.answers import Basis, Figures, LeftOut, Reason
from app.engine.store.dimensions import Dimension
from app.engine.store.open_store import Generation, Store
from app.engine.store.questions.choosing import Choice, choose
from app.engine.store.questions.grouped import group_by
from app.engine.store.selection import Selection


@dataclass(frozen=True, slots=True)
class YearlyAnswer:
    """Figures by the members of the dimensions and year; members that records do not tell are left out."""

    basis: Basis
    dimensions: tuple[Dimension, ...]
    years: Mapping[int, Mapping[tuple[int, ...], Figures]]


def yearly(store: Store, selection: Selection, dimensions: Sequence[Dimension]) -> YearlyAnswer:
    """Every member in every year of the selection; none of the dimensions is the year."""
    return store.ask(partial(_yearly, selection=selection, dimensions=tuple(dimensions)))


def _yearly(generation: Generation, *, selection: Selection, dimensions: tuple[Dimension, ...]) -> YearlyAnswer:
    choice = choose(generation, selection, dimensions)
    if not isinstance(choice, Choice):
        return YearlyAnswer(choice, dimensions, {})
    found = group_by(generation, selection, choice.context, [*dimensions, Dimension.YEAR])
    years: dict[int, dict[tuple[int, ...], Figures]] = {}
    for group in found.groups:
        *members, year = group.members
        years.setdefault(year, {})[tuple(members)] = group.figures
    unknown = LeftOut(Reason.MEMBER_UNKNOWN, found.unknown, choice.context.currency)
    return YearlyAnswer(choice.with_left_out([unknown]), dimensions, dict(sorted(years.items())))
