"""What a network takes in, tied to stored arrays that training and other machines are tied to as well."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from app.engine.vision.preprocess import SIDE, network_input, network_inputs
from tests.engine.vision.golden import GOLDEN, pictures


@pytest.mark.parametrize("name", sorted(pictures()))
def test_network_inputs_are_those_that_were_stored(repository: Path, name: str) -> None:
    with np.load(repository / GOLDEN) as stored:
        wanted = stored[name].astype(np.float32)

    made = network_inputs(pictures()[name])

    assert made.dtype == np.float32
    assert made.shape == (2, 3, SIDE, SIDE)
    assert (made == wanted).all()


def test_the_middle_square_is_seen_first_and_the_whole_photo_mirrored_after_it() -> None:
    wide = np.zeros((100, 400, 3), np.uint8)
    wide[:, :60] = 255

    middle, whole = network_inputs(wide)

    assert middle.max() == 0
    assert whole[:, :, :188].max() == 0
    assert whole[:, :, 195:].min() == 255


def test_a_picture_that_shrinks_is_averaged() -> None:
    stripes = np.zeros((2240, 2240, 3), np.uint8)
    stripes[:, ::2] = 255

    assert np.abs(network_input(stripes) - 127.5).max() < 3
