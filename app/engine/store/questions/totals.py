"""Totals: one row for every direction and context, because contexts are never added."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from itertools import groupby

from app.engine.store.answers import Figures, LeftOut
from app.engine.store.connection import Generation, Store
from app.engine.store.contexts import Context, needed_dimensions
from app.engine.store.questions.left_out import absent_dimension, rule_losses
from app.engine.store.questions.missing import require_dimensions
from app.engine.store.scan import plan_scan
from app.engine.store.selection import Direction, Selection


@dataclass(frozen=True, slots=True)
class TotalsRow:
    """The sum of one direction in one context, and the years that it spans."""

    direction: Direction
    context: Context
    figures: Figures
    first_year: int
    last_year: int


@dataclass(frozen=True, slots=True)
class TotalsAnswer:
    """Totals of a selection, the largest contexts first."""

    rows: tuple[TotalsRow, ...]
    left_out: tuple[LeftOut, ...]


def totals(store: Store, selection: Selection) -> TotalsAnswer:
    """Value and records by direction and context; NotInDataError if no source tells what is filtered on."""
    return store.ask(partial(_totals, selection=selection))


def totals_by_context(generation: Generation, selection: Selection, contexts: Sequence[Context]) -> list[TotalsRow]:
    """The rows of the totals for these contexts."""
    by_level = sorted(contexts, key=lambda context: context.hs_level or 0)
    rows = [
        row
        for _, group in groupby(by_level, key=lambda context: context.hs_level or 0)
        for row in _totals_of_level(generation, selection, list(group))
    ]
    return sorted(rows, key=lambda row: (-row.figures.records, row.context.id, row.direction.id))


def _totals(generation: Generation, selection: Selection) -> TotalsAnswer:
    chosen = [context for context in generation.contexts if context.is_chosen_by(selection)]
    needed = needed_dimensions(selection, ())
    require_dimensions(chosen, needed)
    able = [context for context in chosen if all(context.holds(dimension) for dimension in needed)]
    unable = [context for context in chosen if context not in able]
    left_out = [*absent_dimension(generation, selection, unable, needed), *rule_losses(generation, selection, able)]
    return TotalsAnswer(tuple(totals_by_context(generation, selection, able)), tuple(left_out))


def _totals_of_level(generation: Generation, selection: Selection, contexts: Sequence[Context]) -> list[TotalsRow]:
    scan = plan_scan(generation, selection, contexts, ())
    found = generation.rows(
        f"""SELECT direction, sum(value), {scan.records}, min(year), max(year), {scan.context_columns}
            FROM {scan.source} GROUP BY direction, {scan.context_columns}""",
        scan.parameters,
    )
    return [
        TotalsRow(
            direction=Direction.IMPORT if direction == Direction.IMPORT.id else Direction.EXPORT,
            context=scan.contexts[tuple(key)],
            figures=Figures(Decimal(str(value)), int(str(records))),
            first_year=int(str(first)),
            last_year=int(str(last)),
        )
        for direction, value, records, first, last, *key in found
        if tuple(key) in scan.contexts
    ]
