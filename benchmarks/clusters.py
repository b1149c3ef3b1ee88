"""`bench clusters`: groups with the number of groups chosen, from the store's question to the last silhouette.

The peer is scikit-learn as its documentation chooses a number: K-means and `silhouette_score` for each, on the same
matrix, so without the store and without a look at stability. Labels of the same matrix and seed are compared: the
adjusted Rand index (ARI) has to be 1.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sklearn.cluster import KMeans  # type: ignore[import-untyped]
from sklearn.metrics import adjusted_rand_score, silhouette_score  # type: ignore[import-untyped]
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from app.engine.analysis.clusters.choice import FEWEST, MOST
from app.engine.analysis.clusters.features import GROUPED, features_of
from app.engine.analysis.clusters.grouping import Grouping, GroupRequest, chosen_features, facts_for, find_groups
from app.engine.analysis.clusters.methods import KMEANS_STARTS, SEED
from app.engine.analysis.clusters.movement import movement
from app.engine.analysis.dependence import find_dependence
from app.engine.store.dimensions import Dimension
from app.engine.store.open_store import Store, open_store
from app.engine.store.selection import Selection
from benchmarks.measure import machine
from benchmarks.query import provide_store

_SIZES = (1_200_000, 24_000_000)
_RUNS = 7
_PEER_STARTS = 10  # what users of scikit-learn mostly write
_ALL = Selection()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="bench clusters", description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=list(_SIZES))
    parser.add_argument("--work", type=Path, default=Path("build/bench-query"), help="kept between runs")
    parser.add_argument("--store", type=Path, help="a store that is there already, instead of demo data")
    options = parser.parse_args()
    print(machine())
    for path in [options.store] if options.store else [provide_store(options.work, rows) for rows in options.rows]:
        with open_store(path) as store:
            print_store(path, store)


def print_store(path: Path, store: Store) -> None:
    """One table of a store."""
    heads = (
        f"{path.name}, median ms of {_RUNS}",
        "members × features",
        "all",
        "the store's part",
        "scikit-learn",
        "ARI",
    )
    print(f"\n| {' | '.join(heads)} |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for dimension in GROUPED:
        for names in ((), tuple(feature.name for feature in features_of(dimension))):
            print_row(store, GroupRequest(dimension, names))
    held = median_ms(lambda: find_dependence(store, _ALL, level=Dimension.HS4))
    print(f"\nDependence by heading: {held:,.0f} ms.")
    moved = find_groups(store, _ALL, GroupRequest(Dimension.COUNTRY))
    print(f"Movement of partners over all years: {median_ms(lambda: movement(store, moved)):,.0f} ms.")


def print_row(store: Store, request: GroupRequest) -> None:
    """One grouping, its parts, and the peer."""
    found = find_groups(store, _ALL, request)
    whole = median_ms(lambda: find_groups(store, _ALL, request))
    asked = median_ms(lambda: facts_for(store, _ALL, request.dimension, chosen_features(request)))
    peer = median_ms(lambda: choose_as_documented(found.matrix.scaled))
    size = f"{found.matrix.count:,} × {len(found.matrix.features)}"
    name = f"{request.dimension.value}, {'all' if request.features else 'usual'} features"
    print(f"| {name} | {size} | {whole:,.0f} | {asked:,.0f} | {peer:,.0f} | {agreement(found):.3f} |")


def choose_as_documented(scaled: Any) -> int:
    """The number of groups with the highest silhouette; without a look at stability."""
    with threadpool_limits(limits=1):
        scores = {
            count: silhouette_score(scaled, KMeans(count, n_init=_PEER_STARTS, random_state=SEED).fit_predict(scaled))
            for count in range(FEWEST, MOST + 1)
        }
    return max(scores, key=lambda count: float(scores[count]))


def agreement(found: Grouping) -> float:
    """Our labels against those of scikit-learn on the same matrix with the same seed."""
    model = KMeans(len(found.groups), n_init=KMEANS_STARTS, random_state=SEED)
    return float(adjusted_rand_score(found.labels, model.fit_predict(found.matrix.scaled)))


def median_ms(work: Callable[[], object]) -> float:
    """Median of several runs after one that is not counted."""
    work()
    times = []
    for _ in range(_RUNS):
        started = time.perf_counter()
        work()
        times.append((time.perf_counter() - started) * 1_000)
    return statistics.median(times)


if __name__ == "__main__":
    main()
