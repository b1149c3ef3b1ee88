"""Pictures made for tests: the top left quarter is red, the rest is grey with a gradient."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image

RED = (220, 20, 30)


def photo(width: int = 96, height: int = 64) -> Image.Image:
    """Upright, wider than high."""
    rows, columns = np.mgrid[0:height, 0:width]
    grey = (80 + 100 * (rows + columns) / (width + height)).astype(np.uint8)
    pixels = np.stack([grey] * 3, axis=-1)
    pixels[: height // 2, : width // 2] = RED
    return Image.fromarray(pixels)


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    """The bytes of a file of this kind."""
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()
