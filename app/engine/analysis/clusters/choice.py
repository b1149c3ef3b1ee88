"""How many groups: silhouette and stability of each number, and the smallest of those that are nearly the best."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from app.engine.analysis.clusters.methods import NO_GROUP, SEED, Method, Way, agreement, labels_of, one_thread
from app.engine.analysis.clusters.silhouettes import silhouettes
from app.engine.jobs import CancelToken
from app.engine.store.questions.member_facts import Integers, Reals

FEWEST, MOST = 2, 8
NEARLY = 0.02  # silhouettes this close to the best count as equal
STABLE = 0.6
RESAMPLES = 8
_AT_ONCE = 2
_RESAMPLE_STARTS = 1


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """One number of groups; stability is the mean adjusted Rand index of groupings of resampled members with it."""

    way: Way
    labels: Integers
    groups: int
    silhouette: float | None  # None where there are no two groups
    stability: float | None
    without_group: int


def candidate(scaled: Reals, between: Reals, way: Way) -> Candidate:
    """One grouping with its figures."""
    labels = labels_of(scaled, way)
    groups = len(np.unique(labels[labels != NO_GROUP]))
    fits = silhouettes(between, labels)
    return Candidate(
        way=way,
        labels=labels,
        groups=groups,
        silhouette=float(np.nanmean(fits)) if groups > 1 else None,
        stability=stability(scaled, labels, way) if groups > 1 else None,
        without_group=int((labels == NO_GROUP).sum()),
    )


def candidates(
    scaled: Reals, between: Reals, method: Method, counts: Sequence[int], *, token: CancelToken
) -> list[Candidate]:
    """Each number of groups, two at a time: one does not depend on another."""

    def find(count: int) -> Candidate:
        token.check()
        return candidate(scaled, between, Way(method, count))

    # Around all of them: blocks of two threads that end at different times would restore each other's limits
    with one_thread(), ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="groups") as pool:
        return list(pool.map(find, counts))


def stability(scaled: Reals, labels: Integers, way: Way, *, resamples: int = RESAMPLES) -> float | None:
    """Groups of members drawn with replacement, each once, against the labels that the drawn ones have."""
    random = np.random.default_rng(SEED)
    found = []
    for _ in range(resamples):
        drawn = np.unique(random.integers(0, len(scaled), len(scaled)))
        if len(drawn) > (way.count or FEWEST):
            found.append(agreement(labels[drawn], labels_of(scaled[drawn], way, starts=_RESAMPLE_STARTS)))
    return float(np.mean(found)) if found else None


def best(found: Sequence[Candidate]) -> Candidate:
    """The fewest groups whose silhouette is nearly the best; those that are stable come before others."""
    top = max(_silhouette(each) for each in found)
    near = [each for each in found if _silhouette(each) >= top - NEARLY]
    return next((each for each in near if (each.stability or 0.0) >= STABLE), near[0])


def possible_counts(distinct: int, members: int) -> range:
    """Numbers of groups that so many members, of which so many differ, can be put into."""
    return range(FEWEST, min(MOST, distinct - 1, members // 2) + 1)


def _silhouette(each: Candidate) -> float:
    return -1.0 if each.silhouette is None else each.silhouette
