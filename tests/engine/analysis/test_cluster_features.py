"""Every figure against an example that was worked out by hand."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest

from app.engine.analysis.clusters.features import FEATURES, features_of, named_features
from app.engine.analysis.clusters.measures import measured
from app.engine.analysis.clusters.member_table import MemberTable
from app.engine.analysis.clusters.scaling import FARTHEST, Reason, Scale, make_matrix, scale_of, skewness
from app.engine.errors import UsageError
from app.engine.reference import units
from app.engine.store.dimensions import Dimension
from app.engine.store.questions.member_facts import PricedSums

KILOGRAM = next(unit.id for unit in units.table().units if unit.name_zh == "千克")
PIECES = next(unit.id for unit in units.table().units if unit.name_zh == "辆")

# Two members: 8 and 2 of 10. The first trades 1, 2, 5 in three years, the second 2, 0, 0.
TABLE = MemberTable(
    members=np.array([304, 502]),
    values=np.array([8.0, 2.0]),
    records=np.array([3.0, 1.0]),
    imports=np.array([6.0, 0.0]),
    exports=np.array([2.0, 2.0]),
    has_both=True,
    years=(2019, 2020, 2021),
    by_year=np.array([[1.0, 2.0, 5.0], [2.0, 0.0, 0.0]]),
    parts={
        # chapters 3 and 27: 6 and 2 of the first, all of the second in chapter 3
        Dimension.HS2: (np.array([3, 27]), np.array([[6.0, 2.0], [2.0, 0.0]])),
        Dimension.COUNTRY: (np.array([304, 502]), np.array([[4.0, 4.0], [2.0, 0.0]])),
        Dimension.PROVINCE: (np.array([11, 44]), np.array([[8.0, 0.0], [1.0, 1.0]])),
        # ordinary 4, processing 2, bonded 1, other 1; the second all ordinary
        Dimension.MODE: (np.array([10, 15, 33, 39]), np.array([[4.0, 2.0, 1.0, 1.0], [2.0, 0.0, 0.0, 0.0]])),
        Dimension.MONTH: (np.array([1, 7]), np.array([[6.0, 6.0], [12.0, 0.0]])),
    },
    # heading 8703 in pieces: 6 for 2 against 2 for 2, all 8 for 4; by weight the first alone, 2 for 4 kg
    prices=PricedSums(
        members=np.array([304, 502, 304]),
        products=np.array([8703, 8703, 101]),
        units=np.array([PIECES, PIECES, KILOGRAM]),
        directions=np.array([1, 1, 1]),
        values=np.array([6.0, 2.0, 2.0]),
        quantities=np.array([2.0, 2.0, 4.0]),
    ),
)
NOTHING = float("nan")
# A month's mean of 12 over twelve months is 1; two of 6 deviate by 5, ten of 0 by 1
TWO_MONTHS = math.sqrt((2 * 25 + 10 * 1) / 12)
ONE_MONTH = math.sqrt((11**2 + 11 * 1) / 12)
EXPECTED = {
    "share": (0.8, 0.2),
    "records": (3, 1),
    "growth": (5**0.5 - 1, NOTHING),
    "recent": (2 * 3 / 7, NOTHING),
    "volatility": ((math.log(2.5) - math.log(2)) / 2**0.5, NOTHING),
    "drawdown": (0, 1),
    "presence": (1, 1 / 3),
    "balance": (-0.5, 1),
    "chapters": (2, 1),
    "product_hhi": (0.75**2 + 0.25**2, 1),
    "product_likeness": (0.75 + 0.2, 0.8),
    "farm": (0.75, 1),
    "ores": (0.25, 0),
    "chemicals": (0, 0),
    "textiles": (0, 0),
    "metals": (0, 0),
    "machines": (0, 0),
    "partners": (2, 1),
    "partner_hhi": (0.5, 1),
    "partner_likeness": (0.5 + 0.4, 0.6),
    "provinces": (1, 2),
    "province_hhi": (1, 0.5),
    "province_likeness": (0.9, 0.5 + 0.1),
    "ordinary": (0.5, 1),
    "processing": (0.25, 0),
    "bonded": (0.125, 0),
    "mode_hhi": (0.25 + 0.0625 + 2 * 0.015625, 1),
    "price_level": (1.5, 0.5),
    "kilo_price": (0.5, NOTHING),
    "seasonality": (TWO_MONTHS, ONE_MONTH),
}


@pytest.mark.parametrize("feature", FEATURES, ids=lambda feature: feature.name)
def test_a_feature_is_what_its_formula_says(feature: object) -> None:
    named = next(each for each in FEATURES if each is feature)

    assert measured(named, TABLE).tolist() == pytest.approx(EXPECTED[named.name], nan_ok=True)


def test_a_single_year_tells_no_change() -> None:
    one_year = dataclasses.replace(TABLE, years=(2021,), by_year=TABLE.by_year[:, 2:])

    told = [
        np.isfinite(measured(feature, one_year)).any()
        for feature in FEATURES
        if feature.name in {"growth", "recent", "volatility", "drawdown", "presence"}
    ]

    assert told == [False] * 5


def test_one_direction_tells_no_balance() -> None:
    imports = dataclasses.replace(TABLE, has_both=False)

    assert np.isnan(measured(named_features(Dimension.COUNTRY, ["balance"])[0], imports)).all()


def test_a_gap_between_years_is_no_yearly_change() -> None:
    with_gap = dataclasses.replace(TABLE, years=(2017, 2019, 2021))

    assert np.isnan(measured(named_features(Dimension.COUNTRY, ["recent"])[0], with_gap)).all()


def test_every_dimension_has_at_least_twenty_features_or_all_that_mean_something() -> None:
    counts = {dimension.value: len(features_of(dimension)) for dimension in (Dimension.COUNTRY, Dimension.PROVINCE)}

    assert counts == {"country": 26, "province": 26}
    assert len(features_of(Dimension.HS4)) == 20


def test_an_unknown_feature_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(UsageError) as refused:
        named_features(Dimension.HS4, ["product_hhi"])

    assert refused.value.code == "clusters.feature_unknown"


def test_a_scale_is_median_and_distance_of_the_quartiles() -> None:
    figures = np.array([1.0, 2.0, 3.0, 4.0, 5.0])

    scale = scale_of(figures, may_log=True)

    assert scale == Scale(is_logged=False, offset=0.0, middle=3.0, width=2.0)
    assert scale.scaled(figures).tolist() == [-1.0, -0.5, 0.0, 0.5, 1.0]


def test_a_long_tail_gets_a_logarithm() -> None:
    figures = np.array([1.0, 1.0, 2.0, 4.0, 1024.0])

    scale = scale_of(figures, may_log=True)

    assert skewness(figures) > 1
    assert isinstance(scale, Scale)
    assert (scale.is_logged, scale.offset) == (True, 0.0)
    assert scale.middle == pytest.approx(math.log(2))


def test_a_logarithm_of_shares_with_zeros_adds_the_usual_share() -> None:
    figures = np.array([0.0, 0.0, 0.1, 0.1, 0.9])

    scale = scale_of(figures, may_log=True)

    assert isinstance(scale, Scale)
    assert scale.offset == pytest.approx(0.1)


def test_far_and_unknown_figures_stay_within_limits() -> None:
    scale = Scale(is_logged=False, offset=0.0, middle=0.0, width=1.0)

    assert scale.scaled(np.array([100.0, -100.0, NOTHING])).tolist() == [FARTHEST, -FARTHEST, 0.0]


def test_where_most_members_are_alike_the_standard_deviation_is_the_width() -> None:
    figures = np.array([1.0] * 9 + [0.0])

    scale = scale_of(figures, may_log=False)

    assert isinstance(scale, Scale)
    assert scale.width == pytest.approx(0.3)


def test_features_that_tell_nothing_are_left_out_with_the_reason() -> None:
    features = named_features(Dimension.COUNTRY, ["share", "growth", "metals", "seasonality"])
    without_months = dataclasses.replace(
        TABLE, parts={part: sums for part, sums in TABLE.parts.items() if part is not Dimension.MONTH}
    )

    matrix = make_matrix(without_months, features, frozenset({Dimension.MONTH}))

    assert [feature.name for feature in matrix.features] == ["share"]
    assert {feature.name: reason for feature, reason in matrix.left_out.items()} == {
        "growth": Reason.UNKNOWN_FOR_MOST,
        "metals": Reason.ALIKE,
        "seasonality": Reason.NOT_IN_DATA,
    }
