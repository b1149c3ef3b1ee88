"""The shipped network on this machine against what it told where it was made."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from app.engine import paths
from app.engine.inference.sessions import open_session
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
