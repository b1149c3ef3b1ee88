"""From upright pixels to what every photo network takes in; training, the desktop and other machines share this.

A photo is seen twice: the middle square of 7/8 of the shorter side, and the whole photo squeezed into a square and
mirrored. Pillow's bilinear filter makes each 224 × 224 and averages over all pixels that it shrinks. Values stay 0 to
255: a network's own normalisation is part of its graph.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from app.engine.images.picture import Pixels
from app.engine.vision.places import Region

SIDE = 224
# The shorter side that decoding must leave, so that nothing has to be enlarged
DECODED_SIDE = 256
# Of the shorter side
SEEN_SHARE = SIDE / DECODED_SIDE

Floats = NDArray[np.float32]


def network_inputs(pixels: Pixels) -> Floats:
    """2 × 3 × 224 × 224: the middle square, then the whole photo mirrored; what is told of both is averaged."""
    squeezed = np.asarray(Image.fromarray(pixels).resize((SIDE, SIDE), Image.Resampling.BILINEAR))
    inputs = np.empty((2, 3, SIDE, SIDE), dtype=np.float32)
    _put(inputs[0], _middle(pixels))
    _put(inputs[1], squeezed[:, ::-1])
    return inputs


def network_input(pixels: Pixels) -> Floats:
    """3 × 224 × 224, red, green, blue, 0 to 255, of the middle square of a picture of height × width × 3."""
    taken = np.empty((3, SIDE, SIDE), dtype=np.float32)
    _put(taken, _middle(pixels))
    return taken


def _put(taken: Floats, seen: Pixels) -> None:
    """Colour by colour, which takes a third of the time of turning all at once."""
    for colour in range(3):
        taken[colour] = seen[..., colour]


def _middle(pixels: Pixels) -> Pixels:
    height, width = pixels.shape[:2]
    seen = _seen_region(width, height)
    box = (seen.left * width, seen.top * height, seen.right * width, seen.bottom * height)
    return np.asarray(Image.fromarray(pixels).resize((SIDE, SIDE), Image.Resampling.BILINEAR, box=box))


def _seen_region(width: int, height: int) -> Region:
    """The part of a picture that `network_input` takes, as shares of its width and height."""
    side = min(width, height) * SEEN_SHARE
    left, top = (width - side) / 2, (height - side) / 2
    return Region(left / width, top / height, (left + side) / width, (top + side) / height)
