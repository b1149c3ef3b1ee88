from __future__ import annotations

from pathlib import Path

import pytest

from app.engine.errors import UsageError
from app.engine.screening.audit import log_entries, verify_log
from app.engine.screening.bulk_decisions import SeenLines, decide_many
from app.engine.screening.case_desk import CaseDesk
from app.engine.screening.case_runs import Run
from app.engine.screening.case_steps import CaseState, Decision
from app.engine.screening.cases import case_of, decide, record_outcome, view_case
from app.engine.screening.officers import Session
from app.engine.screening.queue import RunQueue
from app.engine.screening.queue_filters import QueueFilter, QueueOrder
from tests.engine.screening.case_desks import desk_in, numbered, officer, run_of_lines

ALL = (1, 2, 3, 4)


@pytest.fixture
def desk(tmp_path: Path) -> CaseDesk:
    return desk_in(tmp_path)


@pytest.fixture
def li(desk: CaseDesk) -> Session:
    return officer(desk)


@pytest.fixture
def wang(desk: CaseDesk, li: Session) -> Session:
    return officer(desk, "王", by=li)


@pytest.fixture
def run(desk: CaseDesk, li: Session, wang: Session) -> Run:
    return run_of_lines(desk, li, numbered(4))


def seen_now(desk: CaseDesk, run: Run) -> SeenLines:
    """As a list tells that is asked for now."""
    queue = RunQueue(desk, run)
    queue.lines(QueueFilter(), QueueOrder.ROW)
    return SeenLines(queue.entry, {})


def states(desk: CaseDesk, run: Run) -> list[CaseState]:
    return [case_of(desk, run, line).state for line in ALL]


def test_what_another_officer_decided_meanwhile_stays_and_is_named_and_the_rest_is_decided(
    desk: CaseDesk, li: Session, wang: Session, run: Run
) -> None:
    seen = seen_now(desk, run)
    decide(desk, wang, run, [2], Decision.INSPECT)

    told = decide_many(desk, li, run, ALL, Decision.RELEASE, seen=seen)

    assert told.decided == 3
    assert [(each.line, each.row, each.officer, each.state) for each in told.left] == [
        (2, case_of(desk, run, 2).scored.declaration.row, "王", CaseState.TO_INSPECT)
    ]
    assert states(desk, run) == [CaseState.RELEASED, CaseState.TO_INSPECT, CaseState.RELEASED, CaseState.RELEASED]
    assert verify_log(desk).is_whole


def test_what_was_decided_before_the_list_was_shown_is_overruled(
    desk: CaseDesk, li: Session, wang: Session, run: Run
) -> None:
    decide(desk, wang, run, [2], Decision.INSPECT)

    told = decide_many(desk, li, run, ALL, Decision.RELEASE, seen=seen_now(desk, run))

    assert (told.decided, told.left) == (4, ())
    assert states(desk, run) == [CaseState.RELEASED] * 4


def test_a_line_that_was_read_later_than_the_list_may_be_overruled(
    desk: CaseDesk, li: Session, wang: Session, run: Run
) -> None:
    before = seen_now(desk, run)
    decide(desk, wang, run, [2, 3], Decision.INSPECT)
    entry = RunQueue(desk, run).rows([2])[0].entry

    told = decide_many(desk, li, run, ALL, Decision.RELEASE, seen=SeenLines(before.entry, {2: entry}))

    assert [each.line for each in told.left] == [3]
    assert told.left[0].entry == case_of(desk, run, 3).newest_entry


def test_ones_own_words_and_looks_of_others_are_no_reason_to_leave_a_line(
    desk: CaseDesk, li: Session, wang: Session, run: Run
) -> None:
    seen = seen_now(desk, run)
    decide(desk, li, run, [1], Decision.INSPECT)
    view_case(desk, wang, run, 1)
    view_case(desk, wang, run, 2)

    told = decide_many(desk, li, run, ALL, Decision.RELEASE, seen=seen)

    assert (told.decided, told.left) == (4, ())


def test_an_outcome_that_another_recorded_meanwhile_stays_too(
    desk: CaseDesk, li: Session, wang: Session, run: Run
) -> None:
    decide(desk, wang, run, [4], Decision.INSPECT)
    seen = seen_now(desk, run)
    record_outcome(desk, wang, run, 4, is_hit=True)

    told = decide_many(desk, li, run, ALL, Decision.RELEASE, seen=seen)

    assert [(each.line, each.state) for each in told.left] == [(4, CaseState.INSPECTED)]
    assert told.decided == 3


def test_an_outcome_that_was_known_before_stops_everything(
    desk: CaseDesk, li: Session, wang: Session, run: Run
) -> None:
    decide(desk, wang, run, [4], Decision.INSPECT)
    record_outcome(desk, wang, run, 4, is_hit=True)

    with pytest.raises(UsageError) as caught:
        decide_many(desk, li, run, ALL, Decision.RELEASE, seen=seen_now(desk, run))

    assert caught.value.code == "cases.outcome_known"
    assert states(desk, run)[:3] == [CaseState.OPEN] * 3


def test_where_everything_was_decided_meanwhile_nothing_is_written(
    desk: CaseDesk, li: Session, wang: Session, run: Run
) -> None:
    seen = seen_now(desk, run)
    decide(desk, wang, run, ALL, Decision.INSPECT)
    before = log_entries(desk, offset=0, limit=1)

    told = decide_many(desk, li, run, ALL, Decision.RELEASE, seen=seen)

    assert (told.decided, len(told.left)) == (0, 4)
    assert log_entries(desk, offset=0, limit=1) == before
