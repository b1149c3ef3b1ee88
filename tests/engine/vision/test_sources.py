"""Folds never share a source, and chapters are scored only where others taught them."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from app.engine.errors import InputError
from app.engine.vision.sources import IMAGENET, Photo, assign_folds, read_photos, scored_chapters


def photos(source: str, chapter: str, count: int, licence: str = "MIT") -> list[Photo]:
    return [Photo(f"{source}-{chapter}-{number}.jpg", chapter, source, licence) for number in range(count)]


def test_two_sources_of_one_chapter_come_into_different_folds() -> None:
    given = [*photos("a", "08", 20), *photos("b", "08", 20), *photos("c", "64", 30), *photos("d", "64", 12)]

    folds = assign_folds(given, 2)

    assert folds["a"] != folds["b"]
    assert folds["c"] != folds["d"]


def test_all_that_was_drawn_from_imagenet_is_one_source() -> None:
    tiny, full = photos("x", "08", 1, "ImageNet terms; 64x64"), photos("y", "08", 1, "ImageNet terms")

    assert {each.group for each in (*tiny, *full)} == {IMAGENET}


def test_a_chapter_of_one_source_is_not_scored() -> None:
    given = [*photos("a", "08", 20), *photos("b", "08", 10), *photos("a", "87", 50)]

    scored = scored_chapters(given, {"a": 0, "b": 1})

    assert scored == {0: frozenset({"08"}), 1: frozenset({"08"})}


def test_a_manifest_tells_files_chapters_and_sources(tmp_path: Path) -> None:
    (tmp_path / "MANIFEST.csv").write_text("file,chapter,source_repo,licence\nx/1.jpg,08,a/b,MIT\n", encoding="utf-8")

    assert read_photos(tmp_path) == (Photo("x/1.jpg", "08", "a/b", "MIT"),)


def test_without_a_manifest_folders_tell_the_chapters(tmp_path: Path) -> None:
    for name in ("08_fruit", "notes"):
        (tmp_path / name).mkdir()
        Image.new("RGB", (9, 9)).save(tmp_path / name / "1.jpg")

    assert read_photos(tmp_path) == (Photo("08_fruit/1.jpg", "08"),)


def test_a_folder_without_photos_says_so(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        read_photos(tmp_path)

    assert refused.value.code == "vision.no_photos"


def test_a_manifest_without_chapters_is_refused(tmp_path: Path) -> None:
    (tmp_path / "MANIFEST.csv").write_text("file,label\n1.jpg,apple\n", encoding="utf-8")

    with pytest.raises(InputError) as refused:
        read_photos(tmp_path)

    assert refused.value.code == "vision.manifest_altered"
