from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from app.engine.screening.mixing import learn_shares

Floats = NDArray[np.float64]
PLACES = (0.0, -0.5, -3.0)
GUESS = np.array([0.9, 0.05, 0.05])
NONE_LEAST = np.zeros(3)


def ratios_of(shares: tuple[float, float, float], *, lines: int = 20_000) -> Floats:
    """Of normal draws around three places, so often around each."""
    random = np.random.default_rng(5)
    drawn = random.choice(PLACES, lines, p=shares) + random.standard_normal(lines)
    return np.stack([np.exp(-((drawn - place) ** 2) / 2 + drawn**2 / 2) for place in PLACES])


def test_shares_are_found_again_where_kinds_lie_apart() -> None:
    shares = learn_shares(ratios_of((0.8, 0.0, 0.2)), GUESS, 10.0, NONE_LEAST)

    assert shares.sum() == pytest.approx(1.0)
    assert shares[2] == pytest.approx(0.2, abs=0.01)


def test_kinds_that_are_hard_to_tell_apart_are_told_apart_as_well_as_can_be() -> None:
    ratios = ratios_of((0.7, 0.3, 0.0))
    shares = learn_shares(ratios, GUESS, 0.1, NONE_LEAST)

    plain = GUESS
    for _ in range(5_000):
        plain = plain * (ratios @ (1 / (plain @ ratios))) / ratios.shape[1]

    assert np.abs(shares - plain).max() < 1e-3


def test_the_first_kind_is_no_commoner_than_guessed_and_none_rarer_than_allowed() -> None:
    shares = learn_shares(ratios_of((1.0, 0.0, 0.0)), GUESS, 10.0, np.array([0.0, 0.0, 0.02]))

    assert shares[0] == pytest.approx(0.9)
    assert shares[2] == pytest.approx(0.02)
    assert shares.sum() == pytest.approx(1.0)


def test_a_guess_counts_for_its_lines_and_is_all_there_is_without_any() -> None:
    few, many = (learn_shares(ratios_of((0.8, 0.0, 0.2), lines=50), GUESS, lines, NONE_LEAST) for lines in (1.0, 1e4))

    assert few[2] > 2 * many[2]
    assert learn_shares(np.ones((3, 0)), GUESS, 10.0, NONE_LEAST) == pytest.approx(GUESS)
