"""Groups of demonstration data against scikit-learn itself, and what is said where there can be none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from sklearn.cluster import HDBSCAN, AgglomerativeClustering, KMeans  # type: ignore[import-untyped]
from sklearn.decomposition import PCA  # type: ignore[import-untyped]
from sklearn.metrics import (  # type: ignore[import-untyped]
    adjusted_rand_score,
    pairwise_distances,
    silhouette_samples,
    silhouette_score,
)
from sklearn.preprocessing import RobustScaler  # type: ignore[import-untyped]

from app.engine.analysis.clusters.choice import Candidate, best, possible_counts
from app.engine.analysis.clusters.features import features_of
from app.engine.analysis.clusters.grouping import Group, Grouping, GroupRequest, by_value, compare_methods, find_groups
from app.engine.analysis.clusters.methods import KMEANS_STARTS, NO_GROUP, SEED, Method, Way, smallest_group
from app.engine.analysis.clusters.movement import movement, spans_of
from app.engine.analysis.clusters.plane import plane_of
from app.engine.analysis.clusters.scaling import FARTHEST
from app.engine.analysis.clusters.silhouettes import distances, silhouettes
from app.engine.analysis.clusters.words import certainty, description, group_names, letter, strongest
from app.engine.errors import CancelledError, UsageError
from app.engine.jobs import CancelToken
from app.engine.messages import Language
from app.engine.store.dimensions import Dimension
from app.engine.store.open_store import Store, open_store
from app.engine.store.selection import Direction, Selection, Years

ALL = Selection()


@pytest.fixture(scope="module")
def store(demo_store: Path) -> Iterator[Store]:
    with open_store(demo_store) as opened:
        yield opened


@pytest.fixture(scope="module")
def partners(store: Store) -> Grouping:
    return find_groups(store, ALL, GroupRequest(Dimension.COUNTRY, count=4))


def test_scaling_is_that_of_scikit_learn(partners: Grouping) -> None:
    matrix = partners.matrix
    offsets = [scale.offset for scale in matrix.scales]
    logged = [scale.is_logged for scale in matrix.scales]

    with np.errstate(invalid="ignore", divide="ignore"):
        figures = np.where(logged, np.log(matrix.figures + offsets), matrix.figures)
    scaled = np.nan_to_num(np.clip(RobustScaler().fit_transform(figures), -FARTHEST, FARTHEST), nan=0.0)

    # Where quartiles coincide, theirs divides by one
    told_apart = np.ptp(np.nanpercentile(figures, [25, 75], axis=0), axis=0) > 1e-9
    assert matrix.scaled[:, told_apart] == pytest.approx(scaled[:, told_apart], abs=1e-9)
    assert any(logged)
    assert told_apart.sum() >= 8


def test_k_means_is_that_of_scikit_learn(partners: Grouping) -> None:
    theirs = KMeans(4, n_init=KMEANS_STARTS, random_state=SEED).fit_predict(partners.matrix.scaled)

    assert adjusted_rand_score(partners.labels, theirs) == 1.0


def test_ward_and_hdbscan_are_those_of_scikit_learn(store: Store) -> None:
    ward = find_groups(store, ALL, GroupRequest(Dimension.PROVINCE, method=Method.WARD, count=3))
    dense = find_groups(store, ALL, GroupRequest(Dimension.COUNTRY, ("share", "balance"), Method.HDBSCAN))

    theirs = AgglomerativeClustering(3, linkage="ward").fit_predict(ward.matrix.scaled)
    size = smallest_group(dense.matrix.count)
    densely = HDBSCAN(min_cluster_size=size, min_samples=3, copy=True).fit_predict(dense.matrix.scaled)

    assert adjusted_rand_score(ward.labels, theirs) == 1.0
    assert adjusted_rand_score(dense.labels, densely) == 1.0


def test_silhouettes_and_distances_are_those_of_scikit_learn(partners: Grouping) -> None:
    scaled = partners.matrix.scaled

    assert distances(scaled) == pytest.approx(pairwise_distances(scaled), abs=1e-6)
    assert partners.silhouettes == pytest.approx(silhouette_samples(scaled, partners.labels), abs=1e-6)
    assert partners.chosen.silhouette == pytest.approx(silhouette_score(scaled, partners.labels), abs=1e-6)


def test_the_plane_is_that_of_principal_components(partners: Grouping) -> None:
    theirs = PCA(2).fit(partners.matrix.scaled)

    assert np.abs(partners.plane.places) == pytest.approx(np.abs(theirs.transform(partners.matrix.scaled)), abs=1e-6)
    assert partners.plane.explained == pytest.approx(theirs.explained_variance_ratio_)


def test_one_feature_has_a_plane_with_one_axis() -> None:
    plane = plane_of(np.array([[0.0], [1.0], [2.0]]))

    assert plane.places.tolist() == [[-1.0, 0.0], [0.0, 0.0], [1.0, 0.0]]
    assert plane.explained == (1.0, 0.0)


def test_silhouettes_of_a_hand_worked_example() -> None:
    # On a line at 0, 2 | 10, 12 and one in no group: for 0, within 2 and to the others 11
    between = distances(np.array([[0.0], [2.0], [10.0], [12.0], [50.0]]))

    found = silhouettes(between, np.array([0, 0, 1, 1, NO_GROUP]))

    assert found.tolist() == pytest.approx([9 / 11, 7 / 9, 7 / 9, 9 / 11, float("nan")], nan_ok=True)


def test_one_alone_in_its_group_has_a_silhouette_of_zero() -> None:
    between = distances(np.array([[0.0], [1.0], [9.0]]))

    assert silhouettes(between, np.array([0, 0, 1]))[2] == 0.0


def made(silhouette: float, stability: float, count: int) -> Candidate:
    return Candidate(Way(Method.KMEANS, count), np.zeros(0, np.int64), count, silhouette, stability, 0)


def test_the_fewest_groups_among_those_nearly_the_best_are_chosen() -> None:
    found = [made(0.30, 0.9, 2), made(0.49, 0.9, 3), made(0.50, 0.9, 4), made(0.2, 1.0, 5)]

    assert best(found).groups == 3


def test_stable_groups_come_before_unstable_ones_that_fit_as_well() -> None:
    assert best([made(0.50, 0.3, 2), made(0.49, 0.8, 3)]).groups == 3


def test_numbers_of_groups_end_where_members_do() -> None:
    assert list(possible_counts(distinct=100, members=100)) == [2, 3, 4, 5, 6, 7, 8]
    assert list(possible_counts(distinct=4, members=100)) == [2, 3]
    assert list(possible_counts(distinct=5, members=5)) == [2]


def test_groups_are_numbered_by_what_they_hold() -> None:
    labels = by_value(np.array([0, 1, 1, NO_GROUP]), np.array([5.0, 4.0, 3.0, 100.0]))

    assert labels.tolist() == [1, 0, 0, NO_GROUP]


def test_groups_hold_every_member_once_and_all_of_the_value(partners: Grouping) -> None:
    rows = sorted(row for group in partners.groups for row in group.rows.tolist())

    assert rows == list(range(partners.matrix.count))
    assert sum(group.value_share for group in partners.groups) == pytest.approx(1.0)
    assert np.isfinite(partners.distances).all()


def test_the_same_question_has_the_same_answer(store: Store, partners: Grouping) -> None:
    again = find_groups(store, ALL, GroupRequest(Dimension.COUNTRY, count=4))

    assert again.labels.tolist() == partners.labels.tolist()


def test_the_number_of_groups_is_chosen_from_all_that_are_shown(store: Store) -> None:
    found = find_groups(store, ALL, GroupRequest(Dimension.PROVINCE))

    assert [each.groups for each in found.considered] == [2, 3, 4, 5, 6, 7, 8]
    assert found.chosen in found.considered
    assert all(each.stability is not None and -1 <= each.stability <= 1 for each in found.considered)


def test_methods_are_compared_with_the_grouping_itself_at_one(partners: Grouping) -> None:
    compared = {each.way.method: agreement for each, agreement in compare_methods(partners)}

    assert compared[Method.KMEANS] == 1.0
    assert set(compared) == set(Method)


@pytest.mark.parametrize("dimension", [Dimension.COUNTRY, Dimension.PROVINCE, Dimension.HS2, Dimension.HS4])
def test_all_features_at_once_give_finite_columns(store: Store, dimension: Dimension) -> None:
    names = tuple(feature.name for feature in features_of(dimension))

    found = find_groups(store, ALL, GroupRequest(dimension, names, count=3))

    assert np.isfinite(found.matrix.scaled).all()
    assert [feature.name for feature in found.matrix.left_out if feature.name == "seasonality"] == ["seasonality"]


@pytest.mark.parametrize(
    ("selection", "request_", "code"),
    [
        (Selection(countries=(304,)), GroupRequest(Dimension.COUNTRY), "clusters.too_few_members"),
        (Selection(years=Years(1980, 1981)), GroupRequest(Dimension.COUNTRY), "clusters.nothing_found"),
        (ALL, GroupRequest(Dimension.COUNTRY, count=1), "clusters.count_impossible"),
        (ALL, GroupRequest(Dimension.COUNTRY, count=1_000), "clusters.count_impossible"),
        (ALL, GroupRequest(Dimension.MODE), "clusters.dimension_unknown"),
        (Selection(years=Years(2021, 2021)), GroupRequest(Dimension.COUNTRY, ("growth",)), "clusters.nothing_differs"),
    ],
)
def test_where_there_can_be_no_groups_a_sentence_says_why(
    store: Store, selection: Selection, request_: GroupRequest, code: str
) -> None:
    with pytest.raises(UsageError) as refused:
        find_groups(store, selection, request_)

    assert refused.value.code == code


@pytest.mark.parametrize(
    "selection",
    [
        Selection(years=Years(2021, 2021)),
        Selection(direction=Direction.IMPORT),
        Selection(hs=("8703",)),
        Selection(provinces=(44,), modes=(10,)),
    ],
)
def test_narrow_selections_are_grouped_by_what_they_tell(store: Store, selection: Selection) -> None:
    found = find_groups(store, selection, GroupRequest(Dimension.COUNTRY))

    assert np.isfinite(found.matrix.scaled).all()
    assert "nan" not in description(found, 0, Language.EN).lower()


def test_a_cancelled_search_stops(store: Store) -> None:
    token = CancelToken()
    token.cancel()

    with pytest.raises(CancelledError):
        find_groups(store, ALL, GroupRequest(Dimension.HS2), token=token)


def test_names_say_the_strongest_deviations_of_different_themes(partners: Grouping) -> None:
    for group in partners.groups:
        strong = strongest(group)

        assert all(abs(each.strength) >= 0.4 for each in strong)
        assert len({each.feature.theme for each in strong[:2]}) == len(strong[:2])


def test_names_and_descriptions_are_told_in_both_languages(partners: Grouping) -> None:
    chinese = group_names(partners.groups, Language.ZH)
    english = group_names(partners.groups, Language.EN)

    assert len(set(chinese)) == len(set(english)) == 4
    assert f"{len(partners.groups[0].rows)} members" in description(partners, 0, Language.EN)
    assert "个成员" in description(partners, 0, Language.ZH)


def test_a_group_like_all_says_so() -> None:
    plain = Group(np.array([0]), 0.5, 0.1, ())

    assert group_names([plain], Language.EN) == ["close to the whole"]


def test_signs_of_groups_go_on_after_the_alphabet() -> None:
    assert [letter(0), letter(25), letter(26)] == ["A", "Z", "A2"]


def test_a_weak_and_unstable_grouping_is_called_so() -> None:
    said = certainty(made(0.1, 0.2, 3), Language.EN)

    assert "no substantial structure" in said
    assert "Groups change" in said


def test_spans_are_consecutive_and_hold_every_year() -> None:
    spans = spans_of(tuple(range(2012, 2022)))

    assert spans == (Years(2012, 2015), Years(2016, 2018), Years(2019, 2021))


def test_too_few_years_to_move_are_said_so() -> None:
    with pytest.raises(UsageError) as refused:
        spans_of((2020, 2021))

    assert refused.value.code == "clusters.too_few_years"


def test_members_move_between_the_groups_that_were_found(store: Store, partners: Grouping) -> None:
    moves = movement(store, partners)
    count = len(partners.groups)

    flows = np.array([[moves.flow(0, a, b) for b in range(NO_GROUP, count)] for a in range(NO_GROUP, count)])

    assert moves.labels.shape == (3, partners.matrix.count)
    assert flows.sum() == partners.matrix.count
    assert moves.labels.max() < count
