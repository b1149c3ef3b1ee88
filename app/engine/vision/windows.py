"""Square windows over a photo, and the activation maps of all of them joined into maps of the whole."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from app.engine.vision.places import Region
from app.engine.vision.preprocess import SEEN_SHARE

_CELLS = 24  # of the joined maps, along the shorter side
_SIDES = (0.6, 1.0)  # of a window, as shares of the shorter side
_STEP = 0.6  # of a window
_MOST = 5  # along one side

Floats = NDArray[np.float64]


def windows_over(width: int, height: int) -> list[Region]:
    """Small windows that cover the photo and overlap, and large ones."""
    sides = [min(width, height) * share for share in _SIDES]
    return [
        Region(left / width, top / height, (left + side) / width, (top + side) / height)
        for side in sides
        for top in _starts(height, side)
        for left in _starts(width, side)
    ]


def joined_maps(maps: Floats, windows: Sequence[Region], *, shape: tuple[int, ...]) -> Floats:
    """Windows × chapters × 7 × 7 to chapters × rows × columns over a photo of this height and width.

    Where windows overlap the strongest counts: a window that holds half of a good says little about it.
    """
    height, width = shape
    cell = min(height, width) / _CELLS
    joined = np.zeros((maps.shape[1], round(height / cell), round(width / cell)))
    for heat, window in zip(maps, windows, strict=True):
        region = _INNER.within(window)
        rows, inner_rows = _places(joined.shape[1], region.top, region.bottom, heat.shape[1])
        columns, inner_columns = _places(joined.shape[2], region.left, region.right, heat.shape[2])
        at = np.ix_(np.arange(len(joined)), rows, columns)
        joined[at] = np.maximum(joined[at], heat[:, inner_rows][:, :, inner_columns])
    return joined


def _starts(length: int, side: float) -> list[float]:
    room = length - side
    count = min(_MOST, math.ceil(room / (side * _STEP) - 1e-9) + 1)
    return [room * at / max(count - 1, 1) for at in range(count)]


def _places(cells: int, start: float, end: float, inner: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Which cells of the whole have their middle between start and end, and which of the `inner` ones lie there."""
    middles = (np.arange(cells) + 0.5) / cells
    inside = np.flatnonzero((middles >= start) & (middles < end))
    places = ((middles[inside] - start) / (end - start) * inner).astype(np.intp)
    return inside, np.minimum(places, inner - 1)


_EDGE = (1 - SEEN_SHARE) / 2
_INNER = Region(_EDGE, _EDGE, 1 - _EDGE, 1 - _EDGE)  # what the network takes of a window
