from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from app.engine.price.conformal import Spread
from app.engine.screening.doubt import Doubt
from app.engine.screening.noise import USUAL, Noise, fit_noise
from app.engine.screening.price_odds import MOST_LEVEL, OTHER_GOODS, SHARE, PlacedPrices, Side, learn_habits, price_odds

Floats = NDArray[np.float64]
WIDTH = 0.6


def noise_of(count: int, *, seed: int = 1) -> Floats:
    return np.asarray(np.random.default_rng(seed).standard_t(USUAL.degrees, count) * USUAL.scale * WIDTH)


def prices(away: Floats, *, chapter: int = 84) -> PlacedPrices:
    count = len(away)
    spread = Spread(np.full(count, 2.0), np.full(count, WIDTH), np.full(count, WIDTH))
    return PlacedPrices(2.0 + away, spread, np.ones(count, dtype=np.int8), np.full(count, chapter))


def odds_of(away: Floats, side: Side = Side.LOW) -> Floats:
    placed = prices(away)
    return price_odds(placed, learn_habits(placed, USUAL, side), USUAL).odds


def test_a_price_far_below_is_likelier_wrong_than_one_that_is_as_expected() -> None:
    away = np.append(noise_of(2_000), [-1.0, 0.0])

    odds = odds_of(away)

    assert odds[-2] > 3 * odds[-1]


def test_only_the_side_that_is_looked_for_counts() -> None:
    away = np.append(noise_of(2_000), [-1.2, 1.2])

    low, high = odds_of(away, Side.LOW), odds_of(away, Side.HIGH)

    assert low[-2] > 5 * low[-1]
    assert high[-1] > 5 * high[-2]


def test_a_file_with_many_halved_prices_teaches_what_to_look_for() -> None:
    sound = noise_of(20_000)
    halved = np.where(np.arange(20_000) % 10 == 0, sound + np.log(0.5), sound)

    shares = [learn_habits(prices(away), USUAL, Side.LOW).shares for away in (sound, halved)]

    assert shares[0][0] > 0.94
    assert shares[1][1:5].sum() > 3 * shares[0][1:5].sum()
    assert np.argmax(shares[1][1:]) in (1, 2, 3)


def test_a_file_without_far_prices_has_no_fewer_wrong_ones_but_only_such_as_noise_hides() -> None:
    shares = learn_habits(prices(noise_of(20_000)), USUAL, Side.LOW).shares

    assert shares[0] == pytest.approx(1 - SHARE)
    assert shares[5:].sum() > 0.8 * SHARE


def test_a_low_price_outweighs_less_value_where_the_file_holds_no_far_ones() -> None:
    sound = noise_of(20_000)
    halved = np.where(np.arange(20_000) % 10 == 0, sound + np.log(0.5), sound)

    worth = []
    for away in (sound, halved):
        placed = prices(np.append(away, [-WIDTH, 0.0]))
        found = price_odds(placed, learn_habits(placed, USUAL, Side.LOW), USUAL)
        expected = found.odds / (1 + found.odds) * found.stake
        worth.append(expected[-2] / expected[-1])

    assert 2 < worth[0] < 5 < worth[1]


def test_the_level_of_a_file_is_taken_out_but_a_large_one_only_in_part() -> None:
    away = noise_of(5_000)

    little, much = (learn_habits(prices(away + shift), USUAL, Side.LOW).levels[1, 84] for shift in (-0.1, -0.7))

    assert little == pytest.approx(-0.1, abs=0.03)
    assert much == -MOST_LEVEL


def test_a_price_that_was_not_checked_has_the_odds_of_the_file_and_disturbs_no_other() -> None:
    away = noise_of(3_000)
    with_gap = prices(np.append(away, np.nan))

    habits = learn_habits(with_gap, USUAL, Side.LOW)
    found = price_odds(with_gap, habits, USUAL)

    assert found.odds[-1] == pytest.approx((1 - habits.shares[0]) / habits.shares[0])
    assert np.isfinite(found.odds).all()
    assert np.array_equal(habits.shares, learn_habits(prices(away), USUAL, Side.LOW).shares)


def test_what_is_at_stake_grows_with_the_distance() -> None:
    placed = prices(np.append(noise_of(2_000), [-0.3, -1.3]))

    stake = price_odds(placed, learn_habits(placed, USUAL, Side.LOW), USUAL).stake

    assert 0.1 < stake[-2] < stake[-1] < 2.4


@pytest.mark.parametrize("far", [-6.0, 6.0])
def test_a_price_that_no_multiplier_explains_is_likelier_wrong_than_any_usual_one(far: float) -> None:
    away = np.append(noise_of(2_000), [far])

    odds = odds_of(away, Side.BOTH)

    assert odds[-1] > np.quantile(odds[:-1], 0.99)


def test_of_two_prices_equally_far_out_the_one_predicted_with_doubt_is_likelier_of_other_goods() -> None:
    away = np.append(noise_of(2_000), [-4 * WIDTH, -4 * WIDTH])
    width = np.full(len(away), WIDTH)
    width[-1] *= 1.5
    spread = Spread(np.full(len(away), 2.0), width, width)
    placed = PlacedPrices(2.0 + away * width / WIDTH, spread, np.ones(len(away), dtype=np.int8), np.full(len(away), 84))
    doubtful = replace(USUAL, doubt=Doubt(float(np.log(WIDTH)), float(np.log(1.4 * WIDTH)), 0.05))

    plain, told = (price_odds(placed, learn_habits(placed, each, Side.BOTH), each).odds for each in (USUAL, doubtful))

    assert told[-1] / told[-2] > 5 * plain[-1] / plain[-2]


def test_an_empty_file_has_the_habits_that_were_guessed() -> None:
    placed = prices(np.zeros(0))

    habits = learn_habits(placed, USUAL, Side.BOTH)

    assert habits.shares[0] == pytest.approx(1 - SHARE - OTHER_GOODS)
    assert len(price_odds(placed, habits, USUAL).odds) == 0


def test_noise_is_fitted_to_what_was_seen_and_guessed_for_a_handful() -> None:
    residuals = np.random.default_rng(3).standard_t(USUAL.degrees, 50_000) * 0.8

    assert fit_noise(residuals).scale == pytest.approx(0.8, rel=0.02)
    assert fit_noise(residuals[:50]) == USUAL


def test_the_density_of_noise_is_one_distribution() -> None:
    away = np.linspace(-100, 100, 200_001)
    spread = Spread(np.zeros(len(away)), np.full(len(away), WIDTH), np.full(len(away), WIDTH))

    density = np.exp(Noise(3.0, 0.7).ln_density(away, spread))

    assert float(density.sum() * (away[1] - away[0])) == pytest.approx(1.0, abs=1e-3)
