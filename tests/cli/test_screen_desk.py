from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app.cli import main
from app.cli import screen_desk as command
from app.engine.screening.audit import log_entries
from app.engine.screening.case_desk import CaseDesk, os_user
from app.engine.screening.case_runs import Run
from app.engine.screening.case_steps import Decision
from app.engine.screening.cases import decide, record_outcome
from app.engine.screening.officers import add_officer, sign_in_os_user, sign_in_with_pin
from app.engine.store.cases.case_folder import FOLDER_NAME
from app.engine.vault import SessionSecrets
from tests.conftest import ROOT
from tests.engine.reports.evidence.conftest import Worked, worked
from tests.engine.screening.case_desks import run_of_lines, scored

__all__ = ["worked"]
WITHOUT_RIGHTS = ("setpriv", "--bounding-set=-dac_override,-dac_read_search")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TRADESCOPE_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(command, "KeyringSecrets", SessionSecrets)
    return tmp_path / "home"


@pytest.fixture
def desk(home: Path) -> CaseDesk:
    return CaseDesk(home / FOLDER_NAME, SessionSecrets())


@pytest.fixture
def run(desk: CaseDesk) -> Run:
    session = sign_in_os_user(desk)
    made = run_of_lines(desk, session, [scored(number="A")])
    decide(desk, session, made, [1], Decision.INSPECT)
    record_outcome(desk, session, made, 1, is_hit=True)
    return made


def answer(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, Any]:
    status = main(["screen", *map(str, arguments), "--json", "--lang", "en"])
    return status, json.loads(capsys.readouterr().out)


def said(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str]:
    status = main(["screen", *map(str, arguments), "--lang", "en"])
    return status, "".join(capsys.readouterr())


