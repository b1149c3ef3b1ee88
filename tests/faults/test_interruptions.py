"""Cancelling, waiting writers, reading while another process imports, missing permissions, damaged stores."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from app.engine.errors import CancelledError, StoreError
from app.engine.jobs import CancelToken
from app.engine.records.pipeline import ImportOptions, import_files
from app.engine.store.folder import StoreFolder, writing
from app.engine.store.manifest import read_manifest
from tests.engine.records.pipeline.tables import AS_FOUND, Row, errors, import_one, records, write_seed
from tests.faults.imports import finish, is_tidy, kept, start_child, write_large

UNPRIVILEGED = ("setpriv", "--bounding-set=-dac_override,-dac_read_search")


def test_a_cancelled_import_leaves_nothing(tmp_path: Path, case_count: Callable[[int, int], int]) -> None:
    store, moments = tmp_path / "store", random.Random(3)
    import_one(store, write_seed(tmp_path, [Row()], year=2019))
    before = read_manifest(store)
    files = [write_large(tmp_path, rows=40_000), write_large(tmp_path, rows=40_000, year=2021)]

    for _ in range(case_count(5, 50)):
        token = CancelToken()
        timer = threading.Timer(moments.uniform(0.0, 0.25), token.cancel)
        timer.start()
        with pytest.raises(CancelledError):
            import_files(store, files, AS_FOUND, token=token)
        timer.join()
        assert (read_manifest(store), is_tidy(store)) == (before, True)

    assert not import_files(store, files, AS_FOUND).has_failures
    assert kept(store) == 1 + 60_000


def test_an_import_that_is_cancelled_before_it_starts(tmp_path: Path) -> None:
    token = CancelToken()
    token.cancel()

    with pytest.raises(CancelledError):
        import_files(tmp_path / "store", [write_seed(tmp_path, [Row()])], AS_FOUND, token=token)


def test_a_failing_progress_display_does_not_harm_the_import(tmp_path: Path) -> None:
    seen: list[tuple[int, int | None]] = []

    def progress(done: int, total: int | None, note: str = "", /) -> None:
        seen.append((done, total))

    path = write_seed(tmp_path, [Row()])
    import_files(tmp_path / "store", [path], AS_FOUND, progress=progress)

    assert seen[-1] == (path.stat().st_size, path.stat().st_size)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)


def test_a_second_process_waits_for_the_first(tmp_path: Path) -> None:
    store = tmp_path / "store"
    path = write_seed(tmp_path, [Row()])
    with writing(StoreFolder(store), token=CancelToken()):
        child = start_child(store, path)
        assert child.stdout is not None
        child.stdout.readline()
        with pytest.raises(subprocess.TimeoutExpired):
            child.wait(timeout=1.0)

    finish(child)
    assert child.returncode == 0
    assert kept(store) == 1


def test_reading_goes_on_while_another_process_imports(tmp_path: Path) -> None:
    store = tmp_path / "store"
    import_one(store, write_seed(tmp_path, [Row()], year=2019))
    child = start_child(store, write_large(tmp_path, rows=60_000))

    seen = set()
    while child.poll() is None:
        seen.add(len(records(store)))

    finish(child)
    assert seen <= {1, 1 + 45_000}
    assert 1 in seen
    assert kept(store) == 1 + 45_000


def test_a_file_that_may_not_be_read_is_told(tmp_path: Path) -> None:
    path, store = write_seed(tmp_path, [Row()]), tmp_path / "store"
    path.chmod(0)

    assert _without_rights(store, path) == ["records.unreadable"]


def test_a_file_in_a_locked_folder_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "locked"
    folder.mkdir()
    path = write_seed(folder, [Row()])
    folder.chmod(0)

    said = _without_rights(tmp_path / "store", path)

    folder.chmod(0o700)
    assert said == ["records.unreadable"]


def test_a_store_that_may_not_be_written_is_told(tmp_path: Path) -> None:
    path, store = write_seed(tmp_path, [Row()]), tmp_path / "store"
    store.mkdir()
    store.chmod(0o555)

    assert _without_rights(store, path) == ["store.cannot_write"]


def test_a_lock_that_may_not_be_taken_is_told(tmp_path: Path) -> None:
    path, store = write_seed(tmp_path, [Row()]), tmp_path / "store"
    store.mkdir()
    (store / "write.lock").touch()
    (store / "write.lock").chmod(0)

    assert _without_rights(store, path) == ["store.cannot_write"]


def _without_rights(store: Path, path: Path) -> list[str]:
    """What an import says to a user whom file permissions bind; root has to give up its privilege first."""
    if os.name == "nt":
        pytest.skip("permissions work otherwise on Windows")
    if os.getuid() != 0:
        return finish(start_child(store, path))
    if shutil.which("setpriv") is None:
        pytest.skip("root is not bound by permissions and setpriv is not here")
    return finish(start_child(store, path, wrapper=UNPRIVILEGED))


def test_a_file_that_goes_away_or_is_a_pipe_is_told(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)

    report = import_files(tmp_path / "store", [pipe, tmp_path / "gone.csv", tmp_path / ("x" * 5000)], AS_FOUND)

    assert errors(report) == ["records.not_a_file", "records.file_missing", "records.unreadable"]


@pytest.mark.parametrize("text", ["{", '{"format": 99, "generation": 1, "cube": null, "segments": []}'])
def test_an_import_into_a_damaged_or_newer_store_changes_nothing(tmp_path: Path, text: str) -> None:
    store, path = tmp_path / "store", write_seed(tmp_path, [Row()])
    import_one(store, path)
    (store / "manifest.json").write_text(text)
    before = sorted(file.name for file in store.rglob("*"))

    with pytest.raises(StoreError):
        import_files(store, [write_seed(tmp_path, [Row()], year=2021)], AS_FOUND)

    assert (store / "manifest.json").read_text() == text
    assert sorted(file.name for file in store.rglob("*")) == before


def test_a_missing_segment_is_told_and_nothing_is_lost_further(tmp_path: Path) -> None:
    store, path = tmp_path / "store", write_seed(tmp_path, [Row()])
    import_one(store, path)
    folder, before = StoreFolder(store), read_manifest(store)
    folder.segment_path(before.segments[0].id).unlink()

    with pytest.raises(StoreError):
        import_files(store, [write_seed(tmp_path, [Row()], year=2021)], AS_FOUND)

    assert read_manifest(store) == before


def test_a_store_whose_path_holds_quotes_and_blanks(tmp_path: Path) -> None:
    store = tmp_path / "O'Brien's [data] *"
    path = write_seed(tmp_path, [Row(value="1"), Row(value='"')])
    other = Path(shutil.copy(path, tmp_path / "copy 2020年进口.csv"))

    import_one(store, path)
    again = import_files(store, [other], ImportOptions())

    assert kept(store) == 1
    assert errors(again) == []
