from __future__ import annotations

import numpy as np
import pytest

from app.engine.errors import UsageError
from app.engine.screening.audit import log_entries, verify_log
from app.engine.screening.budget import budget_curve, expected, make_plan
from app.engine.screening.budget_plans import current_plan, draw_plan, lines_hash
from app.engine.screening.case_desk import CaseDesk
from app.engine.screening.officers import Session
from app.engine.screening.queue import RunQueue, open_queue
from tests.engine.screening.case_desks import numbered, run_of_lines, scored

RANKED = np.arange(1000, 0, -1, dtype=np.int32)


@pytest.fixture
def queue(desk: CaseDesk, li: Session) -> RunQueue:
    lines = [scored(risk=risk, value=value) for risk, value in ((0.5, 100.0), (0.1, 1000.0), (0.4, 50.0), (0.0, None))]
    return open_queue(desk, run_of_lines(desk, li, lines))


def test_without_exploration_the_curve_adds_up_the_queue(queue: RunQueue) -> None:
    curve = budget_curve(queue, exploration=0.0, points=50)

    assert [(point.lines, point.expected_hits, point.recovered) for point in curve] == [
        (0, 0.0, 0.0),
        (1, 0.1, 100.0),
        (2, 0.6, 150.0),
        (3, 1.0, 170.0),
        (4, 1.0, 170.0),
    ]
    assert [point.share for point in curve] == [0.0, 0.25, 0.5, 0.75, 1.0]


def test_what_is_drawn_at_random_is_worth_the_average_of_the_rest(queue: RunQueue) -> None:
    curve = budget_curve(queue, exploration=0.5, points=50)

    # One by rank, one of the three others at random
    assert curve[2].expected_hits == pytest.approx(0.1 + 0.9 / 3)
    assert curve[2].recovered == pytest.approx(100 + 70 / 3)
    assert curve[-1].expected_hits == pytest.approx(1.0)


def test_between_two_points_the_curve_is_straight(queue: RunQueue) -> None:
    curve = budget_curve(queue, exploration=0.0, points=2)

    assert expected(curve, 1).expected_hits == pytest.approx(0.25)


def test_a_run_without_lines_has_no_curve(desk: CaseDesk, li: Session) -> None:
    assert budget_curve(open_queue(desk, run_of_lines(desk, li, []))) == ()


def test_a_plan_takes_the_first_by_rank_and_draws_its_share_from_all_others() -> None:
    plan = draw_plan(1, RANKED, 100, exploration=0.2, seed=7)

    assert plan.by_rank.tolist() == list(range(1000, 920, -1))
    assert len(plan.explored) == 20
    assert set(plan.explored.tolist()) < set(range(1, 921))


def test_the_same_seed_draws_the_same_lines_and_another_draws_others() -> None:
    drawn = [draw_plan(1, RANKED, 100, seed=seed).explored.tolist() for seed in (7, 7, 8)]

    assert drawn[0] == drawn[1]
    assert drawn[0] != drawn[2]
    # A seed in an old log has to tell the same lines for ever
    assert drawn[0] == [615, 38, 866, 115, 7]


def test_each_line_is_as_likely_to_be_drawn_as_any_other() -> None:
    times = np.zeros(11)
    for seed in range(2000):
        times[draw_plan(1, RANKED[-10:], 5, exploration=0.4, seed=seed).explored] += 1

    # Seven lines share 4,000 draws; six standard deviations
    assert times[8:].tolist() == [0, 0, 0]
    assert times[1:8] == pytest.approx(4000 / 7, abs=6 * 24)


def test_a_plan_for_more_than_there_is_takes_all() -> None:
    plan = draw_plan(1, RANKED, 5000, exploration=0.05, seed=1)

    assert sorted(plan.lines.tolist()) == list(range(1, 1001))


@pytest.mark.parametrize(("lines", "exploration", "code"), [
    (0, 0.05, "cases.plan_empty"),
    (5, 1.2, "cases.exploration_out_of_reach"),
    (5, -0.1, "cases.exploration_out_of_reach"),
])  # fmt: skip
def test_an_impossible_plan_is_refused(lines: int, exploration: float, code: str) -> None:
    with pytest.raises(UsageError) as caught:
        draw_plan(1, RANKED, lines, exploration=exploration)

    assert caught.value.code == code


def test_a_plan_is_recorded_with_its_seed(desk: CaseDesk, li: Session) -> None:
    queue = open_queue(desk, run_of_lines(desk, li, numbered(100)))

    plan = make_plan(queue, li, 20)

    entry, kept = log_entries(desk, offset=0, limit=1)[0], current_plan(desk, queue.run)
    assert kept is not None
    assert (entry.action, entry.details["seed"], entry.details["lines_sha256"]) == (
        "plan_made",
        plan.seed,
        lines_hash(kept),
    )
    assert kept.lines.tolist() == plan.lines.tolist()
    assert (len(plan.by_rank), len(plan.explored)) == (19, 1)
    assert verify_log(desk).is_whole
