"""The years of an answer: those selected, and two spans that are compared to tell a change."""

from __future__ import annotations

from dataclasses import dataclass

from app.engine.store.contexts import Context
from app.engine.store.open_store import Generation
from app.engine.store.selection import Selection, Years

# Ids of spans in statements; that of a single year is the year
CURRENT, AFTER, BEFORE = 0, 1, 2
LAST_SPAN = BEFORE


@dataclass(frozen=True, slots=True)
class Spans:
    """What figures sum up, and what changes compare.

    `after` are the selected years, or the last year where all are selected; `before` are as many years before it,
    None unless the data hold them in the same directions: a change against half the trade would mislead.
    """

    current: Years
    after: Years
    before: Years | None

    @property
    def by_id(self) -> dict[int, Years]:
        """Each by its id."""
        before = {BEFORE: self.before} if self.before else {}
        return {CURRENT: self.current, AFTER: self.after, **before}

    @property
    def hull(self) -> Years:
        """The shortest span around all of them."""
        spans = self.by_id.values()
        return Years(min(span.first for span in spans), max(span.last for span in spans))


def find_spans(generation: Generation, selection: Selection, context: Context) -> Spans:
    """The spans of a selection that the context has data for."""
    held = directions_by_year(generation, selection, context)
    after = selection.years or Years(max(held), max(held))
    length = after.last - after.first + 1
    before = Years(after.first - length, after.first - 1)
    is_comparable = after.last in held and all(
        held.get(year - length) == held.get(year) for year in range(after.first, after.last + 1)
    )
    return Spans(
        current=selection.years or Years(min(held), max(held)),
        after=after,
        before=before if is_comparable else None,
    )


def comparable_years(generation: Generation, selection: Selection, context: Context) -> list[int]:
    """Years of which the year before holds the same directions."""
    held = directions_by_year(generation, selection, context)
    return sorted(year for year, directions in held.items() if held.get(year - 1) == directions)


def directions_by_year(generation: Generation, selection: Selection, context: Context) -> dict[int, set[int]]:
    """Of each year that the context has data for, the ids of the directions, as far as the selection asks for them."""
    held: dict[int, set[int]] = {}
    for period in generation.facts.periods:
        if period.context == context.id and selection.direction in (None, period.direction):
            held.setdefault(period.year, set()).add(period.direction.id)
    return held


def years_held(generation: Generation, context: Context) -> dict[int, Years]:
    """Each year that the context has data for, whatever is selected, as a span by its id."""
    held = {period.year for period in generation.facts.periods if period.context == context.id}
    return {year: Years(year, year) for year in sorted(held)}
