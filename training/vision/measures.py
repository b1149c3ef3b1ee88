"""What a trained network answers on photos that it did not learn from: hits, per class, and what it takes for what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]


def hits(logits: Floats, labels: NDArray[np.int32]) -> dict[str, float]:
    """Shares with the right class first and among three, and the mean over classes of the first."""
    order = np.argsort(-logits, axis=1, kind="stable")[:, :3]
    right = order == labels[:, None]
    each = [right[labels == label, 0].mean() for label in np.unique(labels)]
    return {
        "photos": len(labels),
        "top1": round(float(right[:, 0].mean()), 4),
        "top3": round(float(right.any(axis=1).mean()), 4),
        "macro_top1": round(float(np.mean(each)), 4),
    }


def class_report(logits: Floats, labels: NDArray[np.int32], classes: Sequence[str]) -> dict[str, dict[str, float]]:
    """Photos, recall and precision of every class; precision is 0 where nothing was taken for the class."""
    told = logits.argmax(axis=1)
    report = {}
    for at, name in enumerate(classes):
        is_class, is_told = labels == at, told == at
        both = int((is_class & is_told).sum())
        report[name] = {
            "photos": int(is_class.sum()),
            "recall": round(both / max(int(is_class.sum()), 1), 4),
            "precision": round(both / max(int(is_told.sum()), 1), 4),
        }
    return report


def confusion(logits: Floats, labels: NDArray[np.int32], classes: Sequence[str]) -> dict[str, dict[str, int]]:
    """For each true class how many photos were taken for which, most first."""
    told = logits.argmax(axis=1)
    found: dict[str, dict[str, int]] = {}
    for at in np.unique(labels):
        counts = Counter(classes[answer] for answer in told[labels == at])
        found[classes[at]] = dict(counts.most_common())
    return found
