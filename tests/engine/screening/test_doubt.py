from __future__ import annotations

import numpy as np
import pytest

from app.engine.price.conformal import Spread
from app.engine.screening.doubt import NO_DOUBT, learn_doubt


def spread(ln_width: float, count: int = 1_000) -> Spread:
    width = np.exp(ln_width + np.random.default_rng(0).normal(0, 0.2, count))
    return Spread(np.zeros(count), width, width)


def one(ln_width: float) -> Spread:
    width = np.full(1, np.exp(ln_width))
    return Spread(np.zeros(1), width, width)


def test_a_wide_prediction_speaks_for_a_wrong_code_and_a_narrow_one_against_it() -> None:
    doubt = learn_doubt(spread(-0.4), spread(0.0))

    wide, narrow = (float(doubt.ln_odds(one(width), 0.0)[0]) for width in (0.0, -0.4))

    assert wide == pytest.approx(2.0, abs=0.2)
    assert narrow == pytest.approx(-2.0, abs=0.2)


def test_a_file_whose_prices_are_all_predicted_wider_is_no_file_of_wrong_codes() -> None:
    doubt = learn_doubt(spread(-0.4), spread(0.0))

    assert doubt.ln_odds(one(0.1), 0.5)[0] == pytest.approx(doubt.ln_odds(one(-0.4), 0.0)[0])


def test_however_wide_it_is_it_says_only_so_much_and_an_unknown_width_nothing() -> None:
    doubt = learn_doubt(spread(-0.4), spread(0.0))

    assert doubt.ln_odds(one(9.0), 0.0)[0] == pytest.approx(3.0)
    assert np.isnan(doubt.ln_odds(one(float("nan")), 0.0)[0])


def test_few_records_or_predictions_that_grow_no_wider_teach_nothing() -> None:
    few, surer = learn_doubt(spread(0.0, 50), spread(0.5, 50)), learn_doubt(spread(0.0), spread(-0.5))

    assert few == NO_DOUBT
    assert surer.ln_odds(one(3.0), 0.0)[0] == 0.0
