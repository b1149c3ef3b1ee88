"""Labelled photos as the trainer reads them: a folder for each chapter, and a manifest of where each is from."""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.engine.errors import InputError
from app.engine.images.likeness import alike_pairs
from app.engine.jobs import CancelToken, Progress
from app.engine.messages import Language
from app.engine.reference import hs_codes
from app.engine.store.photo_labels import PhotoLabel, PhotoLabels
from app.engine.whole_files import written_whole

MANIFEST = "MANIFEST.csv"
_HEADINGS = (
    "file", "chapter", "source_repo", "licence", "labelled_by", "labelled_at", "original", "origin", "model", "version",
    "guessed", "probability",
)  # fmt: skip
_OWN = "own photo"
_LONGEST_NAME = 24


@dataclass(frozen=True, slots=True)
class Doubt:
    """Two labelled photos that look alike; a conflict where people gave them different chapters."""

    first: PhotoLabel
    second: PhotoLabel

    @property
    def is_conflict(self) -> bool:
        """True if the two cannot both be right."""
        return self.first.chapter != self.second.chapter


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What was written; `missing` labels had no picture any more."""

    folder: Path
    photos: int
    chapters: int
    missing: int


def doubts(labels: Sequence[PhotoLabel]) -> list[Doubt]:
    """Pairs of photos that look alike, conflicts first."""
    pairs = [Doubt(labels[a], labels[b]) for a, b in alike_pairs([label.key.likeness for label in labels])]
    return sorted(pairs, key=lambda pair: not pair.is_conflict)


def export_training_set(labels: PhotoLabels, folder: Path, *, progress: Progress, token: CancelToken) -> ExportReport:
    """Write the set into an empty folder; InputError for one that holds anything."""
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise InputError("recognise.folder_not_empty", path=str(folder))
    kept = labels.all()
    rows = []
    for done, label in enumerate(kept):
        token.check()
        progress(done, len(kept), label.name)
        picture = labels.picture_of(label.key.digest)
        if picture.is_file():
            place = folder / folder_name(label.chapter)
            place.mkdir(exist_ok=True)
            shutil.copyfile(picture, place / picture.name)
            rows.append(_row(f"{place.name}/{picture.name}", label))
    with written_whole(folder / MANIFEST) as partial, partial.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_HEADINGS)
        writer.writerows(rows)
    return ExportReport(folder, len(rows), len({row[1] for row in rows}), len(kept) - len(rows))


def folder_name(chapter: str) -> str:
    """`NN_name` with the first words of the chapter's English title."""
    title = hs_codes.table().chapter(chapter).name(Language.EN).lower()
    words = re.sub(r"[^a-z]+", "_", title)[:_LONGEST_NAME].strip("_")
    return f"{chapter}_{words}"


def _row(file: str, label: PhotoLabel) -> tuple[object, ...]:
    return (
        file,
        label.chapter,
        label.source,
        _OWN,
        label.labelled_by,
        label.labelled_at.isoformat(),
        label.name,
        label.origin,
        label.model,
        label.version,
        label.guessed,
        f"{label.probability:.4f}",
    )
