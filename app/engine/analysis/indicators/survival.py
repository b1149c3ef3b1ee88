"""How long trade relations last: Kaplan and Meier's estimate over spells of uninterrupted years."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.engine.errors import NotInDataError
from app.engine.store.answers import Basis
from app.engine.store.open_store import Store
from app.engine.store.questions.relations import Pair, relation_years
from app.engine.store.selection import Selection

_Z95 = 1.959964
_FEWEST_YEARS = 3


@dataclass(frozen=True, slots=True)
class SurvivalRow:
    """After `duration` years; the band is that of 95 per cent (Greenwood), cut to 0 and 1."""

    duration: int
    at_risk: int
    ended: int
    censored: int
    survival: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class SurvivalAnswer:
    """The estimate; spells that run since the first year have no known age and are only counted."""

    basis: Basis
    dimensions: Pair
    years: tuple[int, ...]
    rows: tuple[SurvivalRow, ...]
    spells: int
    unknown_start: int
    still_running: int
    median: int | None  # the first duration that half of the spells do not outlast


def survival(store: Store, selection: Selection, dimensions: Pair) -> SurvivalAnswer:
    """Of all pairs of members in the selected years; NotInDataError below three years."""
    answer = relation_years(store, selection, dimensions)
    if answer.years and len(answer.years) < _FEWEST_YEARS:
        raise NotInDataError("query.too_few_years", count=len(answer.years), least=_FEWEST_YEARS)
    ended, censored, unknown = spells(answer.counts, _is_next(answer.years))
    rows = kaplan_meier(ended, censored)
    return SurvivalAnswer(
        basis=answer.basis,
        dimensions=dimensions,
        years=answer.years,
        rows=tuple(rows),
        spells=sum(ended.values()) + sum(censored.values()),
        unknown_start=unknown,
        still_running=sum(censored.values()),
        median=next((row.duration for row in rows if row.survival <= 0.5), None),
    )


def spells(counts: Mapping[int, int], is_next: Sequence[bool]) -> tuple[dict[int, int], dict[int, int], int]:
    """Lengths of spells that ended, of those still running, and how many began in the first year, of unknown age.

    `counts` tells how many relations have the same bits, one for each year; `is_next[n]` whether year n+1 follows
    year n without a gap in the data, without which a spell is cut there as if it were still running.
    """
    ended: dict[int, int] = {}
    running: dict[int, int] = {}
    unknown = 0
    for mask, count in counts.items():
        start: int | None = None
        for place in range(len(is_next) + 1):
            is_on = bool(mask >> place & 1)
            if is_on and start is None:
                start = place
            if start is None:
                continue
            is_last = place == len(is_next) or not is_next[place]
            goes_on = not is_last and bool(mask >> (place + 1) & 1)
            if goes_on:
                continue
            has_known_start = start > 0 and is_next[start - 1]
            if not has_known_start:
                unknown += count
            else:
                lengths = running if is_last else ended
                lengths[place - start + 1] = lengths.get(place - start + 1, 0) + count
            start = None
    return ended, running, unknown


def kaplan_meier(ended: Mapping[int, int], censored: Mapping[int, int]) -> list[SurvivalRow]:
    """The product-limit estimate from counts by duration; censored spells count as at risk up to their duration."""
    at_risk = sum(ended.values()) + sum(censored.values())
    alive, greenwood, rows = 1.0, 0.0, []
    for duration in sorted(ended.keys() | censored.keys()):
        deaths, lost = ended.get(duration, 0), censored.get(duration, 0)
        alive *= 1 - deaths / at_risk
        if deaths < at_risk:
            greenwood += deaths / (at_risk * (at_risk - deaths))
        margin = _Z95 * alive * math.sqrt(greenwood)
        rows.append(
            SurvivalRow(duration, at_risk, deaths, lost, alive, max(alive - margin, 0.0), min(alive + margin, 1.0))
        )
        at_risk -= deaths + lost
    return rows


def _is_next(years: Sequence[int]) -> list[bool]:
    return [later == earlier + 1 for earlier, later in itertools.pairwise(years)]
