"""Which photos are learnt from, chosen by and tested on: whole sources wherever their origin is known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.engine.vision import sources
from training.vision.catalogue import Allowed, Catalogue

_LEAST_SOURCES = 3
_PARTS = 6  # where sources are not known: one to test on, one to choose by, four to learn from
LEAST_PHOTOS = 10  # to learn a class from

Rows = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Folds:
    """A number for each photo; photos of one source share it where `by_source`."""

    of_photo: NDArray[np.int64]
    by_source: bool

    @property
    def numbers(self) -> list[int]:
        """All that occur."""
        return sorted({int(number) for number in self.of_photo})


def make_folds(catalogue: Catalogue, seed: int) -> Folds:
    """The same folds of sources as everywhere in the program; by photo where fewer than three sources are known."""
    known = [sources.Photo(photo.file, photo.label, photo.source, photo.licence) for photo in catalogue.photos]
    if catalogue.knows_sources and len({photo.group for photo in known}) >= _LEAST_SOURCES:
        assigned = sources.assign_folds(known)
        return Folds(np.array([assigned[photo.group] for photo in known]), by_source=True)
    numbers = np.arange(len(known)) % _PARTS
    return Folds(np.random.default_rng(seed).permutation(numbers), by_source=False)


def learnable(catalogue: Catalogue, allowed: Allowed) -> Rows:
    """Photos that may be learnt from, of classes that have enough of them."""
    permitted = [allowed.permits(photo.terms) for photo in catalogue.photos]
    counts: dict[str, int] = {}
    for photo, is_permitted in zip(catalogue.photos, permitted, strict=True):
        counts[photo.label] = counts.get(photo.label, 0) + is_permitted
    least = min(LEAST_PHOTOS, max(counts.values()))
    chosen = [
        at
        for at, (photo, is_permitted) in enumerate(zip(catalogue.photos, permitted, strict=True))
        if is_permitted and counts[photo.label] >= least
    ]
    return np.array(chosen, dtype=np.intp)
