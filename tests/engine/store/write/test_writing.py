"""One writer at a time, and clear sentences where the store cannot be written."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from app.engine.errors import CancelledError, StoreError
from app.engine.jobs import CancelToken
from app.engine.store.folder import StoreFolder, writing
from app.engine.store.manifest import Manifest


def test_a_second_writer_waits_and_is_then_told(tmp_path: Path) -> None:
    folder = StoreFolder(tmp_path / "store")
    start = time.monotonic()

    with (
        writing(folder, token=CancelToken()),
        pytest.raises(StoreError) as caught,
        writing(folder, token=CancelToken(), wait_s=0.5),
    ):
        pass

    assert caught.value.code == "store.busy"
    assert time.monotonic() - start >= 0.4


def test_waiting_for_the_other_writer_can_be_cancelled(tmp_path: Path) -> None:
    folder, token = StoreFolder(tmp_path / "store"), CancelToken()
    token.cancel()

    with (
        writing(folder, token=CancelToken()),
        pytest.raises(CancelledError),
        writing(folder, token=token),
    ):
        pass


def test_the_lock_is_free_after_a_failure(tmp_path: Path) -> None:
    folder = StoreFolder(tmp_path / "store")

    with pytest.raises(ValueError, match="inside"), writing(folder, token=CancelToken()):
        raise ValueError("inside")

    with writing(folder, token=CancelToken(), wait_s=0.3) as manifest:
        assert manifest == Manifest()


def test_files_that_nothing_points_at_are_removed(tmp_path: Path) -> None:
    folder = StoreFolder(tmp_path / "store")
    for parent in (folder.segments, folder.cubes, folder.scratch):
        parent.mkdir(parents=True)
        (parent / "left-over.duckdb").write_text("from a crash")

    with writing(folder, token=CancelToken()):
        found = [list(parent.iterdir()) for parent in (folder.segments, folder.cubes, folder.scratch)]

    assert found == [[], [], []]
    assert not folder.scratch.exists()


def test_files_made_before_a_failure_are_removed(tmp_path: Path) -> None:
    folder = StoreFolder(tmp_path / "store")

    def fail_half_way() -> None:
        with writing(folder, token=CancelToken()):
            (folder.segments / "half.duckdb").write_text("moved, never pointed at")
            raise ValueError("inside")

    with pytest.raises(ValueError, match="inside"):
        fail_half_way()

    assert list(folder.segments.iterdir()) == []


@pytest.mark.parametrize("name", ["store", "store/segments", "store/cubes"])
def test_a_file_where_a_folder_should_be_is_told(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("not a folder")

    with pytest.raises(StoreError) as caught, writing(StoreFolder(tmp_path / "store"), token=CancelToken()):
        pass

    assert caught.value.code == "store.not_a_folder"
    assert caught.value.params["path"] == str(path)


def test_a_store_below_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("not a folder")

    with (
        pytest.raises(StoreError) as caught,
        writing(StoreFolder(tmp_path / "letter.txt" / "store"), token=CancelToken()),
    ):
        pass

    assert caught.value.code == "store.not_a_folder"
