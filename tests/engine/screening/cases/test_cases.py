from __future__ import annotations

from decimal import Decimal

import pytest

from app.engine.errors import UsageError
from app.engine.messages import Language, sentence
from app.engine.screening.audit import log_entries, verify_log
from app.engine.screening.case_desk import CaseDesk
from app.engine.screening.case_outcomes import inspected_cases, like_cases, outcomes
from app.engine.screening.case_runs import Run, delete_run
from app.engine.screening.case_steps import CaseState, Decision, StepKind
from app.engine.screening.cases import case_of, decide, record_outcome, second_look, view_case
from app.engine.screening.officers import Session
from app.engine.screening.outcomes import Outcome
from app.engine.store.selection import Direction
from tests.engine.screening.case_desks import BASIS, officer, run_of_lines, scored
from tests.engine.screening.declarations import declaration


@pytest.fixture
def wang(desk: CaseDesk, li: Session) -> Session:
    return officer(desk, "王", by=li)


@pytest.fixture
def run(desk: CaseDesk, li: Session) -> Run:
    return run_of_lines(desk, li, [scored(number="A", trader="甲"), scored(number="B", trader="乙", hs="61091000")])


def test_looking_at_a_case_shows_the_line_as_it_was_screened_and_leaves_a_trace(
    desk: CaseDesk, li: Session, run: Run
) -> None:
    case = view_case(desk, li, run, 2)

    entry = log_entries(desk, offset=0, limit=1)[0]
    assert case.scored == scored(number="B", trader="乙", hs="61091000")
    assert case.state is CaseState.OPEN
    assert [(step.kind, step.officer) for step in case.steps] == [(StepKind.VIEW, "李")]
    assert (entry.action, entry.run, entry.line, entry.officer) == ("case_viewed", run.id, 2, "李")
    assert entry.details["basis"] == BASIS.document
    assert entry.details["digest"] == case.digest


@pytest.mark.parametrize(("decision", "state"), [
    (Decision.RELEASE, CaseState.RELEASED),
    (Decision.INSPECT, CaseState.TO_INSPECT),
    (Decision.DOCUMENTS, CaseState.DOCUMENTS),
    (Decision.ESCALATE, CaseState.ESCALATED),
])  # fmt: skip
def test_a_decision_is_kept_with_its_note(
    desk: CaseDesk, li: Session, run: Run, decision: Decision, state: CaseState
) -> None:
    decide(desk, li, run, [1], decision, " 价格过低 ")

    case = case_of(desk, run, 1)
    assert (case.state, case.decision, case.steps[-1].note) == (state, decision, "价格过低")
    assert case_of(desk, run, 2).state is CaseState.OPEN


def test_a_decision_about_many_lines_is_one_for_each(desk: CaseDesk, li: Session, run: Run) -> None:
    decided = decide(desk, li, run, [1, 2, 1], Decision.RELEASE)

    assert decided == 2
    assert [case_of(desk, run, line).state for line in (1, 2)] == [CaseState.RELEASED] * 2
    assert [each.line for each in log_entries(desk, offset=0, limit=2)] == [2, 1]


def test_what_another_officer_decided_meanwhile_is_read_before_it_is_overruled(
    desk: CaseDesk, li: Session, wang: Session, run: Run
) -> None:
    seen = view_case(desk, li, run, 1).newest_entry
    decide(desk, wang, run, [1], Decision.INSPECT, seen=view_case(desk, wang, run, 1).newest_entry)

    with pytest.raises(UsageError) as caught:
        decide(desk, li, run, [1], Decision.RELEASE, seen=seen)
    kept = case_of(desk, run, 1)
    decide(desk, li, run, [1], Decision.RELEASE, seen=kept.newest_entry)
    with pytest.raises(UsageError) as looking_again:
        second_look(desk, wang, run, 1, Decision.INSPECT, seen=kept.newest_entry)

    assert "王" in sentence(caught.value, Language.EN)
    assert kept.decision is Decision.INSPECT
    assert looking_again.value.code == "cases.decided_meanwhile"
    assert case_of(desk, run, 1).decision is Decision.RELEASE


def test_ones_own_word_is_no_news(desk: CaseDesk, li: Session, run: Run) -> None:
    seen = view_case(desk, li, run, 1).newest_entry

    for decision in (Decision.INSPECT, Decision.RELEASE):
        decide(desk, li, run, [1], decision, seen=seen)

    assert case_of(desk, run, 1).decision is Decision.RELEASE


