"""The screening desk as an officer uses it: a file, its queue, decisions by key, filters, a second look."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.bridge import screening_board
from app.bridge.desk import Desk
from app.bridge.price_curve import price_text
from app.engine.messages import Language
from app.engine.price.pricer import Pricer
from app.engine.screening.case_steps import CaseState, Decision
from app.engine.screening.findings import Component
from app.views.screening.outcome_dialog import OutcomeDialog
from app.views.screening.page import ScreeningPage
from app.widgets.question import Question
from tests.ui.price_desk import LEFT, WAIT_MS
from tests.ui.screening_desk import dialog_of, numbers, opened, press, row, screen, settled, states, written


@pytest.fixture
def page(desk: Desk, qtbot: QtBot, demo_pricer: Pricer, tmp_path: Path) -> ScreeningPage:
    """Four lines in the queue: one large and cheap, one without a rate, two sound; one row is unreadable."""
    page = opened(desk, qtbot, demo_pricer)
    rows = [
        row(demo_pricer, number="1001"),
        row(demo_pricer, number="1002", times=1.5, 法定第一数量="1000"),
        row(demo_pricer, number="1003", 币制="JPY"),
        row(demo_pricer, number="1004", times=1.02, 商品名称="印刷机零件"),
        row(demo_pricer, number="1005", 总价="many"),
    ]
    screen(page, qtbot, written(tmp_path, rows))
    return page


def test_the_line_with_most_at_stake_is_in_front(page: ScreeningPage) -> None:
    case = page.office.board.case
    assert case is not None

    assert case.scored.declaration.number == "1002"
    assert case.scored.finding(Component.PRICE).is_remarkable
    assert numbers(page)[0] == "1002"
    assert page.runs.unread.text() == "1 行无法读出"


def test_the_declared_price_stands_beside_the_curve(page: ScreeningPage) -> None:
    case, plot = page.office.board.case, page.queue.card.price.plot
    assert case is not None
    assert case.scored.price is not None

    declared = float(case.scored.price.declared.price)
    assert plot.declared == (case.scored.declaration.declared_on.year, declared)  # type: ignore[union-attr]
    assert plot.lines
    assert price_text(declared) in page.queue.card.price.said.text()


def test_a_key_decides_and_brings_the_next_line_to_the_front(page: ScreeningPage, qtbot: QtBot) -> None:
    page.queue.card.bar.note.setText("价格过低")

    press(page, qtbot, Qt.Key.Key_2)

    case = page.office.board.case
    assert case is not None
    assert states(page)[0] is CaseState.TO_INSPECT
    assert page.queue.table.currentIndex().row() == 1
    assert case.scored.declaration.number == numbers(page)[1]
    assert page.queue.card.bar.note.text() == ""

    press(page, qtbot, Qt.Key.Key_K)
    steps = page.queue.card.history.steps.content
    assert steps.index(1, 3).data() == "价格过低"
    assert "查验" in str(steps.index(1, 2).data())


def test_a_second_key_does_not_decide_before_its_line_is_in_front(page: ScreeningPage, qtbot: QtBot) -> None:
    press(page, qtbot, Qt.Key.Key_K)
    page.queue.table.setFocus()

    QTest.keyClick(page.queue.table, Qt.Key.Key_2)
    QTest.keyClick(page.queue.table, Qt.Key.Key_1)
    settled(page, qtbot)

    assert states(page)[:2] == [CaseState.TO_INSPECT, CaseState.OPEN]
    press(page, qtbot, Qt.Key.Key_1)
    assert states(page)[:2] == [CaseState.TO_INSPECT, CaseState.RELEASED]


def test_a_decision_that_is_stopped_changes_nothing_and_the_next_one_counts(page: ScreeningPage, qtbot: QtBot) -> None:
    press(page, qtbot, Qt.Key.Key_K)
    before, board = states(page), page.office.board
    stopped = page.office.stand.runner.task_started.connect(lambda task: task.cancel())

    board.decide_places([range(2)], Decision.RELEASE, "")
    settled(page, qtbot)
    page.office.stand.runner.task_started.disconnect(stopped)

    assert states(page) == before
    assert not board.is_busy
    press(page, qtbot, Qt.Key.Key_2)
    assert CaseState.TO_INSPECT in states(page)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Escape])
def test_a_note_is_left_by_key_and_decided_by_the_next(page: ScreeningPage, qtbot: QtBot, key: Qt.Key) -> None:
    press(page, qtbot, Qt.Key.Key_N)
    note = page.queue.card.bar.note
    qtbot.waitUntil(note.hasFocus, timeout=WAIT_MS)
    QTest.keyClicks(note, "2 cheap")

    QTest.keyClick(note, key)
    assert page.queue.table.hasFocus()
    press(page, qtbot, Qt.Key.Key_2)
    press(page, qtbot, Qt.Key.Key_K)

    assert states(page)[0] is CaseState.TO_INSPECT
    assert "2 cheap" in [str(step.note) for step in page.office.board.case.steps]  # type: ignore[union-attr]


def test_comparables_are_listed_once_somebody_looks(page: ScreeningPage, qtbot: QtBot) -> None:
    comparables = page.queue.card.comparables
    assert comparables.table.content.rowCount() == 0

    page.queue.card.tabs.setCurrentWidget(comparables)

    assert comparables.table.content.rowCount() > 0
    first = comparables.about.text()
    page.queue.table.selectRow(numbers(page).index("1003"))
    settled(page, qtbot)
    assert comparables.table.content.rowCount() == 0
    assert comparables.about.text() != first


def test_the_table_of_codes_is_read_off_the_main_thread(
    page: ScreeningPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_main: list[bool] = []

    def named(_hs: str, _language: Language) -> str:
        on_main.append(threading.current_thread() is threading.main_thread())
        return ""

    monkeypatch.setattr(screening_board, "product_name", named)

    press(page, qtbot, Qt.Key.Key_J)

    assert on_main == [False]


def test_what_was_not_checked_says_why(page: ScreeningPage, qtbot: QtBot) -> None:
    page.queue.table.selectRow(numbers(page).index("1003"))
    settled(page, qtbot)

    panel = page.queue.card.findings
    assert panel.tails[Component.PRICE].text() == "未核对"
    assert "JPY" in panel.sentences[Component.PRICE].text()
    assert "JPY" in page.queue.card.price.said.text()
    assert not page.queue.card.price.plot.isVisible()
    page.queue.table.selectRow(numbers(page).index("1001"))
    settled(page, qtbot)
    assert page.queue.card.price.plot.isVisible()


def test_digits_in_a_note_are_no_decisions(page: ScreeningPage, qtbot: QtBot) -> None:
    page.queue.card.bar.note.setFocus()

    QTest.keyClicks(page.queue.card.bar.note, "1234")
    settled(page, qtbot)

    assert page.queue.card.bar.note.text() == "1234"
    assert set(states(page)) == {CaseState.OPEN}


def test_many_lines_are_decided_in_one_step_once_confirmed(page: ScreeningPage, qtbot: QtBot) -> None:
    page.queue.table.selectAll()
    assert not page.queue.card.bar.evidence.isVisible()
    QTest.mouseClick(next(iter(page.queue.card.bar.buttons.values())), LEFT)
    question = dialog_of(page, qtbot, Question)
    assert set(states(page)) == {CaseState.OPEN}

    question.accept()

    qtbot.waitUntil(lambda: set(states(page)) == {CaseState.RELEASED}, timeout=WAIT_MS)


def test_words_and_states_narrow_the_queue(page: ScreeningPage, qtbot: QtBot) -> None:
    page.queue.filters.search.setText("印刷机零件")
    qtbot.waitUntil(lambda: numbers(page) == ["1004"], timeout=WAIT_MS)
    settled(page, qtbot)
    press(page, qtbot, Qt.Key.Key_1)

    page.queue.filters.search.clear()
    page.queue.filters.state.choose("open")

    qtbot.waitUntil(lambda: page.office.board.model.rowCount() == 3, timeout=WAIT_MS)
    assert "1004" not in numbers(page)
    assert page.queue.filters.count.text() == "3 项"


def test_the_queue_is_ordered_by_the_heading_that_is_clicked(page: ScreeningPage, qtbot: QtBot) -> None:
    """By risk, what has no value that could be told does not come last."""
    assert numbers(page)[-1] == "1003"

    page.queue.table.order_asked.emit("risk")

    qtbot.waitUntil(lambda: bool(numbers(page)) and numbers(page)[-1] != "1003", timeout=WAIT_MS)


def test_an_outcome_ends_a_case(page: ScreeningPage, qtbot: QtBot) -> None:
    press(page, qtbot, Qt.Key.Key_2)
    press(page, qtbot, Qt.Key.Key_K)

    QTest.mouseClick(page.queue.card.bar.outcome, LEFT)
    dialog = dialog_of(page, qtbot, OutcomeDialog)
    assert not dialog.keep.isEnabled()
    QTest.mouseClick(dialog.found.button("hit"), LEFT)
    dialog.recovered.setText("12x")
    assert not dialog.keep.isEnabled()
    assert dialog.problem.isVisible()
    dialog.recovered.setText("12,000.50")
    assert not dialog.problem.isVisible()
    QTest.mouseClick(dialog.keep, LEFT)
    qtbot.waitUntil(lambda: states(page)[0] is CaseState.INSPECTED, timeout=WAIT_MS)
    settled(page, qtbot)

    steps = page.queue.card.history.steps.content
    assert "12,000.50" in str(steps.index(0, 2).data())


def test_a_file_that_was_screened_is_there_again_the_next_day(
    page: ScreeningPage, desk: Desk, qtbot: QtBot, demo_pricer: Pricer
) -> None:
    press(page, qtbot, Qt.Key.Key_2)

    again = opened(desk, qtbot, demo_pricer)
    settled(again, qtbot)

    assert numbers(again) == numbers(page)
    assert states(again)[0] is CaseState.TO_INSPECT


def test_everything_is_said_in_english_too(page: ScreeningPage, desk: Desk) -> None:
    desk.texts.set_language(Language.EN)

    assert page.queue.card.findings.tails[Component.PHOTO].text() == "not checked"
    assert "expected price" in page.queue.card.findings.sentences[Component.PRICE].text()
    assert page.tabs.tabText(0) == "Queue"
    assert page.queue.filters.count.text() == "4 lines"


def test_whatever_a_drill_can_plant_is_read_in_full(page: ScreeningPage, desk: Desk, qtbot: QtBot) -> None:
    desk.texts.set_language(Language.EN)
    page.tabs.setCurrentWidget(page.drill)
    kind = page.drill.kind

    widest = max(kind.fontMetrics().horizontalAdvance(kind.itemText(place)) for place in range(kind.count()))

    qtbot.waitUntil(lambda: kind.width() > widest)


@pytest.mark.parametrize(
    ("kind", "planting", "has_price_alone"),
    [
        (0.5, "price", False),
        ("chapters", "chapter", False),
        ("named_chapters", "chapter", True),
        ("names", "name", True),
    ],
)
def test_a_drill_plants_what_was_chosen_and_shows_who_finds_it(
    desk: Desk, qtbot: QtBot, demo_pricer: Pricer, kind: float | str, planting: str, has_price_alone: bool
) -> None:
    page = opened(desk, qtbot, demo_pricer)
    panel, board = page.drill, page.office.drill
    panel.kind.choose(kind)

    QTest.mouseClick(panel.start, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: board.report is not None)

    assert board.report is not None
    assert board.report.fraud.kind.value == planting
    shown = [panel.table.model().index(row, 0).data() for row in range(panel.table.model().rowCount())]
    assert shown[0] == "贸观"
    assert ("贸观（只看价格）" in shown) is has_price_alone
