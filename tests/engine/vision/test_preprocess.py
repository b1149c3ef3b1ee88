"""What a network takes in, tied to stored arrays that training and other machines are tied to as well."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from app.engine.vision.preprocess import SIDE, network_input, seen_region
from tests.engine.vision.golden import GOLDEN, pictures


@pytest.mark.parametrize("name", sorted(pictures()))
def test_network_inputs_are_those_that_were_stored(repository: Path, name: str) -> None:
    with np.load(repository / GOLDEN) as stored:
        wanted = stored[name].astype(np.float32)

    made = network_input(pictures()[name])

    assert made.dtype == np.float32
    assert made.shape == (3, SIDE, SIDE)
    assert (made == wanted).all()


def test_the_middle_square_is_seen() -> None:
    region = seen_region(400, 200)

    assert (region.left, region.top, region.right, region.bottom) == (0.28125, 0.0625, 0.71875, 0.9375)


def test_a_picture_that_shrinks_is_averaged() -> None:
    stripes = np.zeros((2240, 2240, 3), np.uint8)
    stripes[:, ::2] = 255

    assert np.abs(network_input(stripes) - 127.5).max() < 3
