"""K-means, Ward and HDBSCAN as scikit-learn has them; the library is imported when groups are first asked for."""

from __future__ import annotations

import enum
import functools
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

import numpy as np

from app.engine.store.questions.member_facts import Integers, Reals

NO_GROUP = -1
SEED = 0
KMEANS_STARTS = 4
_SMALLEST_GROUP = 5
_DENSE_NEIGHBOURS = 3
_PART_OF_ALL = 50  # the smallest group of HDBSCAN is a fiftieth of all members, if that is more


class Method(enum.Enum):
    """How groups are found; the values are those of the command line."""

    KMEANS = "kmeans"
    WARD = "ward"
    HDBSCAN = "hdbscan"

    @property
    def takes_count(self) -> bool:
        """Whether the number of groups is given, rather than found."""
        return self is not Method.HDBSCAN


@dataclass(frozen=True, slots=True)
class Way:
    """A method with the number of groups, which HDBSCAN finds itself."""

    method: Method
    count: int | None = None


def labels_of(scaled: Reals, way: Way, *, starts: int = KMEANS_STARTS) -> Integers:
    """The group of each row, numbered from 0 in no order; NO_GROUP for rows that HDBSCAN puts nowhere."""
    # Takes a second, and only a worker thread comes here
    from sklearn.cluster import HDBSCAN, AgglomerativeClustering, KMeans  # type: ignore[import-untyped]  # noqa: PLC0415  # without types

    match way.method:
        case Method.KMEANS:
            model = KMeans(n_clusters=way.count, n_init=starts, random_state=SEED)
        case Method.WARD:
            model = AgglomerativeClustering(n_clusters=way.count, linkage="ward")
        case Method.HDBSCAN:
            model = HDBSCAN(min_cluster_size=smallest_group(len(scaled)), min_samples=_DENSE_NEIGHBOURS, copy=True)
    # So few rows are done before the threads of OpenMP have met, which wait for each other by spinning
    with one_thread():
        return np.asarray(model.fit_predict(scaled), dtype=np.int64)


def one_thread() -> AbstractContextManager[object]:
    """A block in which libraries use no threads of their own; blocks may lie within each other."""
    limited: AbstractContextManager[object] = _threads().limit(limits=1)
    return limited


@functools.cache
def _threads() -> Any:
    """Looks through all libraries of the process, which takes longer than a grouping."""
    from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]  # noqa: PLC0415  # without types

    return ThreadpoolController()


def smallest_group(count: int) -> int:
    """How many members HDBSCAN calls a group, of so many."""
    return min(max(_SMALLEST_GROUP, count // _PART_OF_ALL), max(2, count // 2))


def agreement(one: Integers, other: Integers) -> float:
    """Adjusted Rand index of two groupings of the same members: 1 is the same, 0 no better than chance."""
    from sklearn.metrics import adjusted_rand_score  # type: ignore[import-untyped]  # noqa: PLC0415  # as above

    return float(adjusted_rand_score(one, other))
