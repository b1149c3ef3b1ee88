"""Cross tables: figures by two or more dimensions at once, as long rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from app.engine.errors import UsageError
from app.engine.store.answers import NOTHING, Basis, Figures, LeftOut, Reason
from app.engine.store.dimensions import Dimension
from app.engine.store.open_store import Generation, Store
from app.engine.store.questions.choosing import Choice, choose
from app.engine.store.questions.grouped import group_by
from app.engine.store.questions.top import share_of
from app.engine.store.selection import Selection

_FEWEST = 2


@dataclass(frozen=True, slots=True)
class CrossRow:
    """One cell: its members in the order of the dimensions."""

    members: tuple[int, ...]
    share: float | None
    figures: Figures


@dataclass(frozen=True, slots=True)
class CrossAnswer:
    """The largest cells; `total` is that of all cells."""

    basis: Basis
    dimensions: tuple[Dimension, ...]
    rows: tuple[CrossRow, ...]
    total: Figures


def cross(store: Store, selection: Selection, dimensions: Sequence[Dimension], *, limit: int) -> CrossAnswer:
    """The `limit` cells with the largest value; UsageError below two different dimensions."""
    if len(set(dimensions)) < _FEWEST or len(set(dimensions)) < len(dimensions):
        raise UsageError("query.cross_needs_two")
    return store.ask(partial(_cross, selection=selection, dimensions=tuple(dimensions), limit=limit))


def _cross(
    generation: Generation, *, selection: Selection, dimensions: tuple[Dimension, ...], limit: int
) -> CrossAnswer:
    choice = choose(generation, selection, dimensions)
    if not isinstance(choice, Choice):
        return CrossAnswer(choice, dimensions, (), NOTHING)
    found = group_by(generation, selection, choice.context, dimensions, limit=limit)
    rows = [CrossRow(g.members, share_of(g.figures.value, found.total.value), g.figures) for g in found.groups]
    basis = choice.with_left_out(
        [
            LeftOut(Reason.BEYOND_LIMIT, found.beyond, choice.context.currency),
            LeftOut(Reason.MEMBER_UNKNOWN, found.unknown, choice.context.currency),
        ]
    )
    return CrossAnswer(basis, dimensions, tuple(rows), found.total)