def test_one_impossible_line_among_many_leaves_all_as_they_were(desk: CaseDesk, li: Session, run: Run) -> None:
    before = log_entries(desk, offset=0, limit=99)

    with pytest.raises(UsageError) as caught:
        decide(desk, li, run, [1, 3], Decision.RELEASE)

    assert caught.value.code == "cases.line_unknown"
    assert case_of(desk, run, 1).state is CaseState.OPEN
    assert log_entries(desk, offset=0, limit=99) == before


def test_a_second_look_is_anothers_and_its_word_counts(desk: CaseDesk, li: Session, wang: Session, run: Run) -> None:
    decide(desk, li, run, [1], Decision.RELEASE)

    with pytest.raises(UsageError) as own:
        second_look(desk, li, run, 1, Decision.INSPECT)
    second_look(desk, wang, run, 1, Decision.INSPECT, "再看一次")

    case = case_of(desk, run, 1)
    assert own.value.code == "cases.second_look_own"
    assert (case.state, case.decision) == (CaseState.TO_INSPECT, Decision.INSPECT)
    assert [(step.kind, step.officer) for step in case.steps] == [
        (StepKind.DECISION, "李"),
        (StepKind.SECOND_LOOK, "王"),
    ]


def test_there_is_no_second_look_without_a_first(desk: CaseDesk, wang: Session, run: Run) -> None:
    view_case(desk, wang, run, 1)

    with pytest.raises(UsageError) as caught:
        second_look(desk, wang, run, 1, Decision.INSPECT)

    assert caught.value.code == "cases.not_decided"


def test_what_inspection_found_closes_the_case_and_can_be_corrected(desk: CaseDesk, li: Session, run: Run) -> None:
    decide(desk, li, run, [1], Decision.INSPECT)

    record_outcome(desk, li, run, 1, is_hit=False)
    record_outcome(desk, li, run, 1, is_hit=True, recovered=Decimal("120.50"), currency="CNY", note="少报")

    case, last = case_of(desk, run, 1), case_of(desk, run, 1).steps[-1]
    assert (case.state, case.standing.is_hit) == (CaseState.INSPECTED, True)
    assert (last.recovered, last.currency, last.note) == (Decimal("120.50"), "CNY", "少报")
    assert [step.is_hit for step in case.steps] == [None, False, True]
    with pytest.raises(UsageError) as caught:
        decide(desk, li, run, [1], Decision.RELEASE)
    assert caught.value.code == "cases.outcome_known"


def test_nothing_is_found_in_what_nobody_decided_about(desk: CaseDesk, li: Session, run: Run) -> None:
    with pytest.raises(UsageError) as caught:
        record_outcome(desk, li, run, 1, is_hit=True)

    assert caught.value.code == "cases.not_decided"


def test_outcomes_come_in_the_order_in_which_they_became_known(desk: CaseDesk, li: Session, run: Run) -> None:
    decide(desk, li, run, [1, 2], Decision.INSPECT)
    record_outcome(desk, li, run, 2, is_hit=True)
    record_outcome(desk, li, run, 1, is_hit=False)

    assert outcomes(desk) == (
        Outcome("61091000", Direction.IMPORT, "乙", None, 10, is_hit=True),
        Outcome("27090000", Direction.IMPORT, "甲", None, 10, is_hit=False),
    )
    assert [(known.declaration.number, step.is_hit) for known, step in inspected_cases(desk)] == [
        ("B", True),
        ("A", False),
    ]


def test_like_cases_are_of_the_same_trader_or_the_same_goods(desk: CaseDesk, li: Session, run: Run) -> None:
    decide(desk, li, run, [1, 2], Decision.DOCUMENTS, "缺发票")

    found = like_cases(desk, declaration(hs="61091090", trader="甲"))

    assert [(known.declaration.number, known.decision, known.note) for known in found] == [
        ("B", Decision.DOCUMENTS, "缺发票"),
        ("A", Decision.DOCUMENTS, "缺发票"),
    ]
    assert like_cases(desk, declaration(hs="01012100", trader="")) == []
    others = like_cases(desk, declaration(hs="61091090", trader="甲"), besides=(run.id, found[0].line))
    assert [known.line for known in others] == [found[1].line]


def test_a_case_outlives_the_run_that_it_came_from(desk: CaseDesk, li: Session, run: Run) -> None:
    decide(desk, li, run, [1], Decision.INSPECT)

    delete_run(desk, li, run)

    assert case_of(desk, run, 1).scored.declaration.number == "A"
    assert not desk.cases.run_path(run.id).exists()
    assert verify_log(desk).is_whole


def test_a_note_that_is_a_book_is_refused(desk: CaseDesk, li: Session, run: Run) -> None:
    with pytest.raises(UsageError) as caught:
        decide(desk, li, run, [1], Decision.RELEASE, "长" * 2001)

    assert caught.value.code == "cases.note_long"
