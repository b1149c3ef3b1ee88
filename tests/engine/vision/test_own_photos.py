"""Photos that people labelled are read by training and evaluation as any other folder."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from app.engine.jobs import CancelToken, no_progress
from app.engine.store.desk_file import DeskFile
from app.engine.store.photo_labels import PhotoLabel, PhotoLabels
from app.engine.store.recognitions import PhotoKey
from app.engine.store.training_set import export_training_set
from app.engine.vision.sources import read_photos


def label(digest: str, chapter: str, source: str) -> PhotoLabel:
    now = datetime.now(tz=UTC)
    return PhotoLabel(
        PhotoKey(digest, "0" * 16), chapter, now, "li", f"{digest}.jpg", "file", source, "light", "1", "08", 0.5
    )


def test_an_exported_set_is_read_with_chapters_and_sources(tmp_path: Path) -> None:
    labels = PhotoLabels(DeskFile(tmp_path / "desk.sqlite"))
    labels.put(label("a", "64", "shelf 1"), b"shoe")
    labels.put(label("b", "08", "shelf 2"), b"apple")
    export_training_set(labels, tmp_path / "set", progress=no_progress, token=CancelToken())

    photos = read_photos(tmp_path / "set")

    assert sorted((photo.chapter, photo.group) for photo in photos) == [("08", "shelf 2"), ("64", "shelf 1")]
    assert all((tmp_path / "set" / photo.file).is_file() for photo in photos)
