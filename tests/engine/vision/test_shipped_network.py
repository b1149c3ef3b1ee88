"""The shipped network on this machine against what it told where it was made."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from app.engine import paths
from app.engine.inference.cards import read_card
from app.engine.inference.sessions import open_session
from app.engine.vision.models import photo_models
from app.engine.vision.preprocess import network_input

Arrays = dict[str, NDArray[Any]]
MODEL = paths.checkpoints() / "vision-light.onnx"


@pytest.fixture(scope="module")
def golden() -> Arrays:
    with np.load(MODEL.with_suffix(".golden.npz"), allow_pickle=False) as stored:
        return {name: stored[name] for name in stored.files}


def test_the_golden_picture_becomes_the_golden_input(golden: Arrays) -> None:
    taken = network_input(golden["picture"])

    assert np.abs(taken - golden["input"]).max() <= 1  # stored as whole numbers


@pytest.mark.parametrize("output", ["logits", "maps", "features", "imagenet"])
def test_the_network_tells_the_golden_answers(golden: Arrays, output: str) -> None:
    pixels = network_input(golden["picture"])[None]

    (told,) = open_session(MODEL).run({"pixels": pixels}, [output])

    assert told == pytest.approx(golden[output], rel=1e-3, abs=1e-3)


def test_both_shipped_networks_can_be_chosen_and_the_one_of_32_bits_is_in_use_at_first(tmp_path: Path) -> None:
    models = photo_models(tmp_path)

    listed = {each.card.model: each for each in models.models()}
    chosen = models.use(listed["vision-light-int8"].id)

    assert [name for name, each in listed.items() if each.is_in_use] == ["vision-light"]
    assert all(each.is_shipped for each in listed.values())
    assert chosen.is_in_use


def test_the_network_in_fewer_bits_is_of_the_one_beside_it_and_finds_what_it_finds(golden: Arrays) -> None:
    small = MODEL.with_name("vision-light-int8.onnx")
    pixels = network_input(golden["picture"])[None]

    (told,) = open_session(small).run({"pixels": pixels}, ["imagenet"])

    assert read_card(small).data["fp32_sha256"] == read_card(MODEL).sha256
    assert np.corrcoef(told[0], golden["imagenet"][0])[0, 1] > 0.95
