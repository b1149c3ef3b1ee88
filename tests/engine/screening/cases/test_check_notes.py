from __future__ import annotations

import hashlib
import sqlite3
from pathlib import Path

import pytest

from app.engine.errors import InputError
from app.engine.reports.evidence.checks import check_code, check_file
from app.engine.reports.evidence.statements import code_text
from app.engine.screening.audit import LogEntry, log_entries, verify_log
from app.engine.screening.case_desk import CaseDesk, os_user
from app.engine.screening.check_notes import check_log
from app.engine.screening.officers import sign_in_os_user
from tests.engine.reports.evidence.conftest import Worked, worked
from tests.engine.screening.case_desks import desk_in, officer

__all__ = ["worked"]


@pytest.fixture
def desk(tmp_path: Path) -> CaseDesk:
    made = desk_in(tmp_path / "desk")
    sign_in_os_user(made)
    return made


def newest(desk: CaseDesk) -> LogEntry:
    return log_entries(desk, offset=0, limit=1)[0]


def cut(desk: CaseDesk, *, behind: int) -> None:
    connection = sqlite3.connect(desk.folder / "cases.sqlite")
    connection.execute("DROP TRIGGER entry_is_not_removed")
    connection.execute("DELETE FROM entry WHERE seq > ?", (behind,))
    connection.commit()
    connection.close()


def found(desk: CaseDesk) -> list[str]:
    return [each.reason.code for each in verify_log(desk).problems]


def test_verifying_the_log_is_told_with_its_result_and_leaves_it_whole(desk: CaseDesk) -> None:
    li = officer(desk, by=sign_in_os_user(desk))

    check, unlogged = check_log(desk, against=["list.csv.head.json"], session=li)

    entry = newest(desk)
    assert unlogged is None
    assert (entry.action, entry.officer, entry.seq) == ("log_checked", "李", check.entries + 1)
    assert (entry.details["is_whole"], entry.details["head"]) == (True, check.head.hash)
    assert entry.details["against"] == ["list.csv.head.json"]
    assert verify_log(desk).is_whole


def test_what_was_found_stays_to_be_found_after_the_check_was_told(desk: CaseDesk) -> None:
    sign_in_os_user(desk)
    cut(desk, behind=2)

    check, _ = check_log(desk)
    sign_in_os_user(desk)

    assert newest(desk).action == "signed_in"
    assert log_entries(desk, offset=1, limit=1)[0].details["codes"][0] == "cases.log_cut"
    assert check.problems[0].reason.code == "cases.log_cut"
    assert "cases.log_other" in found(desk)


def test_a_head_beside_the_log_that_was_removed_stays_missing(desk: CaseDesk) -> None:
    desk.cases.anchor_path.unlink()

    sign_in_os_user(desk)

    assert found(desk) == ["cases.log_anchor_missing"]


def test_evidence_is_told_with_its_digest_and_who_looked(worked: Worked, desk: CaseDesk) -> None:
    path = worked.evidence.path

    checked = check_file(desk, path)

    entry = newest(desk)
    assert (checked.known_as, checked.unlogged) == (None, None)
    assert (entry.action, entry.os_user, entry.details["target"]) == ("evidence_checked", os_user(), path.name)
    assert entry.details["contents"] == worked.evidence.signed.statement.contents
    assert entry.details["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (entry.details["is_intact"], entry.details["is_key_known"], entry.details["altered"]) == (True, False, [])


def test_altered_evidence_and_what_is_none_are_told_as_well(worked: Worked, desk: CaseDesk, tmp_path: Path) -> None:
    altered, other = tmp_path / "altered.pdf", tmp_path / "notes.txt"
    altered.write_bytes(worked.evidence.path.read_bytes().replace(b"/MediaBox [ 0 0 595", b"/MediaBox [ 0 0 594", 1))
    other.write_bytes(b"nothing of the kind")

    check_file(desk, altered)
    first = newest(desk)
    with pytest.raises(InputError):
        check_file(desk, other)

    assert (first.details["is_intact"], first.details["altered"]) == (False, ["evidence.altered_page"])
    assert newest(desk).details["sha256"] == hashlib.sha256(b"nothing of the kind").hexdigest()
    assert newest(desk).details["is_intact"] is False


def test_a_code_that_stays_before_the_camera_is_told_once(worked: Worked, desk: CaseDesk) -> None:
    text = code_text(worked.evidence.signed)

    first = check_code(desk, text, session=officer(desk, by=sign_in_os_user(desk)))
    assert first is not None
    told = newest(desk)
    again = check_code(desk, text, last=first.check)

    assert (told.action, told.officer, told.details["source"]) == ("evidence_checked", "李", "picture")
    assert again is not None
    assert newest(desk).seq == told.seq


def test_somebody_who_is_no_officer_is_named_as_the_system_knows_them(tmp_path: Path) -> None:
    desk = desk_in(tmp_path)
    officer(desk)

    check_log(desk)

    assert (newest(desk).officer, newest(desk).os_user) == ("", os_user())
