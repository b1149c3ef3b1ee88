from __future__ import annotations

import csv
import json
from decimal import Decimal
from pathlib import Path

import pytest

from app.engine.errors import EngineError
from app.engine.messages import Language
from app.engine.reports.list_file import HEAD_SUFFIX
from app.engine.reports.log_file import check_log_file, head_in, write_log_file
from app.engine.reports.outcome_file import write_outcomes
from app.engine.screening.audit import log_entries, verify_log
from app.engine.screening.budget_plans import draw_plan, keep_plan
from app.engine.screening.case_desk import CaseDesk
from app.engine.screening.case_steps import Decision
from app.engine.screening.cases import decide, record_outcome
from app.engine.screening.officers import Session
from app.engine.screening.queue import open_queue
from app.engine.screening.queue_filters import QueueFilter, QueueOrder
from tests.engine.reports.evidence.conftest import Worked
from tests.engine.screening.case_desks import desk_in, run_of_lines, scored


@pytest.fixture
def written(desk: CaseDesk, li: Session, tmp_path: Path) -> Path:
    run = run_of_lines(desk, li, [scored(number="A"), scored(number="B")])
    decide(desk, li, run, [1], Decision.INSPECT, "看")
    write_log_file(desk, li, tmp_path / "log.jsonl")
    return tmp_path / "log.jsonl"


def problems(path: Path) -> list[str]:
    """What is said of a log file, whether it is looked at or refused at once."""
    try:
        check, _ = check_log_file(path)
    except EngineError as error:
        return [error.code]
    assert all(each.text(language) for each in check.problems for language in Language)
    return [each.reason.code for each in check.problems]


def test_a_written_log_is_whole_and_tells_of_itself_last(desk: CaseDesk, written: Path) -> None:
    check, head = check_log_file(written)

    assert check.is_whole
    assert head.fingerprint == desk.key.fingerprint
    assert check.entries == len(written.read_text(encoding="utf-8").splitlines()) - 1
    assert "log_exported" in written.read_text(encoding="utf-8").splitlines()[-2]
    assert verify_log(desk, [head_in(written)]).is_whole


def test_every_altered_byte_of_a_written_log_is_found(written: Path) -> None:
    raw = written.read_bytes()
    for at in range(len(raw)):
        written.write_bytes(raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :])

        assert problems(written), at


def test_lines_that_are_removed_swapped_or_repeated_are_found(written: Path) -> None:
    lines = written.read_bytes().splitlines(keepends=True)
    for place in range(len(lines) - 1):
        for changed in (
            [*lines[:place], *lines[place + 1 :]],
            [*lines[:place], lines[place + 1], lines[place], *lines[place + 2 :]],
            [*lines[:place], lines[place], *lines[place:]],
            lines[: place + 1],
        ):
            written.write_bytes(b"".join(changed))

            assert problems(written), place


@pytest.mark.parametrize("content", [b"", b"{}\n", b"not a log", b"[1]\n", b'{"format":"log-head/1"}\n'])
def test_what_is_no_log_is_said(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other"
    path.write_bytes(content)

    assert problems(path)


def test_a_log_that_was_cut_after_an_evidence_file_is_found_by_that_file(worked: Worked) -> None:
    head = head_in(worked.evidence.path)

    assert verify_log(worked.desk, [head]).is_whole
    assert not verify_log(desk_in(worked.evidence.path.parent / "other"), [head]).is_whole


def test_outcomes_are_written_with_what_screening_said_and_whether_chance_chose(
    desk: CaseDesk, li: Session, tmp_path: Path
) -> None:
    run = run_of_lines(desk, li, [scored(number="A", risk=0.9), scored(number="B", risk=0.1, name="=1+1")])
    ranked = open_queue(desk, run).lines(QueueFilter(), QueueOrder.RISK)
    keep_plan(desk, li, draw_plan(run.id, ranked, 2, exploration=0.5, seed=1))
    decide(desk, li, run, [1, 2], Decision.INSPECT)
    record_outcome(desk, li, run, 2, is_hit=True, recovered=Decimal("12.50"), currency="CNY", note="少报")
    record_outcome(desk, li, run, 1, is_hit=False)

    written = write_outcomes(desk, li, tmp_path / "outcomes.csv")

    with written.path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [(row["number"], row["is_hit"], row["drawn_at_random"], row["recovered"]) for row in rows] == [
        ("B", "1", "1", "12.50"),
        ("A", "0", "0", ""),
    ]
    assert (rows[0]["risk"], rows[0]["tail_price"], rows[0]["tail_photo"]) == ("0.1", "0.2", "")
    assert (rows[0]["name"], rows[0]["note"], rows[0]["officer"]) == ("'=1+1", "少报", "李")
    assert log_entries(desk, offset=0, limit=1)[0].action == "outcomes_exported"
    assert written.head_path.name == f"outcomes.csv{HEAD_SUFFIX}"
    assert verify_log(desk, [head_in(written.head_path)]).is_whole


def test_a_desk_without_outcomes_writes_only_the_names_of_the_columns(
    desk: CaseDesk, li: Session, tmp_path: Path
) -> None:
    written = write_outcomes(desk, li, tmp_path / "outcomes.csv")

    assert (written.rows, len(written.path.read_text(encoding="utf-8-sig").splitlines())) == (0, 1)
    assert json.loads(written.head_path.read_text(encoding="utf-8"))["format"] == "log-head/1"
