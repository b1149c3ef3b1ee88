from __future__ import annotations

import pytest

from app.engine.errors import CancelledError
from app.engine.jobs import CancelToken
from app.engine.screening.audit import verify_log
from app.engine.screening.budget import make_plan
from app.engine.screening.budget_plans import Picked
from app.engine.screening.case_desk import CaseDesk
from app.engine.screening.case_steps import CaseState, Decision
from app.engine.screening.cases import decide
from app.engine.screening.findings import Component, is_risk_of_file
from app.engine.screening.officers import Session
from app.engine.screening.queue import RunQueue, open_queue
from app.engine.screening.queue_filters import QueueFilter, QueueOrder
from app.engine.store.selection import Direction
from tests.engine.screening.case_desks import run_of_lines, scored

LINES = [
    scored(risk=0.1, value=900.0, row=2, number="A1", hs="27090000", name="原油", trader="中石", tails=[0.9]),
    scored(risk=0.9, value=50.0, row=3, number="A2", hs="61091000", name="T恤 cotton", trader="Blue_Sky", tails=[0.01]),
    scored(risk=0.5, value=None, row=4, number="B1", hs="61099090", name="T恤", trader="中石", tails=[None]),
    scored(risk=0.9, value=300.0, row=5, number="B2", hs="85171300", name="手机", trader="", tails=[0.05, 0.001],
           direction=Direction.EXPORT),
]  # fmt: skip
ALL = QueueFilter()


@pytest.fixture
def queue(desk: CaseDesk, li: Session) -> RunQueue:
    return open_queue(desk, run_of_lines(desk, li, LINES))


def found(queue: RunQueue, wanted: QueueFilter = ALL, order: QueueOrder = QueueOrder.ROW) -> list[str]:
    return [row.number for row in queue.page(wanted, order, 0, 100)]


def test_a_row_shows_what_was_scored(queue: RunQueue) -> None:
    row = queue.page(ALL, QueueOrder.ROW, 3, 1)[0]

    assert (row.line, row.row, row.number, row.hs, row.name, row.trader) == (4, 5, "B2", "85171300", "手机", "")
    assert (row.direction, row.risk, row.value, row.recovery) == (Direction.EXPORT, 0.9, 300.0, 270.0)
    assert row.tails == pytest.approx((0.05, 0.001, 0.3, 0.4, 0.9))
    assert (row.state, row.picked) == (CaseState.OPEN, None)
    assert queue.page(ALL, QueueOrder.ROW, 2, 1)[0].value is None
    assert queue.page(ALL, QueueOrder.ROW, 2, 1)[0].tails[:2] == (None, None)


@pytest.mark.parametrize(("order", "numbers"), [
    (QueueOrder.RECOVERY, ["B2", "A1", "A2", "B1"]),
    (QueueOrder.RISK, ["A2", "B2", "B1", "A1"]),
    (QueueOrder.VALUE, ["A1", "B2", "A2", "B1"]),
    (QueueOrder.PRICE, ["A2", "B2", "A1", "B1"]),
    (QueueOrder.PHOTO, ["B2", "A1", "A2", "B1"]),
    (QueueOrder.ROW, ["A1", "A2", "B1", "B2"]),
    (QueueOrder.HS, ["A1", "A2", "B1", "B2"]),
    (QueueOrder.TRADER, ["B2", "A2", "A1", "B1"]),
])  # fmt: skip
def test_every_order_puts_the_unknown_last_and_equals_as_in_the_file(
    queue: RunQueue, order: QueueOrder, numbers: list[str]
) -> None:
    assert found(queue, order=order) == numbers


def test_a_reversed_order_still_puts_the_unknown_last(queue: RunQueue) -> None:
    rows = queue.page(ALL, QueueOrder.VALUE, 0, 9, reverse=True)

    assert [row.number for row in rows] == ["A2", "B2", "A1", "B1"]
    assert [row.number for row in queue.page(ALL, QueueOrder.HS, 0, 9, reverse=True)] == ["B2", "B1", "A2", "A1"]


@pytest.mark.parametrize(("wanted", "numbers"), [
    (QueueFilter(text="t恤"), ["A2", "B1"]),
    (QueueFilter(text="中石"), ["A1", "B1"]),
    (QueueFilter(text="BLUE_sky"), ["A2"]),
    (QueueFilter(text="%"), []),
    (QueueFilter(text="A_"), []),
    (QueueFilter(text=" b1 "), ["B1"]),
    (QueueFilter(text="6109"), ["A2", "B1"]),
    (QueueFilter(hs_prefix="61"), ["A2", "B1"]),
    (QueueFilter(direction=Direction.EXPORT), ["B2"]),
    (QueueFilter(least_risk=0.5), ["A2", "B1", "B2"]),
    (QueueFilter(least_value=300.0), ["A1", "B2"]),
    (QueueFilter(remarkable=frozenset({Component.PRICE})), ["A2", "B2"]),
    (QueueFilter(remarkable=frozenset({Component.PRICE, Component.PHOTO})), ["A2", "B2"]),
    (QueueFilter(unchecked=frozenset({Component.PRICE})), ["B1"]),
    (QueueFilter(text="T恤", least_risk=0.6, hs_prefix="6109"), ["A2"]),
    (QueueFilter(proposed=True), []),
])  # fmt: skip
def test_a_filter_leaves_the_lines_that_were_asked_for(
    queue: RunQueue, wanted: QueueFilter, numbers: list[str]
) -> None:
    assert found(queue, wanted) == numbers
    assert queue.count(wanted) == len(numbers)


