"""A disk that fills up during an import: one clear sentence, earlier data intact, and work goes on after freeing."""

from __future__ import annotations

import contextlib
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.engine.errors import StoreError
from app.engine.messages import Language, sentence
from app.engine.records.pipeline import ImportOptions, import_files
from app.engine.store.manifest import read_manifest
from tests.engine.records.pipeline.tables import Row, import_one, write_seed
from tests.faults.imports import is_tidy, kept, write_large

SIZE_KB = 40_000
# What is left for an import that needs about 12 MB, from nothing to nearly enough
ROOM_KB = (40, 400, 1_200, 2_500, 4_000, 5_000, 6_000, 7_000, 8_000, 8_800)
FEW = (400, 4_000, 8_000)


@contextlib.contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A file system in memory; skipped where mounting is not permitted."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE_KB}k", "tmpfs", str(folder)]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("mounting a small disk needs root on Linux")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(disk: Path, *, left_kb: int) -> Path:
    """A file that takes all but the given room."""
    status = os.statvfs(disk)
    size = status.f_bavail * status.f_frsize - left_kb * 1024
    ballast = disk / "ballast"
    with ballast.open("wb") as stream:
        os.posix_fallocate(stream.fileno(), 0, size)
    return ballast


def test_a_full_disk_is_told_and_harms_nothing(tmp_path: Path, case_count: Callable[[int, int], int]) -> None:
    rooms = ROOM_KB if case_count(3, 10) == 10 else FEW
    files = [write_large(tmp_path, rows=30_000), write_large(tmp_path, rows=20_000, year=2021)]
    small = write_seed(tmp_path, [Row()], year=2019)
    with small_disk(tmp_path / "disk") as disk:
        store = disk / "store"
        import_one(store, small)
        before = read_manifest(store)
        for room in rooms:
            ballast = fill(disk, left_kb=room)

            with pytest.raises(StoreError) as caught:
                import_files(store, files, ImportOptions())

            assert caught.value.code in {"import.cannot_write", "store.cannot_write"}
            assert "No space left" in sentence(caught.value, Language.EN)
            assert (read_manifest(store), kept(store), is_tidy(store)) == (before, 1, True)
            ballast.unlink()
        report = import_files(store, files, ImportOptions())
        assert not report.has_failures
        assert (kept(store), is_tidy(store)) == (1 + 37_500, True)
