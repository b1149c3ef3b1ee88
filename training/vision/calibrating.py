"""Fits the few numbers beside a network on photos of sources that it never saw; they become part of its card."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize  # type: ignore[import-untyped]  # it ships no types

from app.engine.vision.constants import TRAITS, Constants
from app.engine.vision.judging import Evidence, Judged, pooled, sigmoid, softmax
from training.vision.left_out import LeftOut, Mask

_PENALTY = 1e-3
_KNOWN_PENALTY = 1e-2
_TEMPERATURES = np.exp(np.linspace(-1.2, 1.2, 49))
# Of the photos of learnt chapters, the share that must not be taken for something unknown
KEPT = 0.95
_COUNT = len(TRAITS)

Floats = NDArray[np.float64]


def fit_constants(told: LeftOut, where: Mask, foreign: Sequence[Floats]) -> Constants:
    """From the scored photos of `where`; `foreign` are traits of pictures of nothing learnt, kinds alike in weight."""
    mask = where & told.is_scored & (told.truth >= 0)
    constants = _fit_pool(told, mask) if told.evidence.sums is not None else Constants()
    constants = replace(constants, temperature=_fit_temperature(told, mask, constants))
    return _fit_known(constants, told.evidence.traits[mask], told.weights[mask], foreign)


def cross_fitted(told: LeftOut, foreign: Sequence[Floats]) -> Judged:
    """Each photo judged with numbers that were fitted on the other folds: what is told of a fold never chose them."""
    probabilities, known = np.zeros_like(told.evidence.taught), np.zeros(len(told.photos))
    for fold in np.unique(told.fold):
        inside = told.fold == fold
        constants = fit_constants(told, ~inside, foreign)
        scores = pooled(_rows(told.evidence, inside), constants) / constants.temperature
        probabilities[inside] = softmax(scores)
        is_known = sigmoid(told.evidence.traits[inside] @ np.array(constants.known)) - constants.least_known
        known[inside] = is_known
    return Judged(probabilities, known)


def foreign_traits(told: LeftOut) -> Floats:
    """Of photos of chapters that neither side could know: no other source taught them, no class of ImageNet is one."""
    is_beyond = np.array([at < 0 or bool(told.evidence.is_beyond[at]) for at in told.truth])
    traits: Floats = told.evidence.traits[~told.is_scored & is_beyond]
    return traits


def _fit_pool(told: LeftOut, mask: Mask) -> Constants:
    evidence, truth = _rows(told.evidence, mask), told.truth[mask]
    weights = told.weights[mask] / told.weights[mask].sum()
    scale = _Scale.of(evidence.traits)
    problem = _Problem(replace(evidence, traits=scale.apply(evidence.traits)), truth, weights)
    start = np.zeros(2 * _COUNT + 1)
    start[0], start[_COUNT] = 0.5, -0.5
    found = minimize(problem, start, jac=True, method="L-BFGS-B", options={"maxiter": 80}).x
    return replace(
        Constants(),
        sums=scale.undo(found[:_COUNT]),
        head=scale.undo(found[_COUNT : 2 * _COUNT]),
        beyond=float(found[-1]),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Problem:
    """The mean surprise at the right chapters, and how it changes with the numbers."""

    evidence: Evidence
    truth: NDArray[np.intp]
    weights: Floats

    def __call__(self, numbers: Floats) -> tuple[float, Floats]:
        sums, head = tuple(numbers[:_COUNT]), tuple(numbers[_COUNT : 2 * _COUNT])
        constants = replace(Constants(), sums=sums, head=head, beyond=float(numbers[-1]))
        told = softmax(pooled(self.evidence, constants))
        rows = np.arange(len(told))
        surprise = -(self.weights * np.log(told[rows, self.truth] + 1e-12)).sum()
        told[rows, self.truth] -= 1
        slope = told * self.weights[:, None]
        return surprise + _PENALTY * float(numbers @ numbers), self._gradient(slope, constants) + 2 * _PENALTY * numbers

    def _gradient(self, slope: Floats, constants: Constants) -> Floats:
        """Through the softplus of both sides; for each a pool in which only this side counts, and fully."""
        of_sums = self._side(slope, constants.sums, replace(constants, sums=_ONE, head=_NOTHING, beyond=0.0))
        of_head = self._side(slope, constants.head, replace(constants, sums=_NOTHING, head=_ONE, beyond=0.0))
        return np.concatenate([of_sums, of_head, [(slope * self.evidence.is_beyond).sum()]])

    def _side(self, slope: Floats, weights: tuple[float, ...], alone: Constants) -> Floats:
        traits = self.evidence.traits
        along = (slope * pooled(self.evidence, alone)).sum(axis=1)
        gradient: Floats = traits.T @ (along * sigmoid(traits @ np.array(weights)))
        return gradient


# Weights of the traits after which a side counts fully, or not at all
_ONE = (float(np.log(np.e - 1)), *(0.0 for _ in TRAITS[1:]))
_NOTHING = (-60.0, *(0.0 for _ in TRAITS[1:]))


@dataclass(frozen=True, slots=True, eq=False)
class _Scale:
    """Traits are fitted with mean 0 and spread 1, and used as they are; the first is always 1 and takes the rest."""

    means: Floats
    spreads: Floats

    @classmethod
    def of(cls, traits: Floats) -> _Scale:
        means, spreads = traits.mean(axis=0), traits.std(axis=0) + 1e-6
        means[0], spreads[0] = 0, 1
        return cls(means, spreads)

    def apply(self, traits: Floats) -> Floats:
        """As the fit sees them."""
        scaled: Floats = (traits - self.means) / self.spreads
        return scaled

    def undo(self, weights: Floats) -> tuple[float, ...]:
        """The weights for traits as they are."""
        plain = weights / self.spreads
        plain[0] = weights[0] - float((plain[1:] * self.means[1:]).sum())
        return tuple(round(float(weight), 6) for weight in plain)


def _fit_temperature(told: LeftOut, mask: Mask, constants: Constants) -> float:
    scores = pooled(_rows(told.evidence, mask), constants)
    rows, weights = np.arange(len(scores)), told.weights[mask]

    def surprise(temperature: float) -> float:
        right = softmax(scores / temperature)[rows, told.truth[mask]]
        return -float((weights * np.log(right + 1e-12)).sum())

    return round(float(min(_TEMPERATURES, key=surprise)), 4)


def _fit_known(constants: Constants, learnt: Floats, weights: Floats, foreign: Sequence[Floats]) -> Constants:
    """A logistic score, learnt and foreign of equal weight; its limit keeps nearly all photos of learnt chapters."""
    kinds = [kind for kind in foreign if len(kind)]
    if not kinds:
        return constants
    traits = np.concatenate([learnt, *kinds])
    is_learnt = np.arange(len(traits)) < len(learnt)
    share = np.concatenate(
        [weights / weights.sum(), *(np.full(len(kind), 1 / len(kind) / len(kinds)) for kind in kinds)]
    )
    share /= 2
    scale = _Scale.of(traits)
    scaled = scale.apply(traits)

    def surprise(numbers: Floats) -> tuple[float, Floats]:
        told = sigmoid(scaled @ numbers)
        loss = -(share * np.log(np.where(is_learnt, told, 1 - told) + 1e-12)).sum()
        slope = scaled.T @ (share * (told - is_learnt))
        return loss + _KNOWN_PENALTY * float(numbers @ numbers), slope + 2 * _KNOWN_PENALTY * numbers

    known = scale.undo(minimize(surprise, np.zeros(_COUNT), jac=True, method="L-BFGS-B").x)
    limit = float(np.quantile(sigmoid(learnt @ np.array(known)), 1 - KEPT))
    return replace(constants, known=known, least_known=round(limit, 6))


def _rows(evidence: Evidence, mask: Mask) -> Evidence:
    sums = None if evidence.sums is None else evidence.sums[mask]
    return Evidence(evidence.taught[mask], sums, evidence.traits[mask], evidence.is_beyond)
