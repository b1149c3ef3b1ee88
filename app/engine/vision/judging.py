"""From raw outputs to calibrated probabilities of chapters, and whether the photo shows anything that was learnt.

Two sides know goods: the head, which was taught them, and ImageNet's own classes, summed by chapter. A gate weighs the
two for each photo, because on photos of ImageNet's kind the classes alone are best and on others they are not.
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
    taught = softmax(outputs.logits / constants.head_temperature)
    if outputs.imagenet is None:
        blended, traits = taught, traits_of(outputs.logits, None, taught, taught)
    else:
        chapters = covered_chapters(head, has_imagenet=True)
        taught = np.pad(taught, ((0, 0), (0, len(chapters) - len(head))))
        classes = softmax(outputs.imagenet / constants.imagenet_temperature)
        sums = class_sums(classes, chapters)
        traits = traits_of(outputs.logits, outputs.imagenet, taught, sums)
        share = sigmoid(traits @ np.array(constants.gate))[:, None]
        blended = share * sums + (1 - share) * taught
    sharpened = np.log(np.maximum(blended, _LEAST)) / constants.final_temperature
    return Judged(softmax(sharpened), sigmoid(traits @ np.array(constants.known)))


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


def traits_of(
    logits: NDArray[np.float32], imagenet: NDArray[np.float32] | None, taught: Floats, sums: Floats
) -> Floats:
    """A row of `constants.TRAITS` for each photo; those of ImageNet are 0 for a network without its classes."""
    rows = len(logits)
    zero = np.zeros(rows)
    of_imagenet = [zero, zero, zero, zero]
    if imagenet is not None:
        classes = softmax(imagenet.astype(np.float64))
        goods = classes @ np.array([each is not None for each in imagenet_chapters()], dtype=np.float64)
        of_imagenet = [classes.max(axis=1), _entropy(classes), goods, _level(imagenet)]
    agreement = np.minimum(taught, sums).sum(axis=1)
    return np.stack(
        [np.ones(rows), *of_imagenet, taught.max(axis=1), _entropy(taught), _level(logits), agreement], axis=1
    )


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
