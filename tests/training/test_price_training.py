"""MindSpore runs in processes of its own: its import warns of things that pytest here takes for errors."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from app.engine.errors import InputError
from app.engine.price.features import Features
from app.engine.price.network import TOKENS, default_network, load_price_network
from app.engine.price.rows import OPEN
from app.engine.store.open_store import open_store
from training.checkpoints import Checkpoint, read_checkpoint, write_checkpoint
from training.price.data import read_split

STORED = Path(__file__).parent / "price_inputs.npz"
TINY = ("--epochs", "3", "--first-year", "2018", "--lang", "en")
PATIENCE_S = 240


def train(store: Path, out: Path, *more: str) -> list[str]:
    return [sys.executable, "-m", "training", "price", "--store", str(store), "--out", str(out), *TINY, *more]


def run(repository: Path, command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=repository, capture_output=True, text=True, check=False, timeout=PATIENCE_S, encoding="utf-8"
    )


def wait_for(is_there: Callable[[], bool], process: subprocess.Popen[bytes]) -> None:
    give_up = time.monotonic() + PATIENCE_S
    while not is_there():
        assert process.poll() is None
        assert time.monotonic() < give_up


@pytest.fixture(scope="module")
def trained(demo_store: Path, repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("trained") / "price.onnx"
    done = run(repository, train(demo_store, out))
    assert done.returncode == 0, done.stderr
    return out


def stored_features() -> Features:
    with np.load(STORED) as inputs:
        ids, figures = inputs["ids"], inputs["figures"]
    return Features(ids, figures, np.zeros(len(ids)), np.zeros((len(ids), 5), np.int32), np.zeros(len(ids), np.int16))


def told_by(model: Path) -> NDArray[np.float64]:
    return load_price_network(model).tell(stored_features()).quantiles


def test_a_training_writes_a_model_that_the_program_opens(trained: Path) -> None:
    card = json.loads(trained.with_name("price.card.json").read_text(encoding="utf-8"))

    assert load_price_network(trained).version.endswith(card["sha256"][:8])


def test_a_training_leaves_no_checkpoint_behind(trained: Path) -> None:
    assert {path.name for path in trained.parent.iterdir()} == {"price.onnx", "price.mindir", "price.card.json"}


def test_a_killed_training_goes_on_to_the_same_network(
    trained: Path, demo_store: Path, repository: Path, tmp_path: Path
) -> None:
    out = tmp_path / "price.onnx"
    checkpoint = tmp_path / "price.distribution.checkpoint"
    quiet = subprocess.DEVNULL
    with subprocess.Popen(train(demo_store, out), cwd=repository, stdout=quiet, stderr=quiet) as process:
        wait_for(checkpoint.exists, process)
        process.kill()

    done = run(repository, train(demo_store, out, "--resume", "--no-mindir"))

    assert done.returncode == 0, done.stderr
    assert np.allclose(told_by(trained), told_by(out), atol=1e-3)


def test_onnx_runtime_tells_what_mindspore_tells(repository: Path, tmp_path: Path) -> None:
    script, mindir = Path(__file__).with_name("mindir_outputs.py"), default_network().with_suffix(".mindir")
    network = load_price_network(default_network())

    done = run(repository, [sys.executable, str(script), str(mindir), str(STORED), str(tmp_path / "told.npz")])

    assert done.returncode == 0, done.stderr
    told, attention = network.tell(stored_features()), network.attention(stored_features())
    with np.load(tmp_path / "told.npz") as mindspore:
        assert np.abs(mindspore["told"][:, :11] - told.quantiles).max() < 1e-4
        assert np.abs(mindspore["told"][:, 11] - told.price_point).max() < 1e-4
        assert np.abs(mindspore["attention"] - np.column_stack([attention[token] for token in TOKENS])).max() < 1e-5


def test_the_shipped_network_tells_what_it_told_before_it_was_folded() -> None:
    network = load_price_network(default_network())

    told, attention = network.tell(stored_features()), network.attention(stored_features())

    with np.load(STORED.with_name("price_outputs.npz")) as before:
        np.testing.assert_allclose(told.quantiles, before["distribution"][:, :11], atol=2e-6)
        np.testing.assert_allclose(told.price_point, before["distribution"][:, 11], atol=2e-6)
        np.testing.assert_allclose(
            np.column_stack([attention[token] for token in TOKENS]), before["attention"], atol=1e-6
        )


def test_a_network_is_folded_only_once(repository: Path, tmp_path: Path) -> None:
    model = tmp_path / "price.onnx"
    content = default_network().read_bytes()
    model.write_bytes(content)

    done = run(repository, [sys.executable, "-m", "training.price.folding", str(model)])

    assert "folded already" in done.stderr
    assert model.read_bytes() == content


def test_the_split_keeps_the_years_apart(demo_store: Path) -> None:
    with open_store(demo_store) as store:
        split = read_split(store, seed=0, first_fit_year=2018)

    assert split.years == (2019, 2020, 2021)
    assert set(split.fit.rows.year.tolist()) == {2018, 2019}
    assert set(split.choose.rows.year.tolist()) == {2020}
    assert set(split.test.rows.year.tolist()) == {2021}
    assert not split.is_demo or split.currency == "USD"


def test_some_rows_are_shown_with_less_known(demo_store: Path) -> None:
    with open_store(demo_store) as store:
        split = read_split(store, seed=0, first_fit_year=2018)

    assert 0.05 < (split.fit.rows.country == OPEN).mean() < 0.15
    assert (split.fit.rows.hs_digits == 6).any()
    assert (split.fit.rows.country[split.fit.rows.hs_digits == 4] != OPEN).all()


def test_a_checkpoint_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    weights = {"head": np.arange(3, dtype=np.float32)}
    path = tmp_path / "a.checkpoint"

    write_checkpoint(path, Checkpoint(2, (0.5, 0.25), weights, weights, weights))

    found = read_checkpoint(path)
    assert (found.epoch, found.losses) == (2, (0.5, 0.25))
    assert np.array_equal(found.best["head"], weights["head"])


def test_a_damaged_checkpoint_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.checkpoint"
    path.write_bytes(b"PK\x03\x04 cut")

    with pytest.raises(InputError, match=r"train\.checkpoint_damaged"):
        read_checkpoint(path)
