"""Spots: connected places of a map where a chapter was seen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.engine.vision.places import Region

_LEAST_AREA = 0.008
_OF_PEAK = 0.4

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Spot:
    """The box around a spot, and the highest value in it."""

    region: Region
    strength: float


def spots_of(heat: Floats, *, least: float) -> list[Spot]:
    """The spots of one map that reach `least`: each is what hangs together above a share of the map's highest value."""
    peak = float(heat.max())
    if peak < least:
        return []
    rows, columns = heat.shape
    spots = []
    for cells in _connected(heat >= peak * _OF_PEAK):
        down, along = cells.min(axis=0), cells.max(axis=0) + 1
        region = Region(down[1] / columns, down[0] / rows, along[1] / columns, along[0] / rows)
        strength = float(heat[cells[:, 0], cells[:, 1]].max())
        if strength >= least and region.area >= _LEAST_AREA:
            spots.append(Spot(region, strength))
    return spots


def _connected(mask: NDArray[np.bool_]) -> list[NDArray[np.intp]]:
    """The cells (row, column) of each group of neighbours."""
    left = {(int(row), int(column)) for row, column in np.argwhere(mask)}
    groups = []
    while left:
        waiting = [left.pop()]
        group = []
        while waiting:
            row, column = waiting.pop()
            group.append((row, column))
            near = {(row - 1, column), (row + 1, column), (row, column - 1), (row, column + 1)} & left
            left -= near
            waiting.extend(near)
        groups.append(np.array(sorted(group), dtype=np.intp))
    return sorted(groups, key=lambda cells: tuple(cells[0]))
