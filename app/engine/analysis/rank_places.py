"""Places of values among others, and how well two orders agree."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_FEWEST = 3


def places(values: Floats) -> Floats:
    """1 for the smallest; equal values share the mean of their places."""
    _, group, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    means: Floats = (last - (counts - 1) / 2)[group]
    return means


def percentiles(values: Floats) -> Floats:
    """Between 0 and 1, the largest highest; NaN, which is not told, stays NaN and counts for nobody's place."""
    told = ~np.isnan(values)
    found = np.full(len(values), np.nan)
    if told.any():
        found[told] = (places(values[told]) - 0.5) / told.sum()
    return found


def spearman(first: Floats, second: Floats) -> float | None:
    """Rank correlation; None below three values, or where either is the same for all."""
    if len(first) < _FEWEST:
        return None
    left, right = places(first), places(second)
    left, right = left - left.mean(), right - right.mean()
    norm = float(np.sqrt((left**2).sum() * (right**2).sum()))
    return float((left * right).sum() / norm) if norm else None


def largest(values: Floats, count: int) -> set[int]:
    """Positions of the `count` largest; the earlier of equal ones."""
    return {int(place) for place in np.argsort(-values, kind="stable")[:count]}
