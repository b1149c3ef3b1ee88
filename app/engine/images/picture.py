"""What a picture is once it has been decoded: pixels, and nothing that its file told besides."""

from __future__ import annotations

import enum
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]


class Oddity(enum.Enum):
    """What was done to a picture, or ignored in it, before its pixels could be used."""

    TURNED = "turned"  # by the camera's own mark
    FIRST_FRAME = "first_frame"  # of several
    COLOURS_CONVERTED = "colours_converted"  # from another profile, or from ink colours
    PROFILE_IGNORED = "profile_ignored"
    DEPTH_REDUCED = "depth_reduced"  # from more than eight bits a colour
    ON_WHITE = "on_white"  # where it was transparent
    OTHER_SUFFIX = "other_suffix"  # the name says another kind than the content


@dataclass(frozen=True, slots=True)
class Picture:
    """`pixels` is height × width × 3, sRGB; `width` and `height` are those of the file, upright."""

    name: str
    kind: str
    width: int
    height: int
    pixels: Pixels
    oddities: tuple[Oddity, ...]
