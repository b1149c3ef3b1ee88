"""Totals: one row for every direction and context, because contexts are never added."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from itertools import groupby

from app.engine.store.answers import NOTHING, Figures, LeftOut
from app.engine.store.contexts import Context, needed_dimensions
from app.engine.store.open_store import Generation, Store
from app.engine.store.questions.held_sums import held_rows
from app.engine.store.questions.left_out import absent_dimension, rule_losses
from app.engine.store.questions.missing import require_dimensions
from app.engine.store.scan import plan_scan
from app.engine.store.selection import Direction, Selection, Years


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
    """The rows of the totals for these contexts, most records first."""
    if needed_dimensions(selection, ()):
        by_level = sorted(contexts, key=lambda context: context.hs_level or 0)
        groups = groupby(by_level, key=lambda context: context.hs_level or 0)
        rows = [row for _, group in groups for row in _totals_of_level(generation, selection, list(group))]
    else:
        rows = _totals_of_periods(generation, selection, contexts)
    return sorted(rows, key=lambda row: (-row.figures.records, row.context.id, row.direction.id))


def _totals_of_periods(generation: Generation, selection: Selection, contexts: Sequence[Context]) -> list[TotalsRow]:
    by_id = {context.id: context for context in contexts}
    rows: dict[tuple[int, Direction], TotalsRow] = {}
    for period in generation.facts.periods_of(selection):
        if period.context in by_id:
            key = (period.context, period.direction)
            row = rows.get(key) or TotalsRow(period.direction, by_id[period.context], NOTHING, period.year, period.year)
            rows[key] = replace(
                row,
                figures=row.figures + Figures(period.value, period.records),
                first_year=min(row.first_year, period.year),
                last_year=max(row.last_year, period.year),
            )
    return list(rows.values())


def _totals(generation: Generation, selection: Selection) -> TotalsAnswer:
    chosen = [context for context in generation.facts.contexts if context.is_chosen_by(selection)]
    needed = needed_dimensions(selection, ())
    require_dimensions(chosen, needed)
    able = [context for context in chosen if all(context.holds(dimension) for dimension in needed)]
    unable = [context for context in chosen if context not in able]
    left_out = [*absent_dimension(generation, selection, unable, needed), *rule_losses(generation, selection, able)]
    return TotalsAnswer(tuple(totals_by_context(generation, selection, able)), tuple(left_out))


def _totals_of_level(generation: Generation, selection: Selection, contexts: Sequence[Context]) -> list[TotalsRow]:
    held = {context: _held_totals(generation, selection, context) for context in contexts}
    asked = [context for context, rows in held.items() if rows is None]
    rows = [row for own in held.values() for row in own or ()]
    return [*rows, *_asked_totals(generation, selection, asked)] if asked else rows


def _held_totals(generation: Generation, selection: Selection, context: Context) -> list[TotalsRow] | None:
    """The rows of one context from memory; None where a statement has to tell them."""
    held = held_rows(generation, selection, context, None)
    if held is None:
        return None
    rows = []
    for direction in Direction if selection.direction is None else (selection.direction,):
        years = {
            year: sums
            for year in held.margin.years_in(selection.years)
            if (sums := held.sums(held.margin.span(direction, Years(year, year)))).records
        }
        if years:
            figures = sum((sums.total(None) for sums in years.values()), NOTHING)
            rows.append(TotalsRow(direction, context, figures, min(years), max(years)))
    return rows


def _asked_totals(generation: Generation, selection: Selection, contexts: Sequence[Context]) -> list[TotalsRow]:
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
