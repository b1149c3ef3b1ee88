from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.price.answers import LEVELS
from app.engine.price.conformal import (
    LEAST_ROWS,
    Floats,
    Ints,
    Spread,
    calibrate,
    coverage_by,
    covered,
    not_narrower,
    spread_of,
)


def _strata(*layers: Ints) -> Ints:
    return np.column_stack([*layers, np.zeros(len(layers[0]), dtype=np.int64)])


def _unit_spread(count: int) -> Spread:
    return Spread(np.zeros(count), np.ones(count), np.ones(count))


def _skewed(random: np.random.Generator, count: int) -> Floats:
    return random.standard_t(4, count) + 0.5 * random.exponential(1.0, count)


@pytest.mark.parametrize("seed", range(4))
def test_exchangeable_rows_are_covered_as_promised(seed: int) -> None:
    random = np.random.default_rng(seed)
    groups = random.integers(0, 4, 40_000)
    prices = _skewed(random, 40_000) * (1 + groups)

    residuals = calibrate(prices[:20_000], _strata(groups[:20_000]))

    assert residuals is not None
    found = residuals.groups.find(_strata(groups[20_000:]))
    intervals = residuals.intervals(_unit_spread(20_000), found)
    by_group = coverage_by(covered(intervals, prices[20_000:]), groups[20_000:])
    for _, shares in by_group.values():
        assert shares == pytest.approx([level / 100 for level in LEVELS], abs=0.03)


@given(st.integers(0, 10_000), st.integers(40, 400))
def test_intervals_are_nested_and_hold_the_price(seed: int, count: int) -> None:
    random = np.random.default_rng(seed)

    residuals = calibrate(_skewed(random, count), _strata(random.integers(0, 3, count)), least=50)

    assert residuals is not None
    low, high = residuals.bounds[:, :, 0], residuals.bounds[:, :, 1]
    assert (np.diff(low, axis=1) <= 0).all()
    assert (np.diff(high, axis=1) >= 0).all()
    assert ((low <= 0) & (high >= 0)).all()


@given(st.integers(0, 10_000), st.floats(-9, 9), st.floats(0, 9))
def test_a_dearer_quote_is_never_at_a_lower_percentile(seed: int, quote: float, more: float) -> None:
    residuals = calibrate(_skewed(np.random.default_rng(seed), 300), _strata(np.zeros(300, dtype=np.int64)))

    assert residuals is not None
    assert 0 < residuals.percentile(quote, 0) <= residuals.percentile(quote + more, 0) < 1


def test_a_small_group_is_answered_by_the_wider_one() -> None:
    groups = np.array([1] * LEAST_ROWS + [2] * (LEAST_ROWS - 1), dtype=np.int64)
    prices = np.linspace(-1, 1, len(groups))

    residuals = calibrate(prices, _strata(groups))

    assert residuals is not None
    layers = residuals.groups.layer[residuals.groups.find(_strata(np.array([1, 2, 3], dtype=np.int64)))]
    assert layers.tolist() == [0, 1, 1]


def test_too_few_rows_give_no_intervals_at_all() -> None:
    assert calibrate(np.zeros(39), _strata(np.zeros(39, dtype=np.int64))) is None


def test_residuals_are_undone_on_both_sides_of_the_median() -> None:
    spread = Spread(np.array([1.0, 1.0]), np.array([0.5, 0.5]), np.array([2.0, 2.0]))

    prices = spread.at(spread.residuals(np.array([0.2, 4.0])))

    assert prices == pytest.approx([0.2, 4.0])


def test_half_widths_come_from_between_the_quantiles_of_the_network() -> None:
    quantiles = np.array([[-2.0, -1.0, 0.0, 3.0]])

    spread = spread_of(quantiles, np.array([0.05, 0.15, 0.5, 0.9]))

    assert (spread.median[0], spread.below[0], spread.above[0]) == pytest.approx((0.0, 1.5, 3.0))


def test_forecasts_are_never_surer_than_prices_of_known_years() -> None:
    random = np.random.default_rng(7)
    strata = _strata(np.zeros(500, dtype=np.int64))
    narrow, wide = calibrate(random.normal(0, 2, 500), strata), calibrate(random.normal(0, 1, 500), strata)
    assert narrow is not None
    assert wide is not None

    mended = not_narrower(wide, narrow)

    assert (mended.bounds[:, :, 0] <= narrow.bounds[:, :, 0]).all()
    assert (mended.bounds[:, :, 1] >= narrow.bounds[:, :, 1]).all()


def test_one_row_in_a_hundred_lies_in_the_outermost_hundredth_of_a_small_group() -> None:
    random = np.random.default_rng(7)
    groups = np.repeat(np.arange(400), LEAST_ROWS)
    known, to_come = random.standard_t(4, (2, len(groups)))

    residuals = calibrate(known, _strata(groups))

    assert residuals is not None
    percentiles = residuals.percentiles(to_come, residuals.groups.find(_strata(groups)))
    tails = 2 * np.minimum(percentiles, 1 - percentiles)
    assert [float((tails <= level).mean()) for level in (0.01, 0.05, 0.1)] == pytest.approx([0.01, 0.05, 0.1], rel=0.1)


def test_a_row_beyond_all_of_a_small_group_is_not_as_rare_as_one_far_beyond() -> None:
    rows = np.linspace(-1, 1, LEAST_ROWS)

    residuals = calibrate(rows, _strata(np.zeros(LEAST_ROWS, dtype=np.int64)))

    assert residuals is not None
    just, far = residuals.percentile(-1.05, 0), residuals.percentile(-2.0, 0)
    assert far < 0.001 < just < 0.005
