from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from app.engine.price.accuracy import PointPrices, mean_of, measure_errors, pinball, share_of_reducible_error
from app.engine.price.baselines import fit_baseline, relative_shift
from app.engine.price.evaluation import Evaluation, evaluate_network
from app.engine.price.history import PriceHistory
from app.engine.price.network import default_network, load_price_network
from app.engine.price.rows import PriceRows
from app.engine.store.open_store import open_store
from app.engine.store.questions.priced_records import price_cells
from app.engine.store.selection import Selection


@pytest.fixture(scope="module")
def evaluation(demo_store: Path) -> Evaluation:
    with open_store(demo_store) as store:
        history = PriceHistory(price_cells(store, Selection()))
        return evaluate_network(store, load_price_network(default_network()), Selection(), history)


def rows_of(years: list[int], prices: list[float], *, hs: int = 85171200, country: int = 110) -> PriceRows:
    count = len(years)
    return PriceRows(
        direction=np.ones(count, np.int8),
        hs=np.full(count, hs, np.int32),
        hs_digits=np.full(count, 8, np.int8),
        country=np.full(count, country, np.int16),
        province=np.zeros(count, np.int16),
        mode=np.zeros(count, np.int16),
        unit=np.ones(count, np.int16),
        year=np.array(years, np.int16),
        ln_quantity=np.zeros(count),
        ln_price=np.log(prices),
    )


def test_the_model_is_nearer_than_every_median(evaluation: Evaluation) -> None:
    medians = [evaluation.peers[name] for name in ("hs8_median", "hs8_country_last_year")]

    assert all(evaluation.errors.rmse_ln < peer.rmse_ln for peer in medians)
    assert all(evaluation.errors.mape < peer.mape for peer in medians)


def test_all_are_measured_on_the_same_rows(evaluation: Evaluation) -> None:
    assert {peer.rows for peer in evaluation.peers.values()} == {evaluation.errors.rows}


def test_errors_are_those_of_the_trade() -> None:
    ln_price, double = np.log([1.0, 2.0, 4.0]), np.log([2.0, 2.0, 4.0])

    errors = measure_errors(PointPrices(double, double, double), ln_price, np.log([1.0, 1.0, 2.0]))

    assert errors.mape == pytest.approx(1 / 3)
    assert errors.median_ape == 0.0
    assert errors.wape == pytest.approx(1 / 11)
    assert errors.rmse_ln == pytest.approx(np.log(2) / np.sqrt(3))


def test_pinball_is_half_the_error_at_the_median() -> None:
    assert pinball(np.array([[1.0], [3.0]]), [0.5], np.array([2.0, 2.0])) == pytest.approx(0.5)


def test_the_mean_of_even_quantiles_is_their_middle() -> None:
    assert mean_of(np.array([[1.0, 2.0, 3.0]]), [0.25, 0.5, 0.75])[0] == pytest.approx(2.0)


def test_reducible_error_is_what_is_left_of_the_way_to_the_truth() -> None:
    truth = np.zeros(3)

    assert share_of_reducible_error(np.full(3, 1.0), np.full(3, 2.0), truth) == pytest.approx(0.75)


def test_the_shift_for_relative_errors_lies_below_the_median() -> None:
    spread = np.random.default_rng(1).normal(0.0, 0.5, 5000)

    assert relative_shift(spread, np.zeros(5000)) == pytest.approx(-0.25, abs=0.05)


def test_the_median_baseline_tells_the_median_of_earlier_years() -> None:
    baseline = fit_baseline("hs8_median", rows_of([2018, 2019, 2020, 2021], [1.0, 2.0, 4.0, 100.0]), year=2021)

    assert np.exp(baseline.tell(rows_of([2021], [1.0])).median[0]) == pytest.approx(2.0)


def test_last_years_median_of_the_partner_falls_back_on_the_product() -> None:
    rows = rows_of([2019, 2020, 2021], [1.0, 3.0, 9.0])

    baseline = fit_baseline("hs8_country_last_year", rows, year=2021)

    assert np.exp(baseline.tell(rows_of([2021], [1.0])).median[0]) == pytest.approx(3.0)
    assert np.exp(baseline.tell(rows_of([2021], [1.0], country=502)).median[0]) == pytest.approx(3.0)
    assert np.isnan(baseline.tell(rows_of([2021], [1.0], hs=1012100)).median[0])
