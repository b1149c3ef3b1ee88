from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image, ImageEnhance

from app.engine.images.copies import jpeg_copy
from app.engine.images.likeness import ALIKE_BITS, alike_pairs, differing_bits, likeness
from app.engine.images.picture import Pixels


def drawing(seed: int, size: tuple[int, int] = (400, 300)) -> Image.Image:
    """Soft spots of light, which no two seeds share."""
    noise = np.random.default_rng(seed).integers(0, 255, (6, 8, 3), dtype=np.uint8)
    return Image.fromarray(noise).resize(size, Image.Resampling.BICUBIC)


def pixels_of(image: Image.Image) -> Pixels:
    return np.asarray(image.convert("RGB"))


def compressed(image: Image.Image) -> Image.Image:
    written = io.BytesIO()
    image.save(written, "JPEG", quality=40)
    return Image.open(io.BytesIO(written.getvalue()))


@pytest.mark.parametrize("seed", range(5))
def test_copies_that_were_scaled_compressed_or_brightened_look_alike(seed: int) -> None:
    original = drawing(seed)
    copies = [original.resize((160, 120)), compressed(original), ImageEnhance.Brightness(original).enhance(0.8)]

    hashes = [likeness(pixels_of(copy)) for copy in copies]

    assert all(differing_bits(likeness(pixels_of(original)), each) <= ALIKE_BITS for each in hashes)


def test_pairs_are_found_among_many_other_pictures() -> None:
    hashes = [likeness(pixels_of(drawing(seed))) for seed in range(60)]
    hashes[47] = likeness(pixels_of(compressed(drawing(12))))

    assert list(alike_pairs(hashes)) == [(12, 47)]


def test_a_copy_is_small_enough_and_tells_nothing_of_the_file() -> None:
    original = drawing(1, (2000, 1000))

    copy = Image.open(io.BytesIO(jpeg_copy(pixels_of(original), longest=320)))

    assert copy.size == (320, 160)
    assert not copy.getexif()
