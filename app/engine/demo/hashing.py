"""Random numbers that belong to codes: the same code and salt give the same number in any order and build."""

from __future__ import annotations

import zlib

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.int64]
Floats = NDArray[np.float64]


def hashed_uniform(salt: str, *codes: Codes) -> Floats:
    """A number in (0, 1) for each combination of codes."""
    state = np.asarray(np.uint64(zlib.crc32(salt.encode()) + 1))
    for part in codes:
        state = _mix(state ^ _mix(part.astype(np.uint64)))
    return np.asarray(((_mix(state) >> np.uint64(11)).astype(np.float64) + 0.5) * 2.0**-53)


def hashed_normal(salt: str, *codes: Codes) -> Floats:
    """A standard normal number for each combination of codes."""
    radius = np.sqrt(-2.0 * np.log(hashed_uniform(f"{salt}/radius", *codes)))
    return np.asarray(radius * np.cos(2.0 * np.pi * hashed_uniform(f"{salt}/angle", *codes)))


def _mix(state: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The finaliser of splitmix64."""
    with np.errstate(over="ignore"):
        state = state + np.uint64(0x9E3779B97F4A7C15)
        state = (state ^ (state >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        state = (state ^ (state >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return state ^ (state >> np.uint64(31))
