"""How well members fit their groups: silhouettes from distances that are computed once for all numbers of groups."""

from __future__ import annotations

import numpy as np

from app.engine.analysis.clusters.methods import NO_GROUP
from app.engine.store.questions.member_facts import Integers, Reals


def distances(scaled: Reals) -> Reals:
    """Euclidean distance of each pair of rows."""
    squares = (scaled**2).sum(axis=1)
    pairs = squares[:, None] + squares[None, :] - 2 * scaled @ scaled.T
    found = np.sqrt(np.maximum(pairs, 0.0))
    np.fill_diagonal(found, 0.0)
    return np.asarray(found)


def silhouettes(between: Reals, labels: Integers) -> Reals:
    """Of each member, from -1 to 1; 0 for one alone in its group, NaN for one in none or where there is one group."""
    kept = labels != NO_GROUP
    found = np.full(len(labels), np.nan)
    groups, at = np.unique(labels[kept], return_inverse=True)
    if len(groups) < 2:
        return found
    inner = between[np.ix_(kept, kept)]
    belongs = np.zeros((len(at), len(groups)))
    belongs[np.arange(len(at)), at] = 1.0
    sizes = belongs.sum(axis=0)
    sums = inner @ belongs
    own = sizes[at] - 1
    within = np.divide(sums[np.arange(len(at)), at], own, out=np.zeros(len(at)), where=own > 0)
    others = np.where(belongs > 0, np.inf, sums / sizes).min(axis=1)
    larger = np.maximum(within, others)
    fit = np.divide(others - within, larger, out=np.zeros(len(at)), where=larger > 0)
    found[kept] = np.where(own > 0, fit, 0.0)
    return found
