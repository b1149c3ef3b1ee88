"""All that decides a training besides its photos, and how much each photo counts in it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Recipe:
    """`balance` is 0 where every photo counts the same and 1 where every class does, in between by powers."""

    seed: int = 0
    epochs: int = 12
    batch: int = 128
    learning_rate: float = 1e-3
    weight_decay: float = 1e-2
    smoothing: float = 0.1
    balance: float = 0.5
    patience: int = 4
    views: int = 3  # augmented ones of each photo, besides the photo itself


def photo_weights(labels: Sequence[str], sources: Sequence[str], balance: float) -> NDArray[np.float32]:
    """Mean 1: large classes count for less than their photos, and large sources within a class too."""
    cells = Counter(zip(labels, sources, strict=True))
    classes = Counter(labels)
    shares: dict[str, float] = defaultdict(float)
    for (label, _), count in cells.items():
        shares[label] += count ** (1 - balance)
    weights = [
        classes[label] ** (1 - balance) * cells[label, source] ** -balance / shares[label]
        for label, source in zip(labels, sources, strict=True)
    ]
    found = np.array(weights, dtype=np.float64)
    scaled: NDArray[np.float32] = (found / found.mean()).astype(np.float32)
    return scaled
