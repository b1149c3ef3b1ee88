"""Chapters that people gave to photos: nothing is overwritten, the newest label of a photo counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.engine.store.desk_file import DeskFile
from app.engine.store.recognitions import PhotoKey
from app.engine.whole_files import written_whole

_COLUMNS = (
    "digest, chapter, labelled_at, labelled_by, name, origin, source, likeness, model, version, guessed, probability"
)
_MARKS = ", ".join("?" for _ in _COLUMNS.split(","))
_NEWEST = "id IN (SELECT max(id) FROM photo_label GROUP BY digest)"
PICTURES = "photos"


@dataclass(frozen=True, slots=True)
class PhotoLabel:
    """One label with where it comes from.

    `source` is what photos that look alike have in common (a folder, the camera on one day), for a training split that
    never shares one; `guessed` and `probability` are what the model said. An empty chapter takes the label back.
    """

    key: PhotoKey
    chapter: str
    labelled_at: datetime
    labelled_by: str
    name: str
    origin: str
    source: str
    model: str
    version: str
    guessed: str
    probability: float


@dataclass(frozen=True, slots=True)
class PhotoLabels:
    """The training set of a desk: labels in its file, pictures in a folder beside it."""

    file: DeskFile

    def put(self, label: PhotoLabel, picture: bytes) -> None:
        """Keep a label and the photo, a JPEG without metadata."""
        path = self.picture_of(label.key.digest)
        if label.chapter and not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            with written_whole(path) as partial:
                partial.write_bytes(picture)
        with self.file.writing() as connection:
            connection.execute(f"INSERT INTO photo_label ({_COLUMNS}) VALUES ({_MARKS})", _row(label))

    def all(self) -> list[PhotoLabel]:
        """The labels that count, the newest first."""
        return self._asked(f"{_NEWEST} AND chapter != '' ORDER BY id DESC")

    def history_of(self, digest: str) -> list[PhotoLabel]:
        """Everything that was said about one photo, the newest first."""
        return self._asked("digest = ? ORDER BY id DESC", digest)

    def label_of(self, digest: str) -> PhotoLabel | None:
        """The label of a photo that counts; None where nobody gave one."""
        newest = next(iter(self.history_of(digest)), None)
        return newest if newest is not None and newest.chapter else None

    def picture_of(self, digest: str) -> Path:
        """Where the photo of a label lies."""
        return self.file.path.parent / PICTURES / f"{digest}.jpg"

    def _asked(self, where: str, *values: object) -> list[PhotoLabel]:
        with self.file.reading() as connection:
            rows = connection.execute(f"SELECT {_COLUMNS} FROM photo_label WHERE {where}", values).fetchall()
        return [_label(row) for row in rows]


def _row(label: PhotoLabel) -> tuple[object, ...]:
    return (
        label.key.digest,
        label.chapter,
        label.labelled_at.astimezone(UTC).isoformat(),
        label.labelled_by,
        label.name,
        label.origin,
        label.source,
        label.key.likeness,
        label.model,
        label.version,
        label.guessed,
        label.probability,
    )


def _label(row: tuple[Any, ...]) -> PhotoLabel:
    digest, chapter, labelled_at, labelled_by, name, origin, source, likeness, model, version, guessed, probability = (
        row
    )
    return PhotoLabel(
        key=PhotoKey(digest, likeness),
        chapter=chapter,
        labelled_at=datetime.fromisoformat(labelled_at),
        labelled_by=labelled_by,
        name=name,
        origin=origin,
        source=source,
        model=model,
        version=version,
        guessed=guessed,
        probability=float(probability),
    )
