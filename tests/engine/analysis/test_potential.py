"""Market potential against examples that were worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from app.engine.analysis.potential import (
    DEFAULT_WEIGHTS,
    Part,
    midpoint_growth,
    rank_partners,
    read_weights,
    score_parts,
)
from app.engine.analysis.potential_record import Target, Verdict, track_record
from app.engine.analysis.rank_places import percentiles, places, spearman
from app.engine.errors import UsageError
from app.engine.store.answers import Basis
from app.engine.store.questions.partner_panel import CHAPTERS, Floats, PartnerPanel
from app.engine.store.selection import Direction, Selection

_ONLY_SIZE = {Part.SIZE: 1.0}


def panel(values: list[list[float]], *, other: list[float] | None = None) -> PartnerPanel:
    """Exports of chapter 87 by partner and year; `other` is each partner's trade of chapter 01 in all years."""
    value = np.array(values, dtype=float)
    basket = np.zeros((*value.shape, CHAPTERS))
    basket[:, :, 87] = value
    basket[:, :, 1] = np.array(other or [0.0] * len(values))[:, None]
    untold: Floats = np.full(value.shape, np.nan)
    return PartnerPanel(
        basis=Basis(Selection(direction=Direction.EXPORT, hs=("87",)), None, ()),
        years=tuple(range(2010, 2010 + value.shape[1])),
        partners=tuple(range(101, 101 + len(values))),
        value=value,
        quantity=np.zeros_like(value),
        unit=None,
        supply_hhi=untold,
        own=None,
        basket=basket,
    )


def raw(made: PartnerPanel, part: Part) -> list[float]:
    return [float(number) for number in score_parts(made).raw[-1, :, list(Part).index(part)]]


def test_equal_values_share_the_mean_of_their_places() -> None:
    assert places(np.array([5.0, 1.0, 5.0, 9.0])).tolist() == [2.5, 1.0, 2.5, 4.0]


def test_what_is_not_told_takes_nobodys_place() -> None:
    found = percentiles(np.array([3.0, np.nan, 1.0]))

    assert found[[0, 2]].tolist() == [0.75, 0.25]
    assert np.isnan(found[1])


def test_spearman_of_a_textbook_example() -> None:
    # IQ and hours of television, 10 persons: rho = -29/165 (en.wikipedia.org, Spearman's rank correlation)
    iq = np.array([106.0, 100, 86, 101, 99, 103, 97, 113, 112, 110])
    hours = np.array([7.0, 27, 2, 50, 28, 29, 20, 12, 6, 17])

    assert spearman(iq, hours) == pytest.approx(-29 / 165)


def test_spearman_of_values_that_are_all_alike_is_not_told() -> None:
    assert spearman(np.ones(5), np.arange(5.0)) is None


def test_midpoint_growth_has_a_value_where_trade_begins_or_ends() -> None:
    found = midpoint_growth(np.array([0.0, 10, 10, 0]), np.array([10.0, 0, 30, 0]))

    assert found[:3].tolist() == [2.0, -2.0, 1.0]
    assert np.isnan(found[3])


def test_growth_is_the_mean_of_three_years() -> None:
    # 10→30: 1, 30→10: -1, 10→10: 0; the year before them (1→10) is too long ago
    assert raw(panel([[1, 10, 30, 10, 10]]), Part.GROWTH) == [0.0]


def test_room_is_the_weight_of_the_product_over_its_weight_in_all_trade() -> None:
    # Weights 50/100 and 50/200, in all trade 100/300
    found = raw(panel([[50], [50]], other=[50, 150]), Part.ROOM)

    assert found == pytest.approx([1.5, 0.75])


def test_room_is_the_share_of_the_chosen_provinces_where_there_are_any() -> None:
    made = replace(panel([[50], [50]]), own=np.array([[10.0], [25.0]]))

    assert raw(made, Part.ROOM) == pytest.approx([0.2, 0.5])


def test_little_share_is_a_good_place() -> None:
    scoring = score_parts(panel([[50], [50]], other=[50, 150]))

    places_of_room = scoring.places[-1, :, list(Part).index(Part.ROOM)]
    assert places_of_room.tolist() == [0.25, 0.75]


def test_price_is_relative_to_the_median_partner() -> None:
    made = replace(panel([[10], [20], [90]]), quantity=np.array([[10.0], [10.0], [30.0]]))

    assert raw(made, Part.PRICE) == pytest.approx([0.5, 1.0, 1.5])


def test_stability_is_the_standard_deviation_of_the_yearly_growth() -> None:
    # Growth 1 and -1: deviation sqrt(2)
    assert raw(panel([[10, 30, 10]]), Part.STABILITY) == pytest.approx([2**0.5])


def test_a_basket_like_that_of_the_others_is_similar() -> None:
    made = panel([[10], [10], [0]])
    made.basket[:, 0, 1] = [5.0, 5.0, 0.0]
    made.basket[:, 0, 2] = [0.0, 0.0, 5.0]

    assert raw(made, Part.SIMILARITY) == pytest.approx([1.0, 1.0, 0.0])


