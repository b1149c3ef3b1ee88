"""Which years a context holds as a whole: a year that has just begun would look like a collapse."""

from __future__ import annotations

from app.engine.store.contexts import Context
from app.engine.store.dimensions import Dimension
from app.engine.store.open_store import CUBE, Generation
from app.engine.store.selection import Direction, Selection

_MONTHS = 12


def months_held(generation: Generation, context: Context, direction: Direction | None) -> dict[int, tuple[int, ...]]:
    """The months of each year that the context has data for; every month where the source tells none."""
    asked = direction.id if direction else None
    rows = generation.rows(
        f"""SELECT DISTINCT year, month FROM {CUBE}.cube_period
            WHERE context = ? AND (?::UTINYINT IS NULL OR direction = ?::UTINYINT) ORDER BY ALL""",
        [context.id, asked, asked],
    )
    every = tuple(range(1, _MONTHS + 1))
    if not context.holds(Dimension.MONTH):
        return {int(str(year)): every for year, _ in rows}
    held: dict[int, tuple[int, ...]] = {}
    for year, month in rows:
        if month is not None:
            held[int(str(year))] = (*held.get(int(str(year)), ()), int(str(month)))
    return held


def whole_years(generation: Generation, selection: Selection, context: Context) -> list[int]:
    """The selected years that are complete, in order; all of them where none is."""
    held = months_held(generation, context, selection.direction)
    years = [year for year in sorted(held) if selection.years is None or _is_within(year, selection)]
    complete = [year for year in years if len(held[year]) == _MONTHS]
    return complete or years


def _is_within(year: int, selection: Selection) -> bool:
    return selection.years is None or selection.years.first <= year <= selection.years.last
