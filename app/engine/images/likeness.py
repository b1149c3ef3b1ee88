"""What makes two pictures look alike: a hash of 64 bits that stays nearly the same for copies of a picture.

The difference hash: each bit says whether a place of a 9 × 8 grid is brighter than its left neighbour. Copies that were
scaled, compressed again or brightened differ in few bits, other pictures in about half of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from PIL import Image

from app.engine.images.picture import Pixels

BITS = 64
ALIKE_BITS = 6  # at most so many bits differ between copies
_WIDE, _HIGH = 9, 8
_BLOCK = 512


def likeness(pixels: Pixels) -> str:
    """The hash as 16 hexadecimal digits."""
    small = Image.fromarray(pixels).convert("L").resize((_WIDE, _HIGH), Image.Resampling.BOX)
    values = np.asarray(small, dtype=np.int16)
    bits = values[:, 1:] > values[:, :-1]
    return np.packbits(bits).tobytes().hex()


def differing_bits(first: str, second: str) -> int:
    """How far two pictures are apart, from 0 to 64."""
    return (int(first, 16) ^ int(second, 16)).bit_count()


def alike_pairs(hashes: Sequence[str], *, most_bits: int = ALIKE_BITS) -> Iterator[tuple[int, int]]:
    """Places of all pairs that look alike, the earlier place first."""
    values = np.array([int(each, 16) for each in hashes], dtype=np.uint64)
    for start in range(0, len(values), _BLOCK):
        block = values[start : start + _BLOCK]
        apart = np.bitwise_count(block[:, None] ^ values[None, start:])
        for row, column in np.argwhere(apart <= most_bits):
            if column > row:
                yield start + int(row), start + int(column)
