"""Several goods in one photo are found and classified each."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from app.engine.vision.goods import find_goods
from app.engine.vision.network import PhotoNetwork, load_photo_network
from app.engine.vision.places import Region, keep_apart
from tests.engine.vision.networks import BLUE, RED, write_network


@pytest.fixture
def network(tmp_path: Path) -> PhotoNetwork:
    return load_photo_network(write_network(tmp_path, with_imagenet=False))


def test_two_goods_are_found_where_they_are(network: PhotoNetwork) -> None:
    pixels = np.full((300, 500, 3), 128, np.uint8)
    pixels[60:200, 40:180] = (230, 20, 20)
    pixels[120:260, 320:460] = (20, 20, 230)

    left, right = find_goods(pixels, network)

    assert (left.ranking.best.chapter, right.ranking.best.chapter) == (RED, BLUE)
    assert left.region.common(Region(40 / 500, 60 / 300, 180 / 500, 200 / 300)) > 0.5 * left.region.area
    assert right.region.common(Region(320 / 500, 120 / 300, 460 / 500, 260 / 300)) > 0.5 * right.region.area


def test_a_photo_of_nothing_holds_no_goods(tmp_path: Path) -> None:
    network = load_photo_network(write_network(tmp_path, with_imagenet=False, strength=0.1))

    assert find_goods(np.full((300, 300, 3), 128, np.uint8), network) == ()


def test_each_place_is_taken_once() -> None:
    large, inside = Region(0, 0, 0.5, 0.5), Region(0.1, 0.1, 0.3, 0.3)
    beside, shifted = Region(0.5, 0, 1, 0.5), Region(0.05, 0, 0.55, 0.5)

    assert keep_apart([large, inside, beside, shifted]) == [0, 2]