def test_a_whole_log_is_said_to_be(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    status, document = answer(capsys, "verify-log")

    assert (status, document["is_whole"], document["entries"], document["problems"]) == (0, True, 6, [])


def test_a_changed_log_is_named_and_fails(run: Run, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    connection = sqlite3.connect(home / FOLDER_NAME / "cases.sqlite")
    connection.execute("DROP TRIGGER entry_is_not_changed")
    connection.execute("UPDATE entry SET body = replace(body, 'inspect', 'release') WHERE seq = 5")
    connection.commit()
    connection.close()

    status, document = answer(capsys, "verify-log")
    _, text = said(capsys, "verify-log")

    assert status == 1
    assert document["problems"][0]["code"] == "cases.log_changed"
    assert "Entry 5 was changed." in text


def test_a_log_is_written_and_verified_against_what_left_the_desk(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written, outcomes = tmp_path / "log.jsonl", tmp_path / "outcomes.csv"

    assert answer(capsys, "log", "--out", written)[0] == 0
    status, exported = answer(capsys, "outcomes", "--out", outcomes)
    own = answer(capsys, "verify-log", "--against", written, "--against", exported["head"])
    given = answer(capsys, "verify-log", written)

    assert (status, exported["rows"]) == (0, 1)
    assert (own[0], own[1]["is_whole"]) == (0, True)
    assert (given[0], given[1]["is_whole"]) == (0, True)


def test_without_a_keyring_the_key_of_the_session_is_spoken_of(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, text = said(capsys, "log", "--out", tmp_path / "log.jsonl")

    assert "for this session only" in text


def test_evidence_of_an_unknown_desk_is_intact_and_still_no_success_until_its_key_was_accepted(
    worked: Worked, capsys: pytest.CaptureFixture[str]
) -> None:
    path, fingerprint = worked.evidence.path, worked.desk.key.fingerprint

    unknown = answer(capsys, "verify", path)
    expected = answer(capsys, "verify", path, "--fingerprint", fingerprint.replace("-", " ").upper())
    other = answer(capsys, "accept", path, "--name", "浦东", "--fingerprint", "0000")
    accepted = answer(capsys, "accept", path, "--name", "浦东", "--fingerprint", fingerprint)
    known = answer(capsys, "verify", path)

    assert (unknown[0], unknown[1]["is_intact"], unknown[1]["is_key_known"]) == (1, True, False)
    assert expected[0] == 0
    assert (other[0], other[1]["error"]["code"]) == (2, "cases.fingerprint_other")
    assert accepted[0] == 0
    assert (known[0], known[1]["is_key_known"], known[1]["desk"]) == (0, True, "浦东")
    assert known[1]["statement"]["number"] == "531620210001"


def test_altered_evidence_is_refused_by_name(
    worked: Worked, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    altered = tmp_path / "altered.pdf"
    altered.write_bytes(worked.evidence.path.read_bytes().replace(b"/MediaBox [ 0 0 595", b"/MediaBox [ 0 0 594", 1))

    status, text = said(capsys, "verify", altered)

    assert status == 1
    assert "Refused" in text
    assert "Page 1 was altered." in text
    assert "is not known here" in text


@pytest.mark.parametrize(("arguments", "code"), [
    (["verify"], "cases.file_needed"),
    (["log"], "cases.out_needed"),
    (["one.csv", "two.csv"], "cases.one_file"),
])  # fmt: skip
def test_what_is_missing_is_said(capsys: pytest.CaptureFixture[str], arguments: list[str], code: str) -> None:
    status, document = answer(capsys, *arguments)

    assert (status, document["error"]["code"]) == (2, code)


def test_a_forgotten_pin_is_reset_by_name(desk: CaseDesk, capsys: pytest.CaptureFixture[str]) -> None:
    wang = add_officer(desk, "王芳", "246810", by=sign_in_os_user(desk))

    status, document = answer(capsys, "reset-pin", "--name", "王芳", "--yes")

    assert (status, document["officer"]) == (0, "王芳")
    assert sign_in_with_pin(desk, wang.id, document["pin"]).officer.must_change_pin


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--yes"], "was not said whose PIN"),
        (["--name", "李四", "--yes"], "knows nobody named “李四”; please check the name: 王芳"),
        (["--name", "王芳"], "was not reset: please confirm"),
    ],
)
def test_a_pin_is_not_reset_unasked(
    arguments: list[str], sentence: str, desk: CaseDesk, capsys: pytest.CaptureFixture[str]
) -> None:
    wang = add_officer(desk, "王芳", "246810", by=sign_in_os_user(desk))

    status, text = said(capsys, "reset-pin", *arguments)

    assert status != 0
    assert sentence in text
    assert sign_in_with_pin(desk, wang.id, "246810").officer.id == wang.id


def test_checks_are_told_to_the_log_of_the_desk(
    run: Run, worked: Worked, tmp_path: Path, desk: CaseDesk, capsys: pytest.CaptureFixture[str]
) -> None:
    written = tmp_path / "log.jsonl"
    answer(capsys, "log", "--out", written)

    told = [answer(capsys, *each)[1] for each in (("verify-log",), ("verify-log", written))]
    told.append(answer(capsys, "verify", worked.evidence.path)[1])

    entries = log_entries(desk, offset=0, limit=3)
    assert [each.action for each in entries] == ["evidence_checked", "log_checked", "log_checked"]
    assert [each.details["target"] for each in entries] == [worked.evidence.path.name, "log.jsonl", ""]
    assert {each.os_user for each in entries} == {os_user()}
    assert all(document["is_logged"] for document in told)


def test_without_a_desk_evidence_is_checked_and_no_desk_is_made(
    worked: Worked, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, document = answer(capsys, "verify", worked.evidence.path)

    assert (document["is_intact"], document["is_logged"]) == (True, False)
    assert not (home / FOLDER_NAME).exists()


@pytest.mark.skipif(os.name == "nt" or shutil.which("setpriv") is None, reason="root has to give up its rights first")
def test_who_may_only_read_the_desk_verifies_its_log_and_reads_that_nobody_is_told(run: Run, home: Path) -> None:
    folder = home / FOLDER_NAME
    before = {path.name: path.read_bytes() for path in folder.glob("*.*")}
    for path in [*folder.rglob("*"), folder]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    wrapper = WITHOUT_RIGHTS if os.getuid() == 0 else ()
    command = [*wrapper, sys.executable, "-m", "app", "screen", "verify-log", "--lang", "en"]

    answered = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)

    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o755)
    assert (answered.returncode, answered.stderr) == (0, "")
    assert "The audit log is whole: 6 entries" in answered.stdout
    assert "could not be told of this check" in answered.stdout
    assert {path.name: path.read_bytes() for path in folder.glob("*.*")} == before
