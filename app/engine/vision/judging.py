"""From raw outputs to calibrated probabilities of chapters, and whether the photo shows anything that was learnt.

Two sides know goods: the head, which was taught them, and ImageNet's own classes, summed by chapter. Their evidence is
multiplied, each to a power that depends on the photo: on photos of ImageNet's kind the classes alone are best.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.engine.reference.photo_classes import imagenet_chapters
from app.engine.vision.answers import Candidate, Ranking
from app.engine.vision.constants import Constants
from app.engine.vision.network import Outputs

Floats = NDArray[np.float64]
_LEAST = 1e-9
# What a side must not deny altogether: it may never have learnt the chapter
_TAUGHT_FLOOR, _SUMS_FLOOR = 1e-4, 5e-3


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """A row for each photo. `taught` and `sums` are probabilities by covered chapter, `sums` with what is no goods left
    out; `traits` are those of `constants.TRAITS`; `is_beyond` is 1 for chapters that ImageNet's classes do not reach.
    """

    taught: Floats
    sums: Floats | None
    traits: Floats
    is_beyond: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """A row for each photo, a column for each of `covered_chapters`."""

    probabilities: Floats
    known: Floats


def covered_chapters(head: Sequence[str], *, has_imagenet: bool) -> tuple[str, ...]:
    """Those of the head, then those that only ImageNet's classes reach."""
    others = sorted({each for each in imagenet_chapters() if each} - set(head)) if has_imagenet else []
    return (*head, *others)


def judge(outputs: Outputs, head: Sequence[str], constants: Constants) -> Judged:
    """Probabilities of all covered chapters, and how likely it is that the photo shows one of them."""
    evidence = evidence_of(outputs, head)
    scores = pooled(evidence, constants) / constants.temperature
    return Judged(softmax(scores), sigmoid(evidence.traits @ np.array(constants.known)))


def evidence_of(outputs: Outputs, head: Sequence[str]) -> Evidence:
    """What both sides say, before it is weighed."""
    has_imagenet = outputs.imagenet is not None
    chapters = covered_chapters(head, has_imagenet=has_imagenet)
    taught = np.pad(softmax(outputs.logits), ((0, 0), (0, len(chapters) - len(head))))
    if outputs.imagenet is None:
        return Evidence(taught, None, _traits(outputs, taught, None, taught), np.zeros(len(chapters)))
    classes = softmax(outputs.imagenet)
    sums = classes @ _members(chapters)
    is_beyond: Floats = np.where(_members(chapters).any(axis=0), 0.0, 1.0)
    return Evidence(taught, sums, _traits(outputs, taught, classes, sums), is_beyond)


def pooled(evidence: Evidence, constants: Constants) -> Floats:
    """Logarithms of the evidence of both sides, weighed and added."""
    taught = np.log(evidence.taught + _TAUGHT_FLOOR)
    if evidence.sums is None:
        return taught
    traits = evidence.traits
    of_sums = softplus(traits @ np.array(constants.sums))[:, None] * np.log(evidence.sums + _SUMS_FLOOR)
    of_head = softplus(traits @ np.array(constants.head))[:, None] * taught
    told: Floats = of_sums + of_head + constants.beyond * evidence.is_beyond
    return told


def rank(judged: Judged, row: int, chapters: Sequence[str], constants: Constants) -> Ranking:
    """The answer for one photo of a batch."""
    probabilities, known = judged.probabilities[row], float(judged.known[row])
    order = np.argsort(-probabilities, kind="stable")
    candidates = tuple(Candidate(chapters[at], float(probabilities[at])) for at in order)
    return Ranking(candidates, known, known >= constants.least_known)


def class_sums(classes: Floats, chapters: Sequence[str]) -> Floats:
    """Probabilities of ImageNet's classes summed by chapter; what is no goods is shared out in proportion."""
    sums = classes @ _members(tuple(chapters))
    told: Floats = sums / np.maximum(sums.sum(axis=1, keepdims=True), _LEAST)
    return told


def _traits(outputs: Outputs, taught: Floats, classes: Floats | None, sums: Floats) -> Floats:
    """A row of `constants.TRAITS` for each photo; those of ImageNet are 0 for a network without its classes."""
    rows = len(taught)
    of_imagenet = [np.zeros(rows)] * 4
    if classes is not None and outputs.imagenet is not None:
        goods = classes @ np.array([each is not None for each in imagenet_chapters()], dtype=np.float64)
        of_imagenet = [classes.max(axis=1), _entropy(classes), goods, _level(outputs.imagenet)]
    of_head = [taught.max(axis=1), _entropy(taught), _level(outputs.logits)]
    agreement = np.minimum(taught, sums).sum(axis=1)
    return np.stack([np.ones(rows), *of_imagenet, *of_head, agreement], axis=1)


def softmax(logits: NDArray[np.floating]) -> Floats:
    """Along the last axis, in double precision."""
    shifted = logits.astype(np.float64) - logits.max(axis=-1, keepdims=True)
    raised = np.exp(shifted)
    told: Floats = raised / raised.sum(axis=-1, keepdims=True)
    return told


def sigmoid(values: Floats) -> Floats:
    """1 / (1 + e^-x) without overflow."""
    told: Floats = 0.5 * (1 + np.tanh(values / 2))
    return told


def softplus(values: Floats) -> Floats:
    """ln(1 + e^x) without overflow."""
    told: Floats = np.logaddexp(0, values)
    return told


def _entropy(probabilities: Floats) -> Floats:
    told: Floats = -(probabilities * np.log(np.maximum(probabilities, _LEAST))).sum(axis=1)
    return told


def _level(logits: NDArray[np.float32]) -> Floats:
    """A tenth of the logarithm of the summed evidence."""
    highest = logits.max(axis=1).astype(np.float64)
    told: Floats = (highest + np.log(np.exp(logits - highest[:, None]).sum(axis=1))) / 10
    return told


@functools.cache
def _members(chapters: tuple[str, ...]) -> Floats:
    places = {chapter: at for at, chapter in enumerate(chapters)}
    members = np.zeros((len(imagenet_chapters()), len(chapters)))
    for number, chapter in enumerate(imagenet_chapters()):
        if chapter in places:
            members[number, places[chapter]] = 1
    return members
