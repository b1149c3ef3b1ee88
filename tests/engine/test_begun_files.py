from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.engine import begun_files
from app.engine.begun_files import begin_file, remove_left_behind, scratch_folder, tag_of
from app.engine.whole_files import written_whole
from tests.conftest import ROOT


@contextlib.contextmanager
def at_work(kind: str, path: Path) -> Iterator[tuple[Path, Callable[[], None]]]:
    """What another process works with, and how to kill it."""
    command = [sys.executable, "-m", "tests.engine.begun_child", kind, str(path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, encoding="utf-8") as child:
        assert child.stdout is not None
        own = Path(child.stdout.readline().strip())

        def kill() -> None:
            child.kill()
            child.wait()

        try:
            yield own, kill
        finally:
            kill()


def left_behind(kind: str, path: Path) -> Path:
    """What a killed process leaves, long ago."""
    with at_work(kind, path) as (own, kill):
        kill()
    os.utime(own.with_suffix(".part"), (0, 0))
    return own


def test_what_a_killed_program_had_begun_goes_with_the_next_file_in_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "清单.csv"
    path.write_text("of yesterday", encoding="utf-8")
    half = left_behind("file", path)
    assert half.read_text(encoding="utf-8") == "half"
    assert path.read_text(encoding="utf-8") == "of yesterday"

    with written_whole(tmp_path / "another.csv") as partial:
        partial.write_text("whole", encoding="utf-8")

    assert sorted(each.name for each in tmp_path.iterdir()) == ["another.csv", "清单.csv"]


def test_what_a_running_program_writes_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    with at_work("file", path) as (half, _kill):
        os.utime(half, (0, 0))

        with written_whole(path) as partial:
            partial.write_text("whole", encoding="utf-8")

        assert half.read_text(encoding="utf-8") == "half"
    assert path.read_text(encoding="utf-8") == "whole"


def test_what_this_program_writes_at_the_same_time_is_left_alone(tmp_path: Path) -> None:
    with written_whole(tmp_path / "one.csv") as one, written_whole(tmp_path / "two.csv") as two:
        os.utime(one, (0, 0))

        assert remove_left_behind(tmp_path) == frozenset()

        one.write_text("1", encoding="utf-8")
        two.write_text("2", encoding="utf-8")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["one.csv", "two.csv"]


def test_files_of_others_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other_computer = left_behind("file", tmp_path / "list.csv").name
    monkeypatch.setattr(begun_files, "_start", lambda: ".tradescope-00000000-")
    alike = [".0123456789abcdef.part", ".tradescope-00000000.part", ".tradescope-00000000-list-0123456789abcdef.part"]
    for name in alike:
        (tmp_path / name).write_text("mine", encoding="utf-8")
        os.utime(tmp_path / name, (0, 0))

    assert remove_left_behind(tmp_path) == frozenset()

    assert {each.name for each in tmp_path.iterdir()} == {other_computer, *alike}


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_with_such_a_name_is_not_followed(tmp_path: Path) -> None:
    own, folder = tmp_path / "own.txt", tmp_path / "folder"
    own.write_text("precious", encoding="utf-8")
    folder.mkdir()
    begun = begin_file(folder / "list.csv")
    begun.let_go()
    begun.path.unlink()
    begun.path.symlink_to(own)

    assert remove_left_behind(folder) == frozenset()

    assert own.read_text(encoding="utf-8") == "precious"
    assert begun.path.is_symlink()


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root can give a file away")
def test_what_another_user_left_behind_stays(tmp_path: Path) -> None:
    half = left_behind("file", tmp_path / "list.csv")
    os.chown(half, 12_345, 12_345)

    assert remove_left_behind(tmp_path) == frozenset()

    assert half.exists()


def test_a_folder_of_a_killed_program_goes_with_the_next_one_beside_it(tmp_path: Path) -> None:
    left = left_behind("folder", tmp_path)
    assert (left / "half").exists()

    with scratch_folder(tmp_path) as own:
        present = {each.stem for each in tmp_path.iterdir()}

        assert present == {own.stem}
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_use_is_left_alone(tmp_path: Path) -> None:
    with at_work("folder", tmp_path) as (own, _kill):
        os.utime(own.with_suffix(".part"), (0, 0))

        assert remove_left_behind(tmp_path) == frozenset()

        assert (own / "half").exists()


def test_it_is_told_whose_half_was_found(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    left_behind("file", path)

    assert remove_left_behind(tmp_path) == {tag_of(path)}
