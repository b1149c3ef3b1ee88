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
    stop_after: int | None = None  # of the epochs that the rate falls over; all by default
    batch: int = 128
    learning_rate: float = 1e-3
    weight_decay: float = 1e-2
    smoothing: float = 0.1
    balance: float = 0.5
    patience: int = 4
    views: int = 3  # augmented ones of each photo, besides the photo itself
    cap: int | None = None  # photos of a class in one epoch, drawn anew for each
    distillation: float = 1.0  # what a teacher's answers count for, where labels count 1
    softness: float = 2.0  # temperature of both sides in what a teacher teaches


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


@dataclass(frozen=True, slots=True, eq=False)
class Draw:
    """Positions of the photos of one epoch in their order, and how much each counts."""

    at: NDArray[np.intp]
    weights: NDArray[np.float32]


def draw_epoch(
    labels: NDArray[np.int32], weights: NDArray[np.float32], recipe: Recipe, random: np.random.Generator
) -> Draw:
    """All photos shuffled; with a cap at most so many of each class, likelier those of greater weight.

    Drawing has then done what the weights are for within a class, so that only the sizes of classes remain to balance.
    """
    if recipe.cap is None:
        at = random.permutation(len(labels))
        return Draw(at, weights[at])
    keys = random.random(len(labels)) ** (1 / weights)
    order = np.argsort(-keys, kind="stable")
    kept = np.sort(np.concatenate([order[labels[order] == label][: recipe.cap] for label in np.unique(labels)]))
    at = kept[random.permutation(len(kept))]
    sizes = np.bincount(labels[at])
    counted = sizes[labels[at]].astype(np.float64) ** -recipe.balance
    return Draw(at, (counted / counted.mean()).astype(np.float32))


def photos_of_an_epoch(labels: NDArray[np.int32], cap: int | None) -> int:
    """How many `draw_epoch` draws, whatever the epoch."""
    sizes = np.bincount(labels)
    return int(sizes.sum() if cap is None else np.minimum(sizes, cap).sum())
