"""Who works at the desk: enrolling, renaming, retiring, one's own PIN; and a run that is deleted."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from app.bridge.desk import Desk
from app.engine.messages import Language
from app.engine.price.pricer import Pricer
from app.engine.screening.audit import log_entries
from app.engine.screening.case_steps import CaseState, Decision
from app.views.screening.budget_panel import BudgetPanel
from app.views.screening.case_card import CaseCard
from app.views.screening.drill_panel import DrillPanel
from app.views.screening.evidence_panel import EvidencePanel
from app.views.screening.officers_dialog import OfficersDialog
from app.views.screening.page import ScreeningPage
from app.views.screening.pin_dialog import PinDialog
from app.views.screening.sign_in_dialog import SignInDialog
from app.widgets.dressing import dress_window
from app.widgets.name_dialog import NameDialog
from app.widgets.question import Question
from tests.ui.price_desk import LEFT, WAIT_MS
from tests.ui.screening_desk import dialog_of, opened, row, screen, settled, states, written

PIN = "246810"


@pytest.fixture
def page(desk: Desk, qtbot: QtBot, demo_pricer: Pricer) -> ScreeningPage:
    return opened(desk, qtbot, demo_pricer)


def choose(page: ScreeningPage, name: str) -> None:
    """An entry of the menu of whoever is signed in."""
    menu = page.head.officer.menu()
    next(action for action in menu.actions() if action.objectName() == name).trigger()


def test_what_nobody_sees_yet_is_not_made(page: ScreeningPage) -> None:
    before = [part for kind in (CaseCard, BudgetPanel, DrillPanel, EvidencePanel) for part in page.findChildren(kind)]

    for place in (1, 2, 3, 1):
        page.tabs.setCurrentIndex(place)

    assert not before
    assert [len(page.findChildren(kind)) for kind in (BudgetPanel, DrillPanel, EvidencePanel)] == [1, 1, 1]
    assert page.tabs.currentWidget() is page.budget


def actions(page: ScreeningPage) -> list[str]:
    desk = page.office.stand.desk
    assert desk is not None
    return [entry.action for entry in log_entries(desk, offset=0, limit=9)]


def enrolled(page: ScreeningPage, qtbot: QtBot, name: str, pin: str = PIN) -> OfficersDialog:
    """The list of officers, with one more."""
    choose(page, "show_officers")
    dialog = dialog_of(page, qtbot, OfficersDialog)
    assert not dialog.enrol.isEnabled()
    dialog.name.setText(name)
    QTest.keyClicks(dialog.pin, pin)
    QTest.keyClick(dialog.pin, Qt.Key.Key_Return)
    return dialog


def listed(dialog: OfficersDialog) -> dict[str, str]:
    """Names, and whether each is active."""
    return {str(row[1]): str(row[3]) for row in dialog.table.content.rows}


def select(dialog: OfficersDialog, name: str) -> None:
    dialog.table.selectRow([str(row[1]) for row in dialog.table.content.rows].index(name))


def press(dialog: OfficersDialog, qtbot: QtBot, key: Qt.Key) -> None:
    """In the list, as with a window manager, which gives the focus back once a dialog over it is closed."""
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow, timeout=WAIT_MS)
    dialog.table.setFocus()
    QTest.keyClick(dialog.table, key)


def is_open(page: ScreeningPage, kind: type[QDialog]) -> bool:
    """Asked of the page, since a dialog that was closed is gone soon."""
    return any(dialog.isVisible() for dialog in page.findChildren(kind))


def is_listed(dialog: OfficersDialog, name: str, state: str) -> Callable[[], bool]:
    return lambda: listed(dialog).get(name) == state


def test_an_officer_is_enrolled_renamed_and_retired_by_key(page: ScreeningPage, qtbot: QtBot) -> None:
    dialog = enrolled(page, qtbot, "王芳")
    qtbot.waitUntil(is_listed(dialog, "王芳", "在岗"), timeout=WAIT_MS)
    assert (dialog.name.text(), dialog.pin.text()) == ("", "")

    select(dialog, "王芳")
    press(dialog, qtbot, Qt.Key.Key_F2)
    naming = dialog_of(page, qtbot, NameDialog)
    naming.findChildren(QLineEdit)[0].setText("王芳芳")
    QTest.keyClick(naming, Qt.Key.Key_Return)
    qtbot.waitUntil(is_listed(dialog, "王芳芳", "在岗"), timeout=WAIT_MS)

    press(dialog, qtbot, Qt.Key.Key_Delete)
    question = dialog_of(page, qtbot, Question)
    assert listed(dialog)["王芳芳"] == "在岗"
    question.accept()
    qtbot.waitUntil(is_listed(dialog, "王芳芳", "已停用"), timeout=WAIT_MS)

    assert actions(page)[:3] == ["officer_retired", "officer_renamed", "officer_added"]
    QTest.mouseClick(dialog.back, LEFT)
    qtbot.waitUntil(is_listed(dialog, "王芳芳", "在岗"), timeout=WAIT_MS)


def test_a_short_pin_is_refused_where_it_was_typed(page: ScreeningPage, qtbot: QtBot) -> None:
    dialog = enrolled(page, qtbot, "王芳", pin="123")

    qtbot.waitUntil(lambda: not dialog.problem.isHidden(), timeout=WAIT_MS)

    assert "6" in dialog.problem.text()
    assert dialog.name.text() == "王芳"
    assert "王芳" not in listed(dialog)


def test_nobody_can_retire_themselves_but_everybody_can_be_renamed(page: ScreeningPage, qtbot: QtBot) -> None:
    dialog = enrolled(page, qtbot, "王芳")
    qtbot.waitUntil(is_listed(dialog, "王芳", "在岗"), timeout=WAIT_MS)
    own = page.office.officers.own
    assert own is not None

    select(dialog, own.name)
    assert not dialog.retire.isEnabled()
    page.office.officers.rename(own.id, "李明", pytest.fail)

    qtbot.waitUntil(lambda: page.head.officer.text() == "李明", timeout=WAIT_MS)
    select(dialog, "王芳")
    assert dialog.retire.isEnabled()


def test_one_gives_oneself_a_pin_and_signs_in_with_it(page: ScreeningPage, qtbot: QtBot) -> None:
    own = page.office.officers.own
    assert own is not None
    choose(page, "change_pin")
    first = dialog_of(page, qtbot, PinDialog)
    assert first.old.isHidden()
    first.new.setText(PIN)
    first.again.setText("24681")
    assert not first.keep.isEnabled()
    first.again.setText(PIN)
    QTest.mouseClick(first.keep, LEFT)
    qtbot.waitUntil(lambda: bool(page.office.officers.own and page.office.officers.own.has_pin), timeout=WAIT_MS)
    qtbot.waitUntil(lambda: not is_open(page, PinDialog), timeout=WAIT_MS)

    choose(page, "change_pin")
    second = dialog_of(page, qtbot, PinDialog)
    second.old.setText("135790")
    second.new.setText("new secret")
    second.again.setText("new secret")
    QTest.mouseClick(second.keep, LEFT)
    qtbot.waitUntil(lambda: not second.problem.isHidden(), timeout=WAIT_MS)
    second.old.setText(PIN)
    QTest.mouseClick(second.keep, LEFT)
    qtbot.waitUntil(lambda: not is_open(page, PinDialog), timeout=WAIT_MS)

    choose(page, "switch_officer")
    dialog = dialog_of(page, qtbot, SignInDialog)
    dialog.pin.setText("new secret")
    QTest.mouseClick(dialog.enter, LEFT)
    qtbot.waitUntil(lambda: not is_open(page, SignInDialog), timeout=WAIT_MS)
    assert actions(page)[:4] == ["signed_in", "pin_changed", "pin_change_refused", "pin_changed"]


def test_a_forgotten_pin_is_reset_told_once_and_changed_at_the_next_sign_in(page: ScreeningPage, qtbot: QtBot) -> None:
    dialog = enrolled(page, qtbot, "王芳")
    qtbot.waitUntil(is_listed(dialog, "王芳", "在岗"), timeout=WAIT_MS)
    own = page.office.officers.own
    assert own is not None
    select(dialog, own.name)
    assert not dialog.reset.isEnabled()
    select(dialog, "王芳")
    QTest.mouseClick(dialog.reset, LEFT)
    question = dialog_of(page, qtbot, Question)
    assert "王芳" in " ".join(each.text() for each in question.findChildren(QLabel))
    assert dialog.drawn.isHidden()
    question.accept()
    qtbot.waitUntil(lambda: not dialog.drawn.isHidden(), timeout=WAIT_MS)
    found = re.search(r"\d{8}", dialog.drawn.text())
    assert found is not None
    assert actions(page)[0] == "pin_reset"
    dialog.accept()

    choose(page, "switch_officer")
    signing = dialog_of(page, qtbot, SignInDialog)
    signing.pin.setText(found[0])
    QTest.mouseClick(signing.enter, LEFT)
    changing = dialog_of(page, qtbot, PinDialog)
    assert page.head.officer.text() == "王芳"
    changing.old.setText(found[0])
    changing.new.setText("own secret")
    changing.again.setText("own secret")
    QTest.mouseClick(changing.keep, LEFT)
    qtbot.waitUntil(lambda: not is_open(page, PinDialog), timeout=WAIT_MS)

    assert actions(page)[:2] == ["pin_changed", "signed_in"]


@pytest.mark.parametrize("language", list(Language))
def test_a_new_pin_leaves_room_for_the_list_of_officers(
    page: ScreeningPage, desk: Desk, qtbot: QtBot, language: Language
) -> None:
    desk.texts.set_language(language)
    dress_window(page, desk.theme.tokens)
    dialog = enrolled(page, qtbot, "王芳")
    qtbot.waitUntil(lambda: dialog.table.content.rowCount() == 2, timeout=WAIT_MS)
    select(dialog, "王芳")
    QTest.mouseClick(dialog.reset, LEFT)

    dialog_of(page, qtbot, Question).accept()

    qtbot.waitUntil(dialog.drawn.isVisible, timeout=WAIT_MS)
    table = dialog.table
    qtbot.waitUntil(lambda: dialog.drawn.height() >= dialog.drawn.heightForWidth(dialog.drawn.width()))
    assert table.viewport().height() >= 4 * table.rowHeight(0)
    assert table.geometry().bottom() < dialog.reset.geometry().top()
    assert dialog.height() < 768


def test_a_pin_that_may_not_be_reset_is_refused_where_it_was_asked(page: ScreeningPage, qtbot: QtBot) -> None:
    dialog = enrolled(page, qtbot, "王芳")
    qtbot.waitUntil(is_listed(dialog, "王芳", "在岗"), timeout=WAIT_MS)
    dialog.accept()
    choose(page, "switch_officer")
    signing = dialog_of(page, qtbot, SignInDialog)
    signing.pin.setText(PIN)
    QTest.mouseClick(signing.enter, LEFT)
    qtbot.waitUntil(lambda: page.head.officer.text() == "王芳", timeout=WAIT_MS)
    choose(page, "show_officers")
    again = dialog_of(page, qtbot, OfficersDialog)
    select(again, "王芳")

    QTest.mouseClick(again.reset, LEFT)
    dialog_of(page, qtbot, Question).accept()

    qtbot.waitUntil(lambda: not again.problem.isHidden(), timeout=WAIT_MS)
    assert "系统用户" in again.problem.text()
    assert again.drawn.isHidden()


def test_a_deleted_run_leaves_the_queue_once_its_loss_is_confirmed(
    page: ScreeningPage, qtbot: QtBot, demo_pricer: Pricer, tmp_path: Path
) -> None:
    screen(page, qtbot, written(tmp_path, [row(demo_pricer, number="1")], "first.csv"))
    screen(page, qtbot, written(tmp_path, [row(demo_pricer, number=str(n)) for n in (2, 3)], "second.csv"))
    qtbot.waitUntil(lambda: page.office.board.model.rowCount() == 2, timeout=WAIT_MS)
    settled(page, qtbot)

    QTest.mouseClick(page.runs.delete, LEFT)
    question = dialog_of(page, qtbot, Question)
    assert len(page.office.runs.runs) == 2
    question.accept()

    qtbot.waitUntil(lambda: len(page.office.runs.runs) == 1, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: page.office.board.model.rowCount() == 1, timeout=WAIT_MS)
    settled(page, qtbot)
    assert page.runs.box.currentText().startswith("first.csv")
    assert "run_deleted" in actions(page)

    QTest.mouseClick(page.runs.delete, LEFT)
    dialog_of(page, qtbot, Question).accept()
    qtbot.waitUntil(lambda: page.office.board.run is None, timeout=WAIT_MS)
    qtbot.waitUntil(page.queue.hint.isVisible, timeout=WAIT_MS)
    assert all(way.isVisible() and way.isEnabled() for way in page.queue.begin)
    assert not page.runs.delete.isVisible()
    assert not page.head.exports["csv"].isEnabled()


def test_another_run_is_told_by_its_own_figures(
    page: ScreeningPage, qtbot: QtBot, demo_pricer: Pricer, tmp_path: Path
) -> None:
    screen(page, qtbot, written(tmp_path, [row(demo_pricer, number="1"), row(demo_pricer, 总价="many")], "first.csv"))
    screen(page, qtbot, written(tmp_path, [row(demo_pricer, number=str(n)) for n in (2, 3)], "second.csv"))
    qtbot.waitUntil(lambda: page.runs.state.text() == "2 项", timeout=WAIT_MS)
    settled(page, qtbot)

    page.runs.box.choose(page.office.runs.runs[-1])

    assert page.runs.state.text() == "1 项"
    assert page.runs.unread.text() == "1 行无法读出"


def test_the_second_word_of_another_officer_counts(
    page: ScreeningPage, qtbot: QtBot, demo_pricer: Pricer, tmp_path: Path
) -> None:
    dialog = enrolled(page, qtbot, "王芳")
    qtbot.waitUntil(is_listed(dialog, "王芳", "在岗"), timeout=WAIT_MS)
    dialog.accept()
    screen(page, qtbot, written(tmp_path, [row(demo_pricer, number="1")]))
    QTest.mouseClick(page.queue.card.bar.buttons[Decision.RELEASE], LEFT)
    settled(page, qtbot)
    choose(page, "switch_officer")
    signing = dialog_of(page, qtbot, SignInDialog)
    signing.pin.setText(PIN)
    QTest.mouseClick(signing.enter, LEFT)
    qtbot.waitUntil(lambda: page.head.officer.text() == "王芳", timeout=WAIT_MS)
    settled(page, qtbot)  # what is in front is looked at by whoever takes over

    QTest.mouseClick(page.queue.card.bar.second, LEFT)
    page.queue.card.bar.note.setText("另有同类")
    QTest.mouseClick(page.queue.card.bar.buttons[Decision.ESCALATE], LEFT)
    qtbot.waitUntil(lambda: states(page) == [CaseState.ESCALATED], timeout=WAIT_MS)
    settled(page, qtbot)

    steps = page.queue.card.history.steps.content
    assert [steps.index(0, column).data() for column in (1, 2, 3)] == ["王芳", "复核 · 上报", "另有同类"]
    assert not page.queue.card.bar.second.isChecked()
