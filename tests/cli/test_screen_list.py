from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app.cli import main
from app.cli import screen_desk as command
from app.engine.screening.audit import log_entries, verify_log
from app.engine.screening.case_desk import CaseDesk, os_user
from app.engine.screening.officers import add_officer, retire_officer, sign_in_os_user, sign_in_with_pin
from app.engine.store.cases.case_folder import FOLDER_NAME
from app.engine.vault import SessionSecrets
from tests.conftest import ROOT

HEADER = "报关单号,申报日期,进出口,商品编码,商品名称"
LINES = ("A1,2021-05-03,进口,27090000,机织棉布服装", "A2,soon,进口,27090000,石油原油")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    secrets = SessionSecrets()
    monkeypatch.setenv("TRADESCOPE_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(command, "KeyringSecrets", lambda: secrets)
    return tmp_path / "home"


@pytest.fixture
def desk(home: Path) -> CaseDesk:
    desk = CaseDesk(home / FOLDER_NAME, SessionSecrets())
    sign_in_os_user(desk)
    return desk


@pytest.fixture
def declarations(tmp_path: Path) -> Path:
    path = tmp_path / "declarations.csv"
    path.write_text("\n".join([HEADER, *LINES]), encoding="utf-8")
    return path


def screened(capsys: pytest.CaptureFixture[str], tmp_path: Path, *arguments: str | Path) -> tuple[int, Any]:
    status = main(["screen", *map(str, arguments), "--store", str(tmp_path / "none"), "--json", "--lang", "en"])
    return status, json.loads(capsys.readouterr().out)


def said(capsys: pytest.CaptureFixture[str], tmp_path: Path, *arguments: str | Path) -> str:
    main(["screen", *map(str, arguments), "--store", str(tmp_path / "none"), "--lang", "en"])
    return "".join(capsys.readouterr())


def killed(tmp_path: Path, *arguments: str | Path) -> list[Path]:
    """What lies hidden beside the declarations after a command was killed when it had looked at all lines."""
    command = [sys.executable, "-m", "tests.cli.screen_child", *map(str, arguments), "--store", str(tmp_path / "none")]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, encoding="utf-8") as child:
        assert child.stdout is not None
        assert any(line == "looked at\n" for line in child.stdout)
        child.kill()
    return list(tmp_path.glob(".*.part"))


def test_the_log_of_a_desk_tells_who_wrote_which_list_from_what(
    desk: CaseDesk, declarations: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, document = screened(capsys, tmp_path, declarations, "--out", tmp_path / "list.csv")

    entry = log_entries(desk, offset=0, limit=1)[0]
    assert (entry.action, entry.os_user, entry.run) == ("list_exported", os_user(), None)
    assert (entry.details["target"], entry.details["rows"]) == ("list.csv", 2)
    basis = entry.details["basis"]
    assert basis["file_sha256"] == hashlib.sha256(declarations.read_bytes()).hexdigest()
    assert {"data", "rates", "rules", "outcomes"} <= basis["facts"].keys()
    assert document["head"] == str(tmp_path / "list.csv.head.json")


def test_the_head_beside_the_list_holds_its_export_and_the_log_stays_whole(
    desk: CaseDesk, declarations: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    screened(capsys, tmp_path, declarations, "--out", tmp_path / "list.csv")

    status, document = screened(capsys, tmp_path, "verify-log", "--against", tmp_path / "list.csv.head.json")

    assert (status, document["problems"]) == (0, [])
    assert verify_log(desk).is_whole


def test_people_read_under_which_name_the_list_left_the_desk(
    desk: CaseDesk, declarations: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = said(capsys, tmp_path, declarations, "--out", tmp_path / "list.csv")

    assert f"tells of this export under the name “{os_user()}”" in text
    assert "list.csv.head.json" in text


def test_without_a_desk_the_list_is_a_plain_file_which_is_said_and_no_desk_is_made(
    home: Path, declarations: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = said(capsys, tmp_path, declarations, "--out", tmp_path / "list.csv")

    assert "no audit log tells of it" in text
    assert sorted(path.name for path in tmp_path.glob("list*")) == ["list.csv"]
    assert not (home / FOLDER_NAME).exists()


def test_who_may_no_longer_work_here_gets_no_list(
    desk: CaseDesk, declarations: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = sign_in_os_user(desk)
    other = add_officer(desk, "李", "112358", by=own)
    retire_officer(desk, sign_in_with_pin(desk, other.id, "112358"), own.officer.id)

    status, document = screened(capsys, tmp_path, declarations, "--out", tmp_path / "list.csv")

    assert (status, document["error"]["code"]) == (2, "cases.officer_retired")
    assert not (tmp_path / "list.csv").exists()


def test_a_look_at_the_first_lines_is_no_export(
    desk: CaseDesk, declarations: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = log_entries(desk, offset=0, limit=100)

    _, document = screened(capsys, tmp_path, declarations)

    assert (document["out"], document["head"]) == (None, None)
    assert log_entries(desk, offset=0, limit=100) == before


def test_a_run_that_was_killed_leaves_no_list_and_the_next_says_that_it_begins_anew(
    declarations: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "list.csv"
    (mark,) = killed(tmp_path, "screen", declarations, "--out", out)
    assert not out.exists()
    os.utime(mark, (0, 0))

    text = said(capsys, tmp_path, declarations, "--out", out)

    assert "An earlier run for" in text
    assert "is there already" not in text
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == ["declarations.csv", "list.csv"]


def test_an_earlier_list_is_said_to_stay_until_the_new_one_is_whole(
    declarations: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "list.csv"
    out.write_text("of yesterday", encoding="utf-8")

    text = said(capsys, tmp_path, declarations, "--out", out)

    assert "stays as it is until the new list is whole" in text
    assert "An earlier run" not in text


def test_a_place_that_cannot_be_written_is_said_before_a_line_is_screened(
    declarations: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, document = screened(capsys, tmp_path, declarations, "--out", tmp_path / "no folder" / "list.csv")

    assert (status, document["error"]["code"]) == (1, "reports.cannot_write")
