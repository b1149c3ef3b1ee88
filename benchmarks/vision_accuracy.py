"""Right answers on photos of sources that were left out: ours, class sums, a logistic head, and half and half."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.exceptions import ConvergenceWarning  # type: ignore[import-untyped]  # it ships no types
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]
from sklearn.preprocessing import StandardScaler  # type: ignore[import-untyped]
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from app.engine.vision.measures import Answers, Score, score
from app.engine.vision.sources import IMAGENET
from training.vision.calibrating import cross_fitted, foreign_traits
from training.vision.left_out import LeftOut

OURS, HEAD, SUMS, LOGISTIC, HALF = "ours", "taught head alone", "class sums", "logistic head", "half and half"
_STRENGTH = 0.003  # of the logistic head, as inverse of its penalty
_ROUNDS = 100

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Contest:
    """Probabilities of each contestant by photo and covered chapter; `known` is ours alone."""

    told: LeftOut
    probabilities: Mapping[str, Floats]
    is_known: Mask

    def score(self, name: str, where: Mask) -> Score:
        """Of the scored photos of `where`."""
        return score(self.answers(name).where(where & self.scored))

    def answers(self, name: str) -> Answers:
        """Of all photos; only ours ever answers that a photo is not covered."""
        known = self.is_known if name == OURS else np.ones_like(self.is_known)
        return Answers(self.told.truth, self.probabilities[name], known)

    @property
    def scored(self) -> Mask:
        """Photos of chapters that other sources taught."""
        return self.told.is_scored & (self.told.truth >= 0)

    @property
    def of_imagenet(self) -> Mask:
        """Photos that were drawn from ImageNet."""
        return np.array([group == IMAGENET for group in self.told.groups])

    def by_fold(self, name: str) -> list[Score]:
        """One score for each fold."""
        return [self.score(name, self.told.fold == fold) for fold in np.unique(self.told.fold[self.scored])]


def hold_contest(told: LeftOut, features: Floats | None) -> Contest:
    """All contestants on the same photos; `features` of the network before it was taught, for the logistic head."""
    judged = cross_fitted(told, [foreign_traits(told)])
    probabilities = {OURS: judged.probabilities, HEAD: told.evidence.taught}
    if told.plain_sums is not None:
        sums = told.plain_sums
        probabilities[SUMS] = sums
        if features is not None:
            logistic = _logistic(told, features)
            probabilities |= {LOGISTIC: logistic, HALF: (sums + logistic) / 2}
    return Contest(told, probabilities, judged.known >= 0)


def stored_features(path: Path, told: LeftOut) -> Floats | None:
    """Array `features` of the left-out file, in the order of the photos; None where it has none."""
    with np.load(path, allow_pickle=False) as stored:
        if "features" not in stored.files:
            return None
        rows = {str(file): row for row, file in enumerate(stored["files"])}
        found: Floats = stored["features"][[rows[photo.file] for photo in told.photos]].astype(np.float64)
        return found


def _logistic(told: LeftOut, features: Floats) -> Floats:
    """Fitted anew for each fold on all photos of the others."""
    names = np.array([photo.chapter for photo in told.photos])
    columns = {chapter: column for column, chapter in enumerate(told.chapters)}
    probabilities = np.zeros((len(names), len(columns)))
    for fold in np.unique(told.fold):
        inside = told.fold == fold
        taught = ~inside & np.isin(names, list(columns))
        scale = StandardScaler().fit(features[taught])
        with threadpool_limits(1), warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)  # more rounds change it little and take long
            model = LogisticRegression(C=_STRENGTH, max_iter=_ROUNDS).fit(
                scale.transform(features[taught]), names[taught]
            )
        at = np.ix_(np.flatnonzero(inside), np.array([columns[chapter] for chapter in model.classes_]))
        probabilities[at] = model.predict_proba(scale.transform(features[inside]))
    return probabilities
