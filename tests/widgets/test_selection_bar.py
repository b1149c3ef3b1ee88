from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.bridge.desk import Desk
from app.bridge.named import Named
from app.widgets.selection_bar import SelectionBar

GERMANY = Named("德国", "国家(地区)：德国", ("country", 304))
JAPAN = Named("日本", "国家(地区)：日本", ("country", 116))


@pytest.fixture
def bar(desk: Desk, qtbot: QtBot) -> SelectionBar:
    bar = SelectionBar(desk.icons, desk.theme, desk.texts)
    qtbot.addWidget(bar)
    bar.show_chips([GERMANY, JAPAN])
    bar.show()
    return bar


def chip_button(bar: SelectionBar, text: str) -> QPushButton:
    return next(button for button in bar.findChildren(QPushButton) if button.text() == text)


def test_a_press_on_a_chip_asks_to_remove_what_it_stands_for(bar: SelectionBar, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bar.removed) as asked:
        QTest.mouseClick(chip_button(bar, "日本"), Qt.MouseButton.LeftButton)

    assert asked.args == [JAPAN.target]


def test_delete_removes_the_chip_that_has_the_keyboard(bar: SelectionBar, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bar.removed) as asked:
        QTest.keyClick(chip_button(bar, "德国"), Qt.Key.Key_Delete)

    assert asked.args == [GERMANY.target]


def test_the_keyboard_walks_from_chip_to_chip_and_stays_after_a_removal(bar: SelectionBar, qtbot: QtBot) -> None:
    bar.activateWindow()
    chip_button(bar, "德国").setFocus()

    QTest.keyClick(chip_button(bar, "德国"), Qt.Key.Key_Right)
    assert chip_button(bar, "日本").hasFocus()
    bar.show_chips([GERMANY])

    assert chip_button(bar, "德国").hasFocus()


def test_without_filters_it_says_so_and_offers_only_to_add(bar: SelectionBar) -> None:
    bar.show_chips([])

    shown = [button.text() for button in bar.findChildren(QPushButton) if not button.isHidden()]

    assert set(shown) >= {"未设筛选", "添加筛选"}
    assert "全部清除" not in shown


def test_chips_say_what_pressing_them_does(bar: SelectionBar) -> None:
    assert chip_button(bar, "德国").accessibleName() == "移除筛选：国家(地区)：德国"
