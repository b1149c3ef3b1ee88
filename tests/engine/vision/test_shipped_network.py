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
from app.engine.vision.models import left_out_accuracy, photo_models
from app.engine.vision.preprocess import network_input

Arrays = dict[str, NDArray[Any]]
_OUTPUTS = ("logits", "maps", "features", "imagenet")
MODEL = paths.checkpoints() / "vision-light.onnx"


@pytest.fixture(scope="module")
def golden() -> Arrays:
    with np.load(MODEL.with_suffix(".golden.npz"), allow_pickle=False) as stored:
        return {name: stored[name] for name in stored.files}


def test_the_golden_picture_becomes_the_golden_input(golden: Arrays) -> None:
    taken = network_input(golden["picture"])

    assert np.abs(taken - golden["input"]).max() <= 1  # stored as whole numbers


@pytest.mark.parametrize("output", _OUTPUTS)
def test_the_network_tells_the_golden_answers(golden: Arrays, output: str) -> None:
    pixels = network_input(golden["picture"])[None]

    (told,) = open_session(MODEL).run({"pixels": pixels}, [output])

    assert told == pytest.approx(golden[output], rel=1e-3, abs=1e-3)


def test_all_shipped_networks_can_be_chosen_and_the_light_one_of_32_bits_is_in_use_at_first(tmp_path: Path) -> None:
    models = photo_models(tmp_path)

    listed = {each.card.model: each for each in models.models()}
    chosen = [models.use(listed[name].id) for name in ("vision-light-int8", "vision-resnet50-int8")]

    assert [name for name, each in listed.items() if each.is_in_use] == ["vision-light"]
    assert all(each.is_shipped for each in listed.values())
    assert all(each.is_in_use for each in chosen)


def test_the_network_in_fewer_bits_is_of_the_one_beside_it_and_finds_what_it_finds(golden: Arrays) -> None:
    small = MODEL.with_name("vision-light-int8.onnx")
    pixels = network_input(golden["picture"])[None]

    (told,) = open_session(small).run({"pixels": pixels}, ["imagenet"])

    assert read_card(small).data["fp32_sha256"] == read_card(MODEL).sha256
    assert np.corrcoef(told[0], golden["imagenet"][0])[0, 1] > 0.95


@pytest.mark.parametrize(("name", "most_bytes"), [("vision-light-int8", 5e6), ("vision-resnet50-int8", 26e6)])
def test_the_networks_of_fewer_bits_tell_their_golden_answers_and_stay_small(
    golden: Arrays, name: str, most_bytes: float
) -> None:
    model = MODEL.with_name(f"{name}.onnx")
    with np.load(model.with_suffix(".golden.npz"), allow_pickle=False) as stored:
        wanted = {name: stored[name] for name in stored.files}

    told = dict(
        zip(
            _OUTPUTS, open_session(model).run({"pixels": network_input(golden["picture"])[None]}, _OUTPUTS), strict=True
        )
    )

    assert model.stat().st_size <= most_bytes
    # Sums of 8 bits differ a little between processors
    assert all(np.corrcoef(told[name].ravel(), wanted[name].ravel())[0, 1] > 0.98 for name in _OUTPUTS)


def test_the_card_of_the_deeper_network_tells_which_sources_it_never_learnt_from() -> None:
    card = read_card(MODEL.with_name("vision-resnet50-int8.onnx"))

    learnt_from = {line.split("\t")[0] for line in card.data["sources"].splitlines()}
    assert not learnt_from & set(card.data["never_learnt_from"].split(", "))
    assert left_out_accuracy([card])[0] is not None


def test_networks_are_compared_on_photos_that_all_were_tested_on() -> None:
    light, deep = (read_card(MODEL.with_name(f"{name}.onnx")) for name in ("vision-light", "vision-resnet50-int8"))

    of_light, of_deep = left_out_accuracy([light, deep])

    assert of_light
    assert of_deep
    assert (of_light.photos, of_deep.photos) == (10_041, 1_845)
    assert of_deep.top1_compared == of_deep.top1  # one fold, which the light network was tested on as well
    assert of_light.top1_compared == light.metrics["left_out"]["folds"]["fold 0"]["top1"]
    alone = left_out_accuracy([light])[0]
    assert alone
    assert alone.top1_compared == pytest.approx(alone.top1)
