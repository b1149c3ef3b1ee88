from __future__ import annotations

import multiprocessing
import os
import signal
import sqlite3
import time
from pathlib import Path

import pytest

from app.engine.errors import StoreError
from app.engine.messages import Language, sentence
from app.engine.store.desk_file import DeskFile
from app.engine.store.saved_views import SavedViews

CONTEXT = multiprocessing.get_context("spawn")


def test_two_processes_start_with_no_file_and_lose_no_view(tmp_path: Path) -> None:
    path = tmp_path / "desk.sqlite"
    writers = [CONTEXT.Process(target=save_many, args=(path, name, 25)) for name in ("left", "right", "middle")]

    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert [writer.exitcode for writer in writers] == [0, 0, 0]
    assert len(SavedViews(DeskFile(path)).all()) == 75


@pytest.mark.skipif(os.name == "nt", reason="kill -9 is the harshest end there is, and Windows lacks it")
def test_a_killed_writer_loses_nothing_that_was_saved(tmp_path: Path) -> None:
    path = tmp_path / "desk.sqlite"
    views = SavedViews(DeskFile(path))

    for number in range(4):
        writer = CONTEXT.Process(target=save_many, args=(path, f"round {number}", 100_000))
        writer.start()
        wait_for(views, f"round {number} 5")
        assert writer.pid is not None
        os.kill(writer.pid, signal.SIGKILL)
        writer.join()
        names = {view.name for view in views.all()}
        last = max(int(name.split()[-1]) for name in names if name.startswith(f"round {number} "))

        assert {f"round {number} {each}" for each in range(last + 1)} <= names
        assert {f"round {earlier} 5" for earlier in range(number)} <= names


def test_a_failure_in_the_middle_keeps_nothing(tmp_path: Path) -> None:
    file = DeskFile(tmp_path / "desk.sqlite")

    with pytest.raises(KeyboardInterrupt):
        save_and_fail(file)

    assert SavedViews(file).all() == []


@pytest.mark.parametrize("content", [b"no database at all" * 100, b"SQLite format 3\x00" + b"\xff" * 4000])
def test_a_damaged_file_is_said_and_left_alone(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "desk.sqlite"
    path.write_bytes(content)

    with pytest.raises(StoreError) as caught:
        SavedViews(DeskFile(path)).all()

    assert caught.value.code == "desk.damaged"
    assert str(path) in sentence(caught.value, Language.ZH)
    assert path.read_bytes() == content


def test_damage_in_the_middle_of_the_file_is_said(tmp_path: Path) -> None:
    path = tmp_path / "desk.sqlite"
    save_many(path, "view", 200)
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xa5" * (len(content) - 4096)
    path.write_bytes(content)

    with pytest.raises(StoreError) as caught:
        SavedViews(DeskFile(path)).all()

    assert caught.value.code == "desk.damaged"


def test_a_file_of_a_newer_program_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "desk.sqlite"
    save_many(path, "view", 1)
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()

    with pytest.raises(StoreError) as caught:
        SavedViews(DeskFile(path)).all()

    assert caught.value.code == "desk.too_new"


def test_a_file_that_another_program_holds_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.engine.store.sqlite_file._BUSY_WAIT_S", 0.1)
    file = DeskFile(tmp_path / "desk.sqlite")

    with file.writing(), pytest.raises(StoreError) as caught:
        SavedViews(file).save("view", page="", selection="{}", state="{}")

    assert caught.value.code == "desk.busy"


def test_a_folder_that_is_a_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file", encoding="utf-8")

    with pytest.raises(StoreError) as caught:
        SavedViews(DeskFile(tmp_path / "home" / "desk.sqlite")).all()

    assert caught.value.code == "desk.cannot_write"


def test_a_path_that_is_a_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "desk.sqlite").mkdir()

    with pytest.raises(StoreError) as caught:
        SavedViews(DeskFile(tmp_path / "desk.sqlite")).all()

    assert caught.value.code == "desk.cannot_write"


def save_many(path: Path, name: str, times: int) -> None:
    views = SavedViews(DeskFile(path))
    for number in range(times):
        views.save(f"{name} {number}", page="dashboard", selection="{}", state="{}")


def save_and_fail(file: DeskFile) -> None:
    with file.writing() as connection:
        connection.execute(
            "INSERT INTO saved_view (name, page, selection, state, saved_at) VALUES ('half', '', '{}', '{}', '')"
        )
        raise KeyboardInterrupt


def wait_for(views: SavedViews, name: str) -> None:
    deadline = time.monotonic() + 30
    while name not in {view.name for view in views.all()}:
        assert time.monotonic() < deadline
        time.sleep(0.01)
