from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.engine.demo.truth import Records, read_truth, truth_folder
from app.engine.errors import InputError, UsageError
from app.engine.jobs import CancelToken, no_progress
from app.engine.price.pricer import Pricer
from app.engine.screening.drill import DrillGround, DrillReport, drill, prepare_drill
from app.engine.screening.drill_evidence import photo_pool
from app.engine.screening.peers import PEERS
from app.engine.screening.photos import PhotoAnswer
from app.engine.screening.planting import Fraud, Kind, plant
from app.engine.screening.price_odds import Side
from app.engine.store.open_store import Store

HALVED = Fraud(Kind.PRICE, share=0.05, multiplier=0.5)


@pytest.fixture(scope="module")
def ground(opened_store: Store, pricer: Pricer, demo_store: Path) -> DrillGround:
    return prepare_drill(opened_store, pricer, truth_files=demo_store.parent / "files", token=CancelToken())


def run(ground: DrillGround, fraud: Fraud = HALVED, *, seed: int = 0, side: Side | None = None) -> DrillReport:
    return drill(ground, fraud, seed=seed, side=side, progress=no_progress, token=CancelToken())


def test_planted_prices_are_found_sooner_than_by_lot_and_never_sooner_than_by_who_knows(ground: DrillGround) -> None:
    report = run(ground, replace(HALVED, multiplier=0.3))

    found = report.model.by_risk.precision[0.05]
    assert report.oracle is not None
    assert report.oracle.by_risk.precision[0.05] >= found > 2 * report.baselines["random"].by_risk.precision[0.05]
    assert set(report.baselines) == set(PEERS)


def test_the_same_seed_gives_the_same_report_and_another_plants_elsewhere(ground: DrillGround) -> None:
    first, again, other = run(ground), run(ground), run(ground, seed=1)

    assert first == again
    assert first.model != other.model


def test_recall_and_value_grow_with_the_budget_up_to_all(ground: DrillGround) -> None:
    ranking = run(ground).model.by_recovery

    for figures in (ranking.recall, ranking.value_recovered):
        shares = list(figures.values())
        assert shares == sorted(shares)
        assert 0 <= shares[0] <= shares[-1] <= 1


def test_goods_under_another_chapter_are_found_without_knowing_the_truth(ground: DrillGround) -> None:
    report = run(ground, Fraud(Kind.CHAPTER, share=0.05))

    assert report.oracle is None
    assert report.side is Side.BOTH
    assert report.model.by_risk.precision[0.01] > report.baselines["random"].by_risk.precision[0.01]


def test_names_of_other_goods_are_found_by_the_names_and_not_by_the_price(ground: DrillGround) -> None:
    report = run(ground, Fraud(Kind.NAME, share=0.05))

    assert report.with_names
    assert report.by_price is not None
    found, by_price = (each.by_risk.precision[0.05] for each in (report.model, report.by_price))
    assert found > 0.3 > 0.15 > by_price


def test_names_of_the_true_goods_give_a_swapped_code_away(ground: DrillGround) -> None:
    fraud = Fraud(Kind.CHAPTER, share=0.05)
    by_price = run(ground, fraud)

    report = drill(ground, fraud, seed=0, with_names=True, progress=no_progress, token=CancelToken())

    assert report.by_price == by_price.model
    assert report.model.by_risk.precision[0.05] > 1.25 * by_price.model.by_risk.precision[0.05]
    assert report.baselines == by_price.baselines


def test_photos_of_the_true_goods_give_a_swapped_code_away(ground: DrillGround, tmp_path: Path) -> None:
    chapters = sorted({f"{code // 10**6:02d}" for code in ground.rows.hs.tolist()})
    for chapter in chapters:
        (tmp_path / f"{chapter}_goods").mkdir()
        for number in range(3):
            (tmp_path / f"{chapter}_goods" / f"{number}.png").write_bytes(b"")

    class Reader:
        def recognise(self, photo: Path) -> PhotoAnswer:
            return PhotoAnswer(((photo.parent.name[:2], 0.9),), True, "a network", str(photo))

    pool = photo_pool(tmp_path, Reader(), seed=0, progress=no_progress, token=CancelToken())

    fraud = Fraud(Kind.CHAPTER, share=0.05)
    report = drill(ground, fraud, seed=0, photos=pool, progress=no_progress, token=CancelToken())

    assert pool.size == report.photos == 3 * len(chapters)
    assert report.by_price is not None
    assert report.model.by_risk.precision[0.05] > 0.65 > 0.5 > report.by_price.by_risk.precision[0.05]


def test_planting_changes_only_its_share_and_tells_the_shortfall(ground: DrillGround) -> None:
    planted = plant(ground.rows, HALVED, seed=3)

    assert planted.rows.ln_price is not None
    assert ground.rows.ln_price is not None
    changed = planted.rows.ln_price != ground.rows.ln_price
    assert np.array_equal(changed, planted.is_fraud)
    assert int(changed.sum()) == round(0.05 * len(ground.rows))
    assert planted.shortfall[changed] == pytest.approx(planted.value[changed])
    assert not planted.shortfall[~changed].any()


def test_a_swapped_code_lies_in_another_chapter_and_keeps_direction_and_unit(ground: DrillGround) -> None:
    planted = plant(ground.rows, Fraud(Kind.CHAPTER, share=0.02), seed=3)

    wrong = planted.is_fraud
    is_other = planted.rows.hs[wrong] // 10**6 != ground.rows.hs[wrong] // 10**6
    assert is_other.mean() > 0.95
    assert np.array_equal(planted.rows.hs[~wrong], ground.rows.hs[~wrong])
    assert np.array_equal(planted.rows.unit, ground.rows.unit)


@pytest.mark.parametrize("multiplier", [0.0, 1.0, -2.0, float("nan"), 1e9])
def test_a_multiplier_that_plants_nothing_is_refused(multiplier: float, ground: DrillGround) -> None:
    with pytest.raises(UsageError):
        run(ground, replace(HALVED, multiplier=multiplier))


@pytest.mark.parametrize("share", [0.0, 1.0, float("nan")])
def test_a_share_that_is_none_is_refused(share: float, ground: DrillGround) -> None:
    with pytest.raises(UsageError):
        run(ground, replace(HALVED, share=share))


def test_the_noise_of_the_demo_lies_around_the_truth_that_the_files_tell(ground: DrillGround) -> None:
    assert ground.truth is not None
    assert ground.rows.ln_price is not None

    away = (ground.rows.ln_price - ground.truth.mean) / ground.truth.scale

    assert abs(float(np.median(away))) < 0.05
    assert float(np.median(np.abs(away))) == pytest.approx(0.741, abs=0.05)


def test_truth_of_other_records_is_refused(ground: DrillGround, demo_store: Path, tmp_path: Path) -> None:
    rows = ground.rows.take(slice(0, 100))
    assert rows.ln_price is not None
    records = Records(rows.direction, rows.hs, rows.ln_price, rows.ln_quantity)

    for folder in (demo_store.parent / "files", tmp_path):
        with pytest.raises(InputError):
            read_truth(folder, records, ground.year)
    assert truth_folder(tmp_path / "store") is None
