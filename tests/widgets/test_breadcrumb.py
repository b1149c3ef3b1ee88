from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.bridge.desk import Desk
from app.bridge.named import Named
from app.widgets.breadcrumb import Breadcrumb

STEPS = (Named("全球", "全球", 1), Named("德国", "德国", 2), Named("85 电机", "85 电机、电气设备", 3))


def test_a_step_above_leads_back_and_the_last_one_is_no_button(desk: Desk, qtbot: QtBot) -> None:
    crumbs = Breadcrumb(desk.icons, desk.theme, desk.texts)
    qtbot.addWidget(crumbs)
    crumbs.show_steps(STEPS)
    buttons = crumbs.findChildren(QPushButton)

    with qtbot.waitSignal(crumbs.step_chosen) as chosen:
        QTest.mouseClick(buttons[1], Qt.MouseButton.LeftButton)

    assert [button.text() for button in buttons] == ["全球", "德国"]
    assert chosen.args == [2]
