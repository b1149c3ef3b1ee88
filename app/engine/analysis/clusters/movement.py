"""How members move between groups: the years in spans, each member put to the nearest centre in each of them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from app.engine.analysis.clusters.grouping import Grouping, facts_for
from app.engine.analysis.clusters.member_table import member_table
from app.engine.analysis.clusters.methods import NO_GROUP
from app.engine.analysis.clusters.scaling import scaled_alike
from app.engine.errors import UsageError
from app.engine.jobs import CancelToken, Progress, no_progress
from app.engine.store.open_store import Store
from app.engine.store.questions.member_facts import Integers
from app.engine.store.selection import Years

LEAST_YEARS = 4
_YEARS_PER_SPAN = 3
_MOST_SPANS = 5


@dataclass(frozen=True, slots=True, eq=False)
class Movement:
    """The group of each member of the grouping in each span; NO_GROUP where it had no trade."""

    spans: tuple[Years, ...]
    labels: Integers  # spans × members

    def flow(self, place: int, before: int, after: int) -> int:
        """Members that are in one group in a span and in another in the next."""
        return int(((self.labels[place] == before) & (self.labels[place + 1] == after)).sum())

    def moved(self) -> list[int]:
        """Rows of members that are not in the same group in the last span as in the first, where they had trade."""
        first, last = self.labels[0], self.labels[-1]
        return np.flatnonzero((first != last) & (first != NO_GROUP) & (last != NO_GROUP)).tolist()


def spans_of(years: tuple[int, ...]) -> tuple[Years, ...]:
    """Consecutive spans of about equal length, of which each tells a growth; UsageError for too few years."""
    if len(years) < LEAST_YEARS:
        raise UsageError("clusters.too_few_years", count=len(years), needed=LEAST_YEARS)
    count = min(_MOST_SPANS, max(2, len(years) // _YEARS_PER_SPAN))
    return tuple(Years(int(part[0]), int(part[-1])) for part in np.array_split(np.array(years), count))


def movement(
    store: Store, grouping: Grouping, *, progress: Progress = no_progress, token: CancelToken | None = None
) -> Movement:
    """Where members stand in each span, measured as in the grouping; groups themselves stay as they are."""
    token = CancelToken() if token is None else token
    spans = spans_of(grouping.years)
    found = np.full((len(spans), grouping.matrix.count), NO_GROUP, dtype=np.int64)
    for place, span in enumerate(spans):
        token.check()
        progress(place, len(spans))
        found[place] = _labels_in(store, grouping, span)
    progress(len(spans), len(spans))
    return Movement(spans, found)


def _labels_in(store: Store, grouping: Grouping, span: Years) -> Integers:
    matrix = grouping.matrix
    selection = replace(grouping.selection, years=span)
    table = member_table(facts_for(store, selection, grouping.request.dimension, matrix.features))
    scaled = scaled_alike(matrix, table)
    away = np.linalg.norm(scaled[:, None, :] - grouping.centres[None, :, :], axis=2)
    labels = np.full(matrix.count, NO_GROUP, dtype=np.int64)
    known = np.isin(table.members, matrix.members)
    labels[np.searchsorted(matrix.members, table.members[known])] = away.argmin(axis=1)[known]
    return labels
