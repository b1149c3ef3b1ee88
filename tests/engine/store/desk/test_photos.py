"""Recognised photos, labels that people gave them, and the training set that these become."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.engine.errors import InputError
from app.engine.jobs import CancelToken, no_progress
from app.engine.store.desk_file import DeskFile
from app.engine.store.photo_labels import PhotoLabel, PhotoLabels
from app.engine.store.recognitions import PhotoKey, Recognitions, Seen
from app.engine.store.training_set import doubts, export_training_set, folder_name

NOW = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
SEEN = Seen(
    name="mug.jpg",
    origin="file",
    path="photos/mug.jpg",
    key=PhotoKey("d1", "00ff00ff00ff00ff"),
    model="vision-light",
    version="1.0",
    verdict="sure",
    guesses=(("69", 0.8), ("70", 0.1), ("39", 0.05)),
    declared="6912",
    thumbnail=b"jpeg",
    seen_at=NOW,
)
LABEL = PhotoLabel(
    key=SEEN.key,
    chapter="70",
    labelled_at=NOW,
    labelled_by="li",
    name="mug.jpg",
    origin="file",
    source="photos",
    model="vision-light",
    version="1.0",
    guessed="69",
    probability=0.8,
)


@pytest.fixture
def file(tmp_path: Path) -> DeskFile:
    return DeskFile(tmp_path / "home" / "desk.sqlite")


@pytest.fixture
def labels(file: DeskFile) -> PhotoLabels:
    return PhotoLabels(file)


def test_answers_are_found_by_name_declared_code_and_chapter(file: DeskFile) -> None:
    history = Recognitions(file)
    mug, shoe = SEEN, replace(SEEN, name="shoe.jpg", path="", guesses=(("64", 0.9),), declared="")
    ids = history.add([mug, shoe])

    assert history.find("", limit=9) == [replace(shoe, id=ids[1]), replace(mug, id=ids[0])]
    assert [each.name for each in history.find("6912", limit=9)] == ["mug.jpg"]
    assert [each.name for each in history.find("鞋", chapters={"64"}, limit=9)] == ["shoe.jpg"]
    assert history.find("nothing", limit=9) == []


def test_one_answer_or_all_are_forgotten(file: DeskFile) -> None:
    history = Recognitions(file)
    first, _ = history.add([SEEN, SEEN])

    history.forget([first])
    assert history.count() == 1
    history.forget()
    assert history.count() == 0


def test_the_newest_label_counts_and_the_earlier_ones_stay_known(labels: PhotoLabels) -> None:
    labels.put(LABEL, b"picture")
    corrected = replace(LABEL, chapter="69", labelled_by="wang")
    labels.put(corrected, b"picture")

    assert labels.all() == [corrected]
    assert labels.history_of("d1") == [corrected, LABEL]


def test_a_label_is_taken_back(labels: PhotoLabels) -> None:
    labels.put(LABEL, b"picture")

    labels.put(replace(LABEL, chapter=""), b"")

    assert labels.label_of("d1") is None
    assert labels.all() == []


def test_photos_that_look_alike_are_told_and_conflicts_come_first(labels: PhotoLabels) -> None:
    near, other = PhotoKey("d2", "00ff00ff00ff00fe"), PhotoKey("d3", "ffffffff00000000")
    again = replace(LABEL, key=PhotoKey("d4", "00ff00ff00ff00ff"))
    for label in (LABEL, again, replace(LABEL, key=near, chapter="69"), replace(LABEL, key=other, chapter="61")):
        labels.put(label, b"picture")

    told = doubts(labels.all())

    assert [doubt.is_conflict for doubt in told] == [True, True, False]
    assert {told[2].first.key.digest, told[2].second.key.digest} == {"d1", "d4"}


def test_the_training_set_has_a_folder_for_each_chapter_and_says_where_photos_are_from(
    labels: PhotoLabels, tmp_path: Path
) -> None:
    labels.put(LABEL, b"glass")
    labels.put(replace(LABEL, key=PhotoKey("d2", "0" * 16), chapter="64", source="camera 2026-03-01"), b"shoe")

    report = export_training_set(labels, tmp_path / "set", progress=no_progress, token=CancelToken())

    assert (report.photos, report.chapters, report.missing) == (2, 2, 0)
    assert (tmp_path / "set" / folder_name("70") / "d1.jpg").read_bytes() == b"glass"
    with (tmp_path / "set" / "MANIFEST.csv").open(encoding="utf-8", newline="") as manifest:
        rows = {row["file"]: row for row in csv.DictReader(manifest)}
    shoe = rows[f"{folder_name('64')}/d2.jpg"]
    assert (shoe["chapter"], shoe["source_repo"], shoe["labelled_by"]) == ("64", "camera 2026-03-01", "li")
    assert (shoe["model"], shoe["version"], shoe["guessed"]) == ("vision-light", "1.0", "69")


def test_a_label_without_its_picture_is_counted_as_missing(labels: PhotoLabels, tmp_path: Path) -> None:
    labels.put(LABEL, b"glass")
    labels.picture_of("d1").unlink()

    report = export_training_set(labels, tmp_path / "set", progress=no_progress, token=CancelToken())

    assert (report.photos, report.missing) == (0, 1)


def test_nothing_is_mixed_into_a_folder_that_holds_something(labels: PhotoLabels, tmp_path: Path) -> None:
    (tmp_path / "set").mkdir()
    (tmp_path / "set" / "other.txt").write_text("mine", encoding="utf-8")

    with pytest.raises(InputError) as caught:
        export_training_set(labels, tmp_path / "set", progress=no_progress, token=CancelToken())

    assert caught.value.code == "recognise.folder_not_empty"