def test_a_partner_without_any_trade_comes_last_by_similarity_alone() -> None:
    scoring = score_parts(panel([[10], [20], [0]], other=[10, 10, 10]))

    idle = rank_partners(scoring, DEFAULT_WEIGHTS)[-1]
    assert idle.partner == 103
    assert {part for part, place in idle.place.items() if place} == {Part.SIMILARITY}
    assert idle.raw[Part.ROOM] is None


def test_a_part_uses_no_later_year() -> None:
    short, long = panel([[1, 5, 9], [4, 4, 4]]), panel([[1, 5, 9, 100], [4, 4, 4, 0]])

    assert np.array_equal(score_parts(short).raw, score_parts(long).raw[:3], equal_nan=True)


def test_the_score_is_the_weighted_mean_of_places_and_untold_parts_count_as_half() -> None:
    scoring = score_parts(panel([[10], [20]]))

    ranked = rank_partners(scoring, {Part.SIZE: 3.0, Part.GROWTH: 1.0})

    # Places of size 0.75 and 0.25, growth is not told: (3 × 0.75 + 0.5) / 4 and (3 × 0.25 + 0.5) / 4
    assert [(one.partner, one.rank) for one in ranked] == [(102, 1), (101, 2)]
    assert [one.score for one in ranked] == pytest.approx([0.6875, 0.3125])
    assert ranked[0].raw[Part.GROWTH] is None


def test_no_weight_at_all_is_refused() -> None:
    scoring = score_parts(panel([[10], [20]]))

    with pytest.raises(UsageError) as caught:
        rank_partners(scoring, dict.fromkeys(Part, 0.0))

    assert caught.value.code == "potential.no_weight"


@pytest.mark.parametrize("given", ["size", "luck=1", "size=11", "size=-1", "size=x", "size=nan"])
def test_a_weight_that_cannot_be_meant_is_refused(given: str) -> None:
    with pytest.raises(UsageError):
        read_weights([given])


def test_weights_that_are_not_given_stay_as_they_are() -> None:
    assert read_weights(["size=7"]) == {**DEFAULT_WEIGHTS, Part.SIZE: 7.0}


def test_no_part_of_an_only_partner_in_an_only_year_is_beyond_its_bounds() -> None:
    (only,) = rank_partners(score_parts(panel([[10]])), DEFAULT_WEIGHTS)

    assert only.score == pytest.approx(0.5)
    assert {place for place in only.place.values() if place is not None} == {0.5}


def test_no_partner_gives_no_ranking() -> None:
    empty = replace(panel([[1]]), years=(), partners=(), value=np.zeros((0, 0)), basket=np.zeros((0, 0, CHAPTERS)))

    assert rank_partners(score_parts(empty), DEFAULT_WEIGHTS) == []
    assert track_record(score_parts(empty), DEFAULT_WEIGHTS).verdict is Verdict.TOO_LITTLE


def test_size_that_foretells_the_money_gained_hits_all_of_the_top() -> None:
    # Each grows by its own size every two years: the order of increases is that of sizes
    sizes = [[size * 2.0 ** (year / 2) for year in range(6)] for size in (1, 2, 3, 4, 5, 6)]

    record = track_record(score_parts(panel(sizes)), _ONLY_SIZE, Target.INCREASE)

    assert len(record.trials) == 4
    assert record.size_correlation is not None
    assert record.size_correlation.mean == pytest.approx(1.0)
    assert record.size_hits is not None
    assert record.size_hits.mean == 1.0
    assert record.chance == pytest.approx(0.5)
    assert record.verdict is Verdict.NO_DIFFERENCE  # the score is size itself


def test_a_ranking_that_knows_better_than_size_is_told_so() -> None:
    # Small partners grow and large ones shrink, and so they did before: growth foretells, size does not
    rates = (1.5, 1.4, 1.3, 0.9, 0.8, 0.7)
    sizes = (1, 2, 3, 4_000, 5_000, 6_000)
    values = [[size * rate**year for year in range(8)] for size, rate in zip(sizes, rates, strict=True)]

    record = track_record(score_parts(panel(values)), {Part.GROWTH: 1.0})

    assert record.verdict is Verdict.BETTER


def test_where_neither_foretells_anything_that_is_told() -> None:
    rates = (1.5, 1.4, 1.3, 0.9, 0.8, 0.7)
    sizes = (1, 2, 3, 4_000, 5_000, 6_000)
    values = [[size * rate**year for year in range(5)] for size, rate in zip(sizes, rates, strict=True)]

    record = track_record(score_parts(panel(values)), _ONLY_SIZE)

    assert record.verdict is Verdict.NEITHER


def test_two_years_to_look_back_on_are_too_few() -> None:
    values = [[float(size + year) for year in range(4)] for size in range(1, 8)]

    assert track_record(score_parts(panel(values)), DEFAULT_WEIGHTS).verdict is Verdict.TOO_LITTLE
