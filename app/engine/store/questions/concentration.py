"""Concentration: the Herfindahl-Hirschman index of a dimension's members, year by year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from app.engine.store.answers import NOTHING, Basis, Figures, LeftOut, Reason
from app.engine.store.dimensions import Dimension
from app.engine.store.open_store import Generation, Store
from app.engine.store.questions.choosing import Choice, choose
from app.engine.store.questions.grouped import group_by
from app.engine.store.questions.groups import Group
from app.engine.store.selection import Selection

_THOUSANDTHS = 1000  # values have three decimals


@dataclass(frozen=True, slots=True)
class ConcentrationRow:
    """The index of one year, of all years where `year` is None; 1 is one member alone, 1/n is n equal ones."""

    year: int | None
    hhi: float
    members: int
    largest: int
    largest_share: float
    figures: Figures


@dataclass(frozen=True, slots=True)
class ConcentrationAnswer:
    """The index over all years, then of each."""

    basis: Basis
    dimension: Dimension
    rows: tuple[ConcentrationRow, ...]


def concentration(store: Store, selection: Selection, dimension: Dimension) -> ConcentrationAnswer:
    """How much the known members of the dimension share the value among them."""
    return store.ask(partial(_concentration, selection=selection, dimension=dimension))


def _concentration(generation: Generation, *, selection: Selection, dimension: Dimension) -> ConcentrationAnswer:
    choice = choose(generation, selection, [dimension])
    if not isinstance(choice, Choice):
        return ConcentrationAnswer(choice, dimension, ())
    overall = group_by(generation, selection, choice.context, [dimension])
    by_year: dict[int, list[Group]] = {}
    for group in group_by(generation, selection, choice.context, [dimension, Dimension.YEAR]).groups:
        by_year.setdefault(group.members[1], []).append(group)
    candidates = [(None, overall.groups), *sorted(by_year.items())]
    rows = [row for year, groups in candidates if (row := _row(year, groups))]
    unknown = LeftOut(Reason.MEMBER_UNKNOWN, overall.unknown, choice.context.currency, dimension=dimension)
    return ConcentrationAnswer(choice.with_left_out([unknown]), dimension, tuple(rows))


def _row(year: int | None, groups: Sequence[Group]) -> ConcentrationRow | None:
    total = sum((group.figures for group in groups), NOTHING)
    if not total.value:
        return None
    largest = max(groups, key=lambda group: group.figures.value)
    # Squares of sums of money have more digits than a Decimal context keeps
    values = [int(group.figures.value * _THOUSANDTHS) for group in groups]
    return ConcentrationRow(
        year=year,
        hhi=float(Fraction(sum(value * value for value in values), sum(values) ** 2)),
        members=len(groups),
        largest=largest.members[0],
        largest_share=float(largest.figures.value / total.value),
        figures=total,
    )
