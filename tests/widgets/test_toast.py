from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.bridge.desk import Desk
from app.bridge.notices import Action, Level, Notice
from app.widgets.toast import Toast


def test_what_a_notice_offers_is_done_once_and_the_notice_leaves(desk: Desk, qtbot: QtBot) -> None:
    done: list[str] = []
    notice = Notice(Level.SUCCESS, "jobs.cancelled", {}, action=Action("window.copy", lambda: done.append("done")))
    toast = Toast(desk, notice)
    qtbot.addWidget(toast)
    (button,) = toast.findChildren(QPushButton, "noticeAction")

    with qtbot.waitSignal(toast.closed):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    assert done == ["done"]


def test_a_notice_without_an_offer_has_no_button_for_it(desk: Desk, qtbot: QtBot) -> None:
    toast = Toast(desk, Notice(Level.INFO, "jobs.cancelled", {}))
    qtbot.addWidget(toast)

    assert toast.findChild(QPushButton, "noticeAction") is None
