"""How answers arrive where products take longer to count than all the rest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.bridge import dashboard_question
from app.bridge.dashboard_asker import DashboardAsker
from app.bridge.dashboard_content import DashboardContent
from app.bridge.dashboard_metrics import Metric
from app.bridge.tasks import Lane, Task, TaskRunner
from app.engine.store.open_store import Store
from app.engine.store.selection import Selection
from tests.desks import close_runners, make_desk


@pytest.fixture(autouse=True)
def ended(qtbot: QtBot) -> Iterator[None]:
    yield
    close_runners()


def test_products_are_counted_after_the_answer_that_is_drawn_and_behind_it(
    demo_store: Path, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = make_desk(demo_store, tmp_path)
    asker = DashboardAsker(desk.session, desk.runner, desk.runner)
    ask, start = dashboard_question.ask_dashboard, TaskRunner.start
    answers: list[DashboardContent] = []
    lanes: list[Lane] = []

    def without_products(store: Store, selection: Selection, metric: Metric) -> DashboardContent:
        content = ask(store, selection, metric)
        return replace(content, key=replace(content.key, products=None))

    def noting(runner: TaskRunner, task: Task, lane: Lane) -> None:
        lanes.append(lane)
        start(runner, task, lane)

    monkeypatch.setattr(dashboard_question, "ask_dashboard", without_products)
    monkeypatch.setattr(TaskRunner, "start", noting)
    asker.answered.connect(answers.extend)

    asker.ask([Selection()], Metric.VALUE)
    qtbot.waitUntil(lambda: len(answers) == 2)

    assert [answer.key.products is None for answer in answers] == [True, False]
    assert lanes == [Lane.QUESTIONS, Lane.AFTERTHOUGHTS]
