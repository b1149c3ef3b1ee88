"""How good probabilities of chapters are: shares of right answers, coverage, and whether they can be believed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.engine.vision.answers import SHOWN, THRESHOLD

_BINS = 15

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Score:
    """Shares between 0 and 1; `macro_top1` is the mean over chapters.

    `coverage` is the share that is answered without a person, `accuracy` how much of that is right, `ece` the mean
    distance between the probability told and the share that came true.
    """

    n: int
    top1: float
    top3: float
    macro_top1: float
    coverage: float
    accuracy: float
    ece: float


@dataclass(frozen=True, slots=True)
class Counted:
    """Right answers of one chapter or source."""

    n: int
    top1: float
    top3: float


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """A row for each photo: its chapter as a column number (-1 if there is no column), probabilities, whether known."""

    truth: NDArray[np.intp]
    probabilities: Floats
    is_known: NDArray[np.bool_]

    def where(self, mask: NDArray[np.bool_]) -> Answers:
        """Some of the photos."""
        return Answers(self.truth[mask], self.probabilities[mask], self.is_known[mask])


def score(answers: Answers, *, threshold: float = THRESHOLD) -> Score:
    """All measures of at least one photo."""
    first, third = _right(answers, 1), _right(answers, SHOWN)
    best = answers.probabilities.max(axis=1)
    answered = answers.is_known & (best >= threshold)
    return Score(
        n=len(first),
        top1=float(first.mean()),
        top3=float(third.mean()),
        macro_top1=float(np.mean([first[answers.truth == chapter].mean() for chapter in np.unique(answers.truth)])),
        coverage=float(answered.mean()),
        accuracy=float(first[answered].mean()) if answered.any() else 0.0,
        ece=calibration_error(best, first),
    )


def count(answers: Answers, groups: Sequence[str]) -> dict[str, Counted]:
    """Right answers by group, which may be chapters or sources."""
    first, third = _right(answers, 1), _right(answers, SHOWN)
    names = np.array(groups)
    return {
        str(name): Counted(int(mask.sum()), float(first[mask].mean()), float(third[mask].mean()))
        for name in np.unique(names)
        for mask in [names == name]
    }


def calibration_error(told: Floats, came_true: NDArray[np.bool_]) -> float:
    """Expected calibration error over bins of equal width."""
    bins = np.minimum((told * _BINS).astype(int), _BINS - 1)
    parts = [
        abs(float(told[mask].mean()) - float(came_true[mask].mean())) * int(mask.sum())
        for mask in (bins == each for each in np.unique(bins))
    ]
    return sum(parts) / len(told)


def _right(answers: Answers, places: int) -> NDArray[np.bool_]:
    """Whether the chapter is among the best so many; among equals the first column counts as better."""
    order = np.argsort(-answers.probabilities, axis=1, kind="stable")[:, :places]
    right: NDArray[np.bool_] = (order == answers.truth[:, None]).any(axis=1)
    return right
