"""Finding groups: the store is asked once, then everything is arithmetic on one matrix."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from app.engine.analysis.clusters.choice import Candidate, best, candidate, candidates, possible_counts
from app.engine.analysis.clusters.features import Feature, features_of, named_features, usual_features
from app.engine.analysis.clusters.member_table import MemberTable, member_table
from app.engine.analysis.clusters.methods import NO_GROUP, Method, Way, agreement, one_thread
from app.engine.analysis.clusters.plane import Plane, plane_of
from app.engine.analysis.clusters.scaling import Matrix, make_matrix
from app.engine.analysis.clusters.silhouettes import distances, silhouettes
from app.engine.errors import UsageError
from app.engine.jobs import CancelToken, Progress, no_progress
from app.engine.store.answers import Basis
from app.engine.store.dimensions import Dimension
from app.engine.store.open_store import Store
from app.engine.store.questions.member_facts import Integers, MemberFacts, Reals, member_facts
from app.engine.store.selection import Selection

LEAST_MEMBERS = 5
_STEPS = 4


@dataclass(frozen=True, slots=True)
class GroupRequest:
    """What to group by what; no names mean the usual features, no count lets the figures choose."""

    dimension: Dimension
    features: tuple[str, ...] = ()
    method: Method = Method.KMEANS
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Deviation:
    """How a group differs in one feature: medians of figures, and of scaled figures against those of all."""

    feature: Feature
    typical: float
    whole: float
    strength: float  # in units of the distance between the quartiles of all members; signed


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """Members by row, the largest first, with what they hold; deviations in the order of the features."""

    rows: Integers
    value_share: float
    silhouette: float
    deviations: tuple[Deviation, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Grouping:
    """An answer: groups by the value they hold, the largest first; a row without group has the label NO_GROUP."""

    request: GroupRequest
    selection: Selection
    basis: Basis
    years: tuple[int, ...]
    matrix: Matrix
    labels: Integers
    groups: tuple[Group, ...]
    chosen: Candidate
    considered: tuple[Candidate, ...]  # by number of groups; the chosen alone where that was given
    centres: Reals  # groups × features, scaled
    plane: Plane
    distances: Reals  # of each member to the centre of its group; NaN for one in none
    silhouettes: Reals


def find_groups(
    store: Store,
    selection: Selection,
    request: GroupRequest,
    *,
    progress: Progress = no_progress,
    token: CancelToken | None = None,
) -> Grouping:
    """Groups of the members in the selection; UsageError where there are too few, or nothing tells them apart."""
    token = CancelToken() if token is None else token
    features = chosen_features(request)
    progress(0, _STEPS)
    facts = facts_for(store, selection, request.dimension, features)
    progress(1, _STEPS)
    table = member_table(facts)
    _require_members(table, request)
    matrix = make_matrix(table, features, facts.missing)
    if not matrix.features:
        raise UsageError("clusters.nothing_differs", count=table.count)
    progress(2, _STEPS)
    considered = _considered(matrix, request, token)
    progress(3, _STEPS)
    found = _grouping(facts, table, matrix, request, considered)
    progress(_STEPS, _STEPS)
    return found


def chosen_features(request: GroupRequest) -> tuple[Feature, ...]:
    """The features that a request means."""
    if request.dimension not in {each for feature in features_of(request.dimension) for each in feature.of}:
        raise UsageError("clusters.dimension_unknown", given=request.dimension.value)
    return named_features(request.dimension, request.features) or usual_features(request.dimension)


def facts_for(store: Store, selection: Selection, dimension: Dimension, features: Sequence[Feature]) -> MemberFacts:
    """What the store tells for these features, and no more."""
    parts = dict.fromkeys(feature.part for feature in features if feature.part)
    return member_facts(
        store, selection, dimension, parts=parts, with_prices=any(feature.needs_prices for feature in features)
    )


def compare_methods(grouping: Grouping, *, token: CancelToken | None = None) -> list[tuple[Candidate, float]]:
    """Each method with as many groups, and its agreement with the grouping over members that both put somewhere."""
    token = CancelToken() if token is None else token
    scaled = grouping.matrix.scaled
    between = distances(scaled)
    found = []
    for method in Method:
        token.check()
        way = Way(method, len(grouping.groups) if method.takes_count else None)
        each = grouping.chosen if way == grouping.chosen.way else candidate(scaled, between, way)
        both = (each.labels != NO_GROUP) & (grouping.labels != NO_GROUP)
        found.append((each, agreement(each.labels[both], grouping.labels[both]) if both.any() else 0.0))
    return found


def _require_members(table: MemberTable, request: GroupRequest) -> None:
    if table.count == 0:
        raise UsageError("clusters.nothing_found")
    if table.count < LEAST_MEMBERS:
        raise UsageError("clusters.too_few_members", count=table.count, needed=LEAST_MEMBERS)
    if request.count is not None and request.method.takes_count and not 2 <= request.count < table.count:
        raise UsageError("clusters.count_impossible", given=request.count, most=table.count - 1)


def _considered(matrix: Matrix, request: GroupRequest, token: CancelToken) -> list[Candidate]:
    between = distances(matrix.scaled)
    distinct = len(np.unique(matrix.scaled, axis=0))
    if not request.method.takes_count:
        counts: Sequence[int | None] = [None]
    elif request.count is not None:
        counts = [request.count]
    else:
        counts = possible_counts(distinct, matrix.count)
    least = max((count or 2 for count in counts), default=2)
    if distinct < least or not counts:
        raise UsageError("clusters.too_few_differ", distinct=distinct)
    if counts == [None]:
        found = [candidate(matrix.scaled, between, Way(request.method))]
        if found[0].groups < 1:
            raise UsageError("clusters.no_groups")
        return found
    return candidates(matrix.scaled, between, request.method, [each for each in counts if each], token=token)


def _grouping(
    facts: MemberFacts, table: MemberTable, matrix: Matrix, request: GroupRequest, considered: Sequence[Candidate]
) -> Grouping:
    chosen = best(considered)
    labels = by_value(chosen.labels, matrix.values)
    numbers = range(int(labels.max()) + 1)
    centres = np.stack([matrix.scaled[labels == number].mean(axis=0) for number in numbers])
    away = np.full(matrix.count, np.nan)
    placed = labels != NO_GROUP
    away[placed] = np.linalg.norm(matrix.scaled[placed] - centres[labels[placed]], axis=1)
    with one_thread():
        fits = silhouettes(distances(matrix.scaled), labels)
        plane = plane_of(matrix.scaled)
    return Grouping(
        request=request,
        selection=facts.basis.selection,
        basis=facts.basis,
        years=table.years,
        matrix=matrix,
        labels=labels,
        groups=tuple(_group(matrix, labels, fits, number) for number in numbers),
        chosen=chosen,
        considered=tuple(considered),
        centres=centres,
        plane=plane,
        distances=away,
        silhouettes=fits,
    )


def by_value(labels: Integers, values: Reals) -> Integers:
    """The same groups numbered by what they hold, the largest first."""
    placed = labels != NO_GROUP
    old = np.unique(labels[placed])
    held = [float(values[labels == number].sum()) for number in old]
    order = {int(old[place]): rank for rank, place in enumerate(np.argsort([-each for each in held], kind="stable"))}
    return np.array([order.get(label, NO_GROUP) for label in labels.tolist()], dtype=np.int64)


def _group(matrix: Matrix, labels: Integers, fits: Reals, number: int) -> Group:
    rows = np.flatnonzero(labels == number)
    rows = rows[np.argsort(-matrix.values[rows], kind="stable")]
    return Group(
        rows=rows,
        value_share=float(matrix.values[rows].sum() / matrix.values.sum()),
        silhouette=float(np.nan_to_num(fits[rows]).mean()),
        deviations=tuple(_deviation(matrix, rows, column) for column in range(len(matrix.features))),
    )


def _deviation(matrix: Matrix, rows: Integers, column: int) -> Deviation:
    figures, scaled = matrix.figures[:, column], matrix.scaled[:, column]
    known = rows[np.isfinite(figures[rows])]
    return Deviation(
        feature=matrix.features[column],
        typical=float(np.median(figures[known])) if len(known) else float("nan"),
        whole=float(np.nanmedian(figures)),
        strength=float(np.median(scaled[known]) - np.median(scaled)) if len(known) else 0.0,
    )