def test_decisions_of_anybody_show_in_the_queue(desk: CaseDesk, li: Session, queue: RunQueue) -> None:
    open_ones = QueueFilter(states=frozenset({CaseState.OPEN}))
    before = queue.count(open_ones)

    decide(desk, li, queue.run, [2, 3], Decision.RELEASE)

    assert (before, queue.count(open_ones)) == (4, 2)
    assert found(queue, QueueFilter(states=frozenset({CaseState.RELEASED}))) == ["A2", "B1"]
    assert queue.page(ALL, QueueOrder.ROW, 1, 1)[0].state is CaseState.RELEASED


def test_a_decision_that_is_stopped_decides_nothing(desk: CaseDesk, li: Session, queue: RunQueue) -> None:
    token = CancelToken()
    told: list[int] = []

    def stop_at_the_second(done: int, _total: int | None, _note: str = "", /) -> None:
        told.append(done)
        if done == 1:
            token.cancel()

    with pytest.raises(CancelledError):
        decide(desk, li, queue.run, [1, 2, 3], Decision.RELEASE, progress=stop_at_the_second, token=token)

    assert told == [0, 1]
    assert queue.count(QueueFilter(states=frozenset({CaseState.OPEN}))) == 4
    assert verify_log(desk).is_whole


def test_lines_of_the_plan_say_why_they_are_on_it(desk: CaseDesk, li: Session, queue: RunQueue) -> None:
    make_plan(queue, li, 2, exploration=0.5, seed=3)

    rows = queue.page(QueueFilter(proposed=True), QueueOrder.RECOVERY, 0, 9)

    assert rows[0].number == "B2"
    assert [row.picked for row in rows] == [Picked.RANK, Picked.EXPLORATION]


def test_a_page_beyond_the_end_is_empty(queue: RunQueue) -> None:
    assert queue.page(ALL, QueueOrder.RISK, 4, 10) == []


def test_a_run_without_lines_has_an_empty_queue(desk: CaseDesk, li: Session) -> None:
    empty = open_queue(desk, run_of_lines(desk, li, []))

    assert empty.count(QueueFilter(text="x", hs_prefix="1", states=frozenset({CaseState.OPEN}))) == 0
    assert empty.page(ALL, QueueOrder.TRADER, 0, 10) == []


def test_how_many_prices_are_far_off_is_told_of_those_that_were_checked(desk: CaseDesk, li: Session) -> None:
    checked = [scored(row=place, number=str(place), tails=[0.01 if place % 4 else 0.5]) for place in range(2, 42)]
    lines = [*checked, *(scored(row=place, number=str(place), tails=[None]) for place in range(42, 82))]

    queue = open_queue(desk, run_of_lines(desk, li, lines))

    assert queue.remarkable_share(Component.PRICE) == 0.75


def test_of_few_prices_nothing_is_told(queue: RunQueue) -> None:
    assert queue.remarkable_share(Component.PRICE) is None


def test_of_equal_lines_those_with_a_finding_of_their_own_come_first(desk: CaseDesk, li: Session) -> None:
    nothing, word, rule = [0.2, None, 0.3, 1.0, None], [0.2, None, 0.01, 1.0, None], [0.2, None, 0.3, 0.1, None]
    lines = [
        scored(risk=0.902, value=100.0, row=2, number="none", tails=nothing),
        scored(risk=0.898, value=100.0, row=3, number="word", tails=word),
        scored(risk=0.85, value=None, row=4, number="none without value", tails=nothing),
        scored(risk=0.6, value=None, row=5, number="rule without value", tails=rule),
        scored(risk=0.902, value=100.0, row=6, number="word as risky", tails=word),
    ]
    queue = open_queue(desk, run_of_lines(desk, li, lines))

    by_worth = found(queue, order=QueueOrder.RECOVERY)
    by_risk = found(queue, order=QueueOrder.RISK)
    by_least_risk = [row.number for row in queue.page(ALL, QueueOrder.RISK, 0, 9, reverse=True)]

    assert by_worth == ["word as risky", "none", "word", "rule without value", "none without value"]
    assert by_risk == ["word as risky", "word", "none", "none without value", "rule without value"]
    assert by_least_risk == ["rule without value", "none without value", "word", "word as risky", "none"]


@pytest.mark.parametrize(("risk", "tails", "is_of_file"), [
    (0.8, (0.2, None, 0.3, 1.0, None), True),
    (0.8, (None, None, None, 1.0, None), True),
    (0.8, (0.2, None, 0.3, 1.0, 0.9), True),
    (0.02, (0.2, None, 0.3, 1.0, None), False),
    (0.8, (0.04, None, 0.3, 1.0, None), False),
    (0.8, (0.2, 0.01, 0.3, 1.0, None), False),
    (0.8, (0.2, None, 0.3, 0.1, None), False),
    (0.8, (0.2, None, 0.3, 1.0, 0.3), False),
])  # fmt: skip
def test_a_raised_risk_without_a_finding_is_that_of_the_file(
    risk: float, tails: tuple[float | None, ...], is_of_file: bool
) -> None:
    assert is_risk_of_file(risk, tails) == is_of_file
