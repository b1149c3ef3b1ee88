"""The complete years of a selection, and what answers for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from app.engine.store.answers import Basis
from app.engine.store.dimensions import Dimension
from app.engine.store.open_store import Generation, Store
from app.engine.store.questions.choosing import Choice, choose
from app.engine.store.questions.whole_years import whole_years
from app.engine.store.selection import Selection


@dataclass(frozen=True, slots=True)
class HeldYears:
    """Years in order, none where no record matches; `selection` names the context, so that others answer from it."""

    basis: Basis
    selection: Selection
    years: tuple[int, ...]


def held_years(store: Store, selection: Selection, dimensions: Sequence[Dimension] = ()) -> HeldYears:
    """The complete years that the context with most matching records holds."""
    return store.ask(partial(_held_years, selection=selection, dimensions=dimensions))


def _held_years(generation: Generation, *, selection: Selection, dimensions: Sequence[Dimension]) -> HeldYears:
    choice = choose(generation, selection, dimensions)
    if not isinstance(choice, Choice):
        return HeldYears(choice, selection, ())
    context = choice.context
    chosen = replace(
        selection,
        source=context.source,
        currency=context.currency or selection.currency,
        reporter=context.reporter or selection.reporter,
        hs_level=context.hs_level or selection.hs_level,
    )
    return HeldYears(choice.basis, chosen, tuple(whole_years(generation, selection, context)))
