"""What an answer does not hold: rows that cleaning took out, and sources without a dimension that was asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from app.engine.store.answers import NOTHING, Figures, LeftOut, Reason
from app.engine.store.contexts import Context
from app.engine.store.dimensions import Dimension
from app.engine.store.generation_facts import RuleLoss
from app.engine.store.open_store import Generation
from app.engine.store.selection import Selection


def rule_losses(generation: Generation, selection: Selection, contexts: Iterable[Context]) -> list[LeftOut]:
    """Rows that the profiles rejected, by rule; only direction and years of the selection are known of them."""
    concerned = list(contexts)
    first: dict[tuple[str, str, str | None], RuleLoss] = {}
    sums: dict[tuple[str, str, str | None], tuple[Decimal, int]] = {}
    for loss in generation.facts.losses_of(selection):
        if any(loss.concerns(context) for context in concerned):
            key = (loss.rule, loss.profile, loss.currency)
            first.setdefault(key, loss)
            value, records = sums.get(key, (Decimal(0), 0))
            sums[key] = value + loss.value, records + loss.records
    entries = [_left_out(loss, Figures(*sums[key])) for key, loss in first.items()]
    return sorted(entries, key=lambda entry: -entry.figures.records)


def _left_out(loss: RuleLoss, figures: Figures) -> LeftOut:
    return LeftOut(
        Reason.CLEANING_RULE, figures, loss.currency, rule=loss.rule, profile=loss.profile, zh=loss.zh, en=loss.en
    )


def absent_dimension(
    generation: Generation, selection: Selection, contexts: Sequence[Context], needed: Sequence[Dimension]
) -> list[LeftOut]:
    """Contexts that cannot answer, with what they hold in the selection's direction and years."""
    sums = {context.id: NOTHING for context in contexts}
    for period in generation.facts.periods_of(selection):
        if period.context in sums:
            sums[period.context] += Figures(period.value, period.records)
    return [
        LeftOut(
            Reason.DIMENSION_ABSENT,
            sums[context.id],
            context.currency,
            context=context,
            dimension=next(dimension for dimension in needed if not context.holds(dimension)),
        )
        for context in sorted(contexts, key=lambda context: -sums[context.id].records)
        if sums[context.id].records
    ]
