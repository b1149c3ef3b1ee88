"""What networks say of photos whose sources they never saw, as the training writes it for all folds together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.engine.vision.judging import Evidence, class_sums, covered_chapters, evidence_of, softmax
from app.engine.vision.network import Outputs
from app.engine.vision.sources import Photo, assign_folds, scored_chapters

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
Array = NDArray[Any]


@dataclass(frozen=True, slots=True, eq=False)
class LeftOut:
    """A row for each photo: its evidence from the network that was trained without the photo's fold.

    `truth` is a column of `chapters`, -1 for a chapter that is not covered; `is_scored` where other sources taught the
    chapter; `weights` are smaller for photos of large sources, so that these do not decide alone. `plain_sums` are the
    class sums of the middle square alone, which is how they are taken without us.
    """

    photos: tuple[Photo, ...]
    chapters: tuple[str, ...]
    evidence: Evidence
    truth: NDArray[np.intp]
    fold: NDArray[np.intp]
    is_scored: Mask
    weights: Floats
    plain_sums: Floats | None

    def where(self, mask: Mask) -> LeftOut:
        """Some of the photos."""
        evidence = self.evidence
        sums = None if evidence.sums is None else evidence.sums[mask]
        return LeftOut(
            photos=tuple(photo for photo, is_in in zip(self.photos, mask, strict=True) if is_in),
            chapters=self.chapters,
            evidence=Evidence(evidence.taught[mask], sums, evidence.traits[mask], evidence.is_beyond),
            truth=self.truth[mask],
            fold=self.fold[mask],
            is_scored=self.is_scored[mask],
            weights=self.weights[mask],
            plain_sums=None if self.plain_sums is None else self.plain_sums[mask],
        )

    @property
    def groups(self) -> list[str]:
        """The source of each photo."""
        return [photo.group for photo in self.photos]


def read_left_out(path: Path, photos: tuple[Photo, ...]) -> LeftOut:
    """The file that `tradescope-train vision --leave-out` wrote, for those of the photos that it holds."""
    with np.load(path, allow_pickle=False) as stored:
        told = {name: stored[name] for name in stored.files}
    rows = {str(file): row for row, file in enumerate(told["files"])}
    return left_out_of(told, tuple(photo for photo in photos if photo.file in rows), rows, all_photos=photos)


def left_out_of(
    told: Mapping[str, Array],
    photos: tuple[Photo, ...],
    rows: Mapping[str, int],
    *,
    all_photos: tuple[Photo, ...],
) -> LeftOut:
    """From arrays `chapters`, `logits` and, where ImageNet's classes were kept, `imagenet`; `rows` tells whose.

    Both are means over the two views; `imagenet_middle` is that of the first alone.
    """
    at = np.array([rows[photo.file] for photo in photos], dtype=np.intp)
    head = tuple(map(str, told["chapters"]))
    imagenet = told["imagenet"][at].astype(np.float32) if "imagenet" in told else None
    logits = told["logits"][at].astype(np.float32)
    plain = told.get("imagenet_middle", told.get("imagenet"))
    evidence = evidence_of(Outputs(logits, np.zeros((0,), np.float32), imagenet), head)
    chapters = covered_chapters(head, has_imagenet=imagenet is not None)
    columns = {chapter: column for column, chapter in enumerate(chapters)}
    folds = assign_folds(all_photos)
    scored = scored_chapters(all_photos, folds)
    sizes: dict[tuple[str, str], int] = {}
    for photo in photos:
        sizes[photo.chapter, photo.group] = sizes.get((photo.chapter, photo.group), 0) + 1
    return LeftOut(
        photos=photos,
        chapters=chapters,
        evidence=evidence,
        truth=np.array([columns.get(photo.chapter, -1) for photo in photos], dtype=np.intp),
        fold=np.array([folds[photo.group] for photo in photos], dtype=np.intp),
        is_scored=np.array([photo.chapter in scored[folds[photo.group]] for photo in photos]),
        weights=np.array([sizes[photo.chapter, photo.group] ** -0.5 for photo in photos]),
        plain_sums=None if plain is None else class_sums(softmax(plain[at]), chapters),
    )
