"""Which context answers a question, and what the others hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.engine.store.answers import NOTHING, Basis, Figures, LeftOut, Reason
from app.engine.store.contexts import Context, needed_dimensions
from app.engine.store.dimensions import Dimension
from app.engine.store.generation_cube import DEMO
from app.engine.store.open_store import Generation
from app.engine.store.questions.left_out import absent_dimension, rule_losses
from app.engine.store.questions.missing import require_dimensions
from app.engine.store.questions.totals import totals_by_context
from app.engine.store.selection import Selection


@dataclass(frozen=True, slots=True)
class Choice:
    """The context that answers, and everything that it leaves out."""

    context: Context
    basis: Basis

    def with_left_out(self, more: Iterable[LeftOut]) -> Basis:
        """The basis of an answer that leaves out more than the choice did."""
        kept = (loss for loss in more if loss.figures.records)
        return Basis(self.basis.selection, self.context, (*self.basis.left_out, *kept))


def choose(generation: Generation, selection: Selection, dimensions: Iterable[Dimension]) -> Choice | Basis:
    """The context with most matching records that holds all dimensions; a bare basis if nothing matches.

    Demonstration data answer only where nothing else does: whoever has imported wants to see it.
    Raises NotInDataError where no context in the selection's direction and years holds what is asked.
    """
    needed = needed_dimensions(selection, dimensions)
    periods = {period.context for period in generation.facts.periods_of(selection)}
    contexts = [context for context in generation.facts.contexts if context.is_chosen_by(selection)]
    present = [context for context in contexts if context.id in periods]
    require_dimensions(present, needed)
    able = [context for context in present if all(context.holds(dimension) for dimension in needed)]
    absent = absent_dimension(generation, selection, [c for c in present if c not in able], needed)
    sums = dict.fromkeys(able, NOTHING) if len(able) == 1 else _figures(generation, selection, able)
    if not sums:
        return Basis(selection, None, tuple(absent))
    best, *others = sums
    losses = (
        *(LeftOut(Reason.OTHER_CONTEXT, sums[other], other.currency, context=other) for other in others),
        *absent,
        *rule_losses(generation, selection, [best]),
    )
    return Choice(best, Basis(selection, best, losses))


def _figures(generation: Generation, selection: Selection, contexts: list[Context]) -> dict[Context, Figures]:
    """Matching figures by context: demonstration data last, then most records first."""
    sums: dict[Context, Figures] = {}
    for row in totals_by_context(generation, selection, contexts):
        sums[row.context] = sums.get(row.context, NOTHING) + row.figures
    return dict(sorted(sums.items(), key=lambda entry: (entry[0].source == DEMO, -entry[1].records, entry[0].id)))
