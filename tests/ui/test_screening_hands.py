"""An officer who uses mouse and keys by turns, writes notes, and hands over to somebody else."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.bridge.desk import Desk
from app.bridge.notices import Level
from app.engine.price.pricer import Pricer
from app.engine.screening.case_desk import CaseDesk
from app.engine.screening.case_steps import CaseState, Decision, StepKind
from app.engine.screening.cases import case_of
from app.engine.screening.officers import add_officer
from app.views.screening.outcome_dialog import OutcomeDialog
from app.views.screening.page import ScreeningPage
from app.widgets.notice_area import NoticeArea
from tests.ui.price_desk import LEFT, WAIT_MS
from tests.ui.screening_desk import dialog_of, numbers, opened, press, row, screen, settled, states, written

PIN = "135790"


@pytest.fixture
def page(desk: Desk, qtbot: QtBot, demo_pricer: Pricer, tmp_path: Path) -> ScreeningPage:
    """Three lines in the queue."""
    page = opened(desk, qtbot, demo_pricer)
    rows = [row(demo_pricer, number=str(1001 + place), times=1 + place / 10) for place in range(3)]
    screen(page, qtbot, written(tmp_path, rows))
    return page


def desk_of(page: ScreeningPage) -> CaseDesk:
    desk = page.office.stand.desk
    assert desk is not None
    return desk


def hand_over(page: ScreeningPage, qtbot: QtBot) -> None:
    """Another officer signs in."""
    stand = page.office.stand
    session = stand.session
    assert session is not None
    other = add_officer(desk_of(page), "王芳", PIN, by=session)
    with qtbot.waitSignal(stand.signed_in, timeout=WAIT_MS):
        stand.sign_in(other.id, PIN, pytest.fail)
    settled(page, qtbot)


def test_keys_go_on_working_after_a_decision_with_the_mouse(page: ScreeningPage, qtbot: QtBot) -> None:
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow, timeout=WAIT_MS)
    for decision in (Decision.INSPECT, Decision.RELEASE):
        QTest.mouseClick(page.queue.card.bar.buttons[decision], LEFT)
        settled(page, qtbot)

    focus = QApplication.focusWidget()
    assert focus is page.queue.table
    QTest.keyClick(focus, Qt.Key.Key_4)
    settled(page, qtbot)
    assert states(page) == [CaseState.TO_INSPECT, CaseState.RELEASED, CaseState.ESCALATED]


def test_notices_do_not_cover_the_buttons_that_decide(desk: Desk, page: ScreeningPage, qtbot: QtBot) -> None:
    """In the window, whose corner they share."""
    host, floor = QWidget(), QWidget()
    column = QVBoxLayout(host)
    column.addWidget(page, 1)
    column.addWidget(floor)
    qtbot.addWidget(host)
    host.resize(1280, 760)
    host.show()
    qtbot.waitExposed(host)
    area, bar = NoticeArea(desk, host, floor), page.queue.card.bar

    desk.notices.post(Level.INFO, "screening_desk.pin_changed")

    qtbot.waitUntil(area.isVisible, timeout=WAIT_MS)
    assert area.geometry().bottom() < bar.mapTo(host, QPoint(0, 0)).y()


def test_a_note_stays_with_the_case_that_it_was_begun_for(page: ScreeningPage, qtbot: QtBot) -> None:
    note = page.queue.card.bar.note
    note.setText("发票第 2 页")

    press(page, qtbot, Qt.Key.Key_J)
    assert note.text() == ""
    press(page, qtbot, Qt.Key.Key_1)
    page.queue.table.selectRow(0)
    settled(page, qtbot)

    assert note.text() == "发票第 2 页"
    assert "发票第 2 页" not in [step.note for step in case_of(desk_of(page), page.office.board.run, 1).steps]  # type: ignore[arg-type]


def test_the_note_of_a_decision_that_failed_is_not_lost(page: ScreeningPage, qtbot: QtBot) -> None:
    page.queue.card.bar.note.setText("发票第 2 页")
    stopped = page.office.stand.runner.task_started.connect(lambda task: task.cancel())

    press(page, qtbot, Qt.Key.Key_2)
    page.office.stand.runner.task_started.disconnect(stopped)

    assert set(states(page)) == {CaseState.OPEN}
    assert page.queue.card.bar.note.text() == "发票第 2 页"


def test_one_cannot_take_the_second_look_at_ones_own_decision(page: ScreeningPage, qtbot: QtBot) -> None:
    second = page.queue.card.bar.second
    press(page, qtbot, Qt.Key.Key_2)
    press(page, qtbot, Qt.Key.Key_K)

    assert not second.isEnabled()
    assert "另一位人员" in second.toolTip()

    hand_over(page, qtbot)
    assert second.isEnabled()
    QTest.mouseClick(second, LEFT)
    press(page, qtbot, Qt.Key.Key_4)
    assert states(page)[0] is CaseState.ESCALATED


def test_whoever_takes_over_has_seen_the_case_in_front(page: ScreeningPage, qtbot: QtBot) -> None:
    hand_over(page, qtbot)

    case = page.office.board.case
    assert case is not None
    assert numbers(page)[0] == case.scored.declaration.number
    assert [step.officer for step in case.steps if step.kind is StepKind.VIEW][-1] == "王芳"


def test_outcome_and_evidence_have_keys_of_their_own(page: ScreeningPage, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "evidence.pdf"
    page.work.files.chooser = lambda _parent, _proposed, _pattern: path

    press(page, qtbot, Qt.Key.Key_E)
    qtbot.waitUntil(path.exists, timeout=WAIT_MS)
    settled(page, qtbot)
    press(page, qtbot, Qt.Key.Key_2)
    press(page, qtbot, Qt.Key.Key_K)
    press(page, qtbot, Qt.Key.Key_O)

    dialog_of(page, qtbot, OutcomeDialog)


def test_what_a_key_does_with_a_case_is_in_the_palette_too(page: ScreeningPage, qtbot: QtBot) -> None:
    offered = {command.shortcut: command for command in page.page_commands() if command.shortcut}
    assert list(offered) == ["1", "2", "3", "4", "J", "K", "N", "S", "O", "E"]

    offered["3"].act()
    settled(page, qtbot)

    assert states(page)[0] is CaseState.DOCUMENTS


def test_without_a_queue_the_palette_offers_no_decision(desk: Desk, qtbot: QtBot, demo_pricer: Pricer) -> None:
    page = opened(desk, qtbot, demo_pricer)

    assert [command.title_code for command in page.page_commands() if command.shortcut] == []
