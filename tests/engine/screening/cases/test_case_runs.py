from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.engine.errors import CancelledError, InputError, UsageError
from app.engine.jobs import CancelToken
from app.engine.messages import Language
from app.engine.screening.audit import log_entries
from app.engine.screening.case_blocks import block_of_lines
from app.engine.screening.case_desk import CaseDesk
from app.engine.screening.case_runs import (
    Handled,
    delete_run,
    finish_run,
    handled_lines,
    keep_blocks,
    require_same_basis,
    run_basis,
    run_of,
    runs,
    start_run,
    unread_rows,
)
from app.engine.screening.case_steps import Decision
from app.engine.screening.cases import case_of, decide, view_case
from app.engine.screening.officers import Session
from app.engine.screening.reading import UnreadRow
from tests.engine.screening.case_desks import BASIS, blocks_of, numbered, scored


def test_every_line_of_a_run_is_kept_as_it_was_scored(desk: CaseDesk, li: Session) -> None:
    lines, run = numbered(150), start_run(desk, li, BASIS)

    kept = keep_blocks(desk, run, blocks_of(lines, 70))

    assert (kept.lines, kept.next_block, kept.finished_at) == (150, 3, None)
    assert [case_of(desk, kept, line).scored for line in (1, 64, 65, 70, 71, 150)] == [
        lines[line - 1] for line in (1, 64, 65, 70, 71, 150)
    ]


def test_documents_are_told_whether_they_were_kept_one_by_one_or_bundled(desk: CaseDesk, li: Session) -> None:
    file = desk.run_file(start_run(desk, li, BASIS).id)
    first, second, third = blocks_of(numbered(30), 10)
    for block in (replace(first, documents=b"one"), second, replace(third, documents=b"three")):
        file.add(block)

    told = file.documents([1, 10, 11, 20, 30, 21], lambda content: lambda at: f"{content.decode()} {at}")

    assert told == ["one 0", "one 9", second.documents[0], second.documents[9], "three 9", "three 0"]
    with pytest.raises(UsageError) as caught:
        file.documents([31], lambda content: str)
    assert caught.value.code == "cases.line_unknown"


def test_a_stopped_run_goes_on_where_it_stopped(desk: CaseDesk, li: Session) -> None:
    blocks, run, token = blocks_of(numbered(100), 20), start_run(desk, li, BASIS), CancelToken()

    def stop_at_40(done: int, total: int | None, note: str = "", /) -> None:
        if done == 40:
            token.cancel()

    with pytest.raises(CancelledError):
        keep_blocks(desk, run, blocks, total=100, progress=stop_at_40, token=token)
    stopped = run_of(desk, run.id)
    done = keep_blocks(desk, stopped, blocks[stopped.next_block :])

    assert (stopped.lines, stopped.next_block) == (40, 2)
    assert (done.lines, case_of(desk, done, 100).scored.declaration.number) == (100, "N000099")


def test_two_windows_do_not_write_one_run_twice(desk: CaseDesk, li: Session) -> None:
    blocks, run = blocks_of(numbered(40), 20), start_run(desk, li, BASIS)
    keep_blocks(desk, run, blocks)

    with pytest.raises(UsageError) as caught:
        keep_blocks(desk, run, blocks[1:])

    assert caught.value.code == "cases.run_elsewhere"
    assert run_of(desk, run.id).lines == 40


def test_rows_that_are_no_declarations_are_told_in_both_languages(desk: CaseDesk, li: Session) -> None:
    run = start_run(desk, li, BASIS)
    problem = InputError("screening.currency_unknown", given="XYZ")

    keep_blocks(desk, run, [block_of_lines([scored()], unread=[UnreadRow(7, problem)])])

    (found,) = unread_rows(desk, run, offset=0, limit=10)
    assert run_of(desk, run.id).unread == 1
    assert found.row == 7
    assert "“XYZ” is unknown" in found.text(Language.EN)
    assert "XYZ" in found.text(Language.ZH)


def test_a_run_is_begun_anew_where_its_file_or_models_changed(desk: CaseDesk, li: Session, tmp_path: Path) -> None:
    source = tmp_path / "a.csv"
    source.write_text("one", encoding="utf-8")
    run = start_run(desk, li, run_basis(source, [("price_model", "7")]))
    source.write_text("two", encoding="utf-8")

    require_same_basis(run, run.basis)
    with pytest.raises(UsageError) as other_file:
        require_same_basis(run, run_basis(source, [("price_model", "7")]))

    assert other_file.value.code == "cases.basis_changed"
    assert run_of(desk, run.id).basis == run.basis


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        run_basis(tmp_path / "none.csv")

    assert caught.value.code == "cases.file_unreadable"


def test_runs_are_listed_newest_first_and_the_log_tells_their_basis(desk: CaseDesk, li: Session) -> None:
    first, second = (start_run(desk, li, BASIS) for _ in range(2))
    finish_run(desk, li, second)

    assert [(run.id, run.finished_at is None) for run in runs(desk)] == [(second.id, False), (first.id, True)]
    finished = log_entries(desk, offset=0, limit=1)[0]
    assert (finished.action, finished.details["basis"]) == ("run_finished", BASIS.document)


def test_a_deleted_run_is_gone_and_its_number_is_not_used_again(desk: CaseDesk, li: Session) -> None:
    run = start_run(desk, li, BASIS)
    keep_blocks(desk, run, [block_of_lines([scored()])])

    delete_run(desk, li, run)

    with pytest.raises(UsageError) as caught:
        run_of(desk, run.id)
    assert caught.value.code == "cases.run_gone"
    assert start_run(desk, li, BASIS).id > run.id


def test_what_was_done_with_a_run_is_counted_and_outlives_it(desk: CaseDesk, li: Session) -> None:
    run = keep_blocks(desk, start_run(desk, li, BASIS), blocks_of(numbered(5), 5))
    view_case(desk, li, run, 1)
    decide(desk, li, run, [2, 3], Decision.INSPECT)

    before = handled_lines(desk, run)
    delete_run(desk, li, run)

    assert before == handled_lines(desk, run) == Handled(seen=3, decided=2)
    assert case_of(desk, run, 2).decision is Decision.INSPECT
