"""Copies of pictures to keep: smaller, as JPEG, and without anything that the original's file told."""

from __future__ import annotations

import io

from PIL import Image

from app.engine.images.picture import Pixels

_QUALITY = 90


def jpeg_copy(pixels: Pixels, *, longest: int) -> bytes:
    """A JPEG whose longer side has at most `longest` pixels."""
    image = Image.fromarray(pixels)
    image.thumbnail((longest, longest), Image.Resampling.LANCZOS, reducing_gap=2.0)
    written = io.BytesIO()
    image.save(written, "JPEG", quality=_QUALITY)
    return written.getvalue()
