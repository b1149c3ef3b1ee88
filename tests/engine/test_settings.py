from __future__ import annotations

import json
import multiprocessing
import os
import signal
import time
from dataclasses import replace
from pathlib import Path

import pytest

from app.engine.errors import InputError
from app.engine.messages import Language, sentence
from app.engine.settings import (
    KioskSettings,
    MapSettings,
    ScreenSettings,
    Settings,
    WindowSettings,
    read_settings,
    write_settings,
)

CHOSEN = Settings(
    language=Language.EN,
    theme="dark",
    animations=False,
    page="dashboard",
    selection={"direction": "import", "countries": ["USA"]},
    mapping_folder="/data/映射",
    export_folder="/home/报表",
    recent=("/data/2021年进口.csv", "/data/2020年进口.csv"),
    maps=MapSettings(approval_number="GS(2024)0650号", source_note="来源：标准地图服务", folder="/data/maps"),
    kiosk=KioskSettings(rest_s=90),
    screen=ScreenSettings(interval_s=45, title="口岸贸易", hidden_scenes=("flows",)),
    window=WindowSettings(geometry="AdnQywADAAA="),
)


def test_the_first_start_has_the_defaults_and_no_problem(tmp_path: Path) -> None:
    stored = read_settings(tmp_path / "none")

    assert stored.settings == Settings()
    assert stored.settings.language is Language.ZH
    assert stored.problem is None


def test_everything_chosen_is_read_back(tmp_path: Path) -> None:
    write_settings(tmp_path / "new" / "folder", CHOSEN)

    stored = read_settings(tmp_path / "new" / "folder")

    assert stored.settings == CHOSEN
    assert stored.problem is None


def test_entries_of_another_version_stay(tmp_path: Path) -> None:
    write_settings(tmp_path, Settings())
    path = tmp_path / "settings.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(document | {"voice": "loud", "maps": {"tint": 3}}), encoding="utf-8")

    write_settings(tmp_path, CHOSEN)

    written = json.loads(path.read_text(encoding="utf-8"))
    assert written["voice"] == "loud"
    assert written["maps"]["tint"] == 3
    assert written["maps"]["approval_number"] == "GS(2024)0650号"


def test_a_narrower_selection_replaces_the_wider_one(tmp_path: Path) -> None:
    write_settings(tmp_path, CHOSEN)

    write_settings(tmp_path, replace(CHOSEN, selection={"direction": "export"}))

    assert read_settings(tmp_path).settings.selection == {"direction": "export"}


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b'{"format": "settings/2"}', b'{"language": "zh"}', b"\xff\xfe\x00", b"[" * 100_000],
)
def test_a_damaged_file_is_set_aside_and_said(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_bytes(content)

    stored = read_settings(tmp_path)

    aside = tmp_path / "settings.damaged.json"
    assert stored.settings == Settings()
    assert aside.read_bytes() == content
    assert not (tmp_path / "settings.json").exists()
    assert stored.problem is not None
    assert str(aside) in sentence(stored.problem, Language.ZH)
    assert read_settings(tmp_path).problem is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("language", "fr"),
        ("language", 3),
        ("theme", "purple"),
        ("theme", ["dark"]),
        ("animations", "yes"),
        ("page", None),
        ("selection", "all"),
        ("recent", [1, 2]),
        ("maps", "none"),
        ("screen", {"interval_s": 0}),
        ("screen", {"interval_s": True}),
        ("kiosk", {"rest_s": 5}),
        ("screen", {"title": 3, "hidden_scenes": "flows"}),
        ("window", {"geometry": 7}),
    ],
)
def test_an_unusable_entry_costs_that_entry_only(name: str, value: object, tmp_path: Path) -> None:
    write_settings(tmp_path, CHOSEN)
    path = tmp_path / "settings.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(document | {name: value}), encoding="utf-8")

    stored = read_settings(tmp_path)

    assert stored.settings == replace(CHOSEN, **{name: getattr(Settings(), name)})
    assert stored.problem is None


def test_a_folder_that_is_a_file_is_said_and_nothing_stops(tmp_path: Path) -> None:
    place = tmp_path / "home"
    place.write_text("a file", encoding="utf-8")

    stored = read_settings(place)
    with pytest.raises(InputError) as caught:
        write_settings(place, CHOSEN)

    assert stored.settings == Settings()
    assert stored.problem is not None
    assert stored.problem.code == "settings.unreadable"
    assert caught.value.code == "settings.cannot_write"


def test_a_path_that_is_no_text_can_be_remembered(tmp_path: Path) -> None:
    odd = os.fsdecode(b"/data/\xff.csv")

    write_settings(tmp_path, Settings(recent=(odd,)))

    assert read_settings(tmp_path).settings.recent == (odd,)


def test_two_processes_write_at_once_and_one_of_them_is_read(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=write_often, args=(tmp_path, name, 40)) for name in ("left", "right")]

    for writer in writers:
        writer.start()
    seen = read_while_running(tmp_path, writers)

    assert [writer.exitcode for writer in writers] == [0, 0]
    assert seen <= {"", "left", "right"}
    assert read_settings(tmp_path).settings.page in {"left", "right"}
    assert not (tmp_path / "settings.damaged.json").exists()


@pytest.mark.skipif(os.name == "nt", reason="kill -9 is the harshest end there is, and Windows lacks it")
def test_a_kill_while_writing_leaves_whole_settings(tmp_path: Path) -> None:
    write_settings(tmp_path, CHOSEN)
    context = multiprocessing.get_context("spawn")

    for round_number in range(5):
        writer = context.Process(target=write_often, args=(tmp_path, "killed", 100_000))
        writer.start()
        wait_for_page(tmp_path, "killed")
        time.sleep(0.003 * round_number)
        assert writer.pid is not None
        os.kill(writer.pid, signal.SIGKILL)
        writer.join()
        stored = read_settings(tmp_path)
        write_settings(tmp_path, CHOSEN)

        assert stored.problem is None
        assert stored.settings == replace(CHOSEN, page="killed")
    assert {path.name for path in tmp_path.iterdir()} == {"settings.json", "settings.lock"}


def write_often(folder: Path, page: str, times: int) -> None:
    for _ in range(times):
        write_settings(folder, replace(CHOSEN, page=page))


def read_while_running(folder: Path, writers: list[multiprocessing.context.SpawnProcess]) -> set[str]:
    seen = set()
    while any(writer.is_alive() for writer in writers):
        seen.add(read_settings(folder).settings.page)
    return seen


def wait_for_page(folder: Path, page: str) -> None:
    deadline = time.monotonic() + 30
    while read_settings(folder).settings.page != page:
        assert time.monotonic() < deadline
        time.sleep(0.005)
