"""Heat maps: where in a photo the network saw a chapter."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from app.engine.vision.answers import HeatMap
from app.engine.vision.places import WHOLE

_LEAST_SPAN = 1e-6


def heat_map(chapter: str, maps: NDArray[np.float32], head: Sequence[str]) -> HeatMap | None:
    """From one photo's activation maps; None for a chapter that only ImageNet's classes reach, which has no map."""
    if chapter not in head:
        return None
    values = maps[head.index(chapter)].astype(np.float64)
    span = max(float(np.ptp(values)), _LEAST_SPAN)
    scaled = (values - values.min()) / span
    return HeatMap(chapter, WHOLE, tuple(tuple(float(value) for value in row) for row in scaled))
