"""What dropping a folder means."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.engine.records.folder_files import FoundFiles, Skipped, find_files


def touch(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    return path


def names(found: FoundFiles, folder: Path) -> list[str]:
    return [file.relative_to(folder).as_posix() for file in found.files]


def test_a_folder_stands_for_its_tables_and_those_one_folder_deeper(tmp_path: Path) -> None:
    for name in ("b.csv", "a.XLSX", "2020/c.parquet", "2020/deep/d.csv", "notes.pdf", ".hidden.csv", "~$a.xlsx"):
        touch(tmp_path / name)

    found = find_files([tmp_path])

    assert names(found, tmp_path) == ["2020/c.parquet", "a.XLSX", "b.csv"]
    assert dict(found.skipped) == {
        tmp_path / "2020/deep": Skipped.TOO_DEEP,
        tmp_path / "notes.pdf": Skipped.NO_TABLE,
    }


def test_a_file_that_is_named_is_taken_whatever_it_is_called_and_once(tmp_path: Path) -> None:
    odd = touch(tmp_path / "table.dat")

    found = find_files([odd, tmp_path, odd])

    assert found.files == (odd,)
    assert found.skipped == ((odd, Skipped.NO_TABLE),)


def test_a_baci_release_stands_for_its_yearly_files(tmp_path: Path) -> None:
    for name in ("BACI_HS92_Y2020_V202401b.csv", "country_codes_V202401b.csv", "Readme.txt"):
        touch(tmp_path / "release" / name)

    assert names(find_files([tmp_path]), tmp_path) == ["release/BACI_HS92_Y2020_V202401b.csv"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read every folder")
def test_a_folder_that_may_not_be_read_is_told(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0)

    assert find_files([tmp_path]).skipped == ((closed, Skipped.UNREADABLE),)
