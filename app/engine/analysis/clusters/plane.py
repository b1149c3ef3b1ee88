"""The plane of the two directions in which members differ most: principal components of the scaled columns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.engine.store.questions.member_facts import Reals


@dataclass(frozen=True, slots=True, eq=False)
class Plane:
    """Places of members, the part of all variance on each axis, and the weight of each feature on it."""

    places: Reals  # members × 2
    explained: tuple[float, float]
    weights: Reals  # 2 × features


def plane_of(scaled: Reals) -> Plane:
    """Two axes; the second is zero where there is one feature. The largest weight of each axis is positive."""
    centred = scaled - scaled.mean(axis=0)
    _, lengths, directions = np.linalg.svd(centred, full_matrices=False)
    axes = min(2, len(lengths))
    weights = np.zeros((2, scaled.shape[1]))
    weights[:axes] = directions[:axes]
    for axis in range(axes):
        weights[axis] *= np.sign(weights[axis][np.abs(weights[axis]).argmax()]) or 1.0
    variance = lengths**2
    shares = np.zeros(2)
    shares[:axes] = variance[:axes] / max(float(variance.sum()), 1e-300)
    return Plane(centred @ weights.T, (float(shares[0]), float(shares[1])), weights)
