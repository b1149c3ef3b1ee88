from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.bridge.charts.cards import ChartClick
from app.bridge.texts import Texts
from app.bridge.theme import Theme, ThemeMode
from app.engine.messages import Language
from app.widgets.chart_area import ChartArea
from tests.bridge.charts.pages import drawn_area, evaluate, wait_for

Key = Qt.Key
FOCUSED = "document.activeElement.dataset.chart ?? document.activeElement.className"


@pytest.fixture
def area(qtbot: QtBot, qapp: QApplication) -> Iterator[ChartArea]:
    with drawn_area(qtbot, Theme(ThemeMode.LIGHT), Texts(Language.ZH)) as area:
        area.activateWindow()
        area.setFocus()
        yield area


@pytest.fixture
def keys(area: ChartArea) -> QWidget:
    return next(child for child in area.findChildren(QWidget) if child.inherits("QQuickWidget"))


def test_tab_goes_from_card_to_card_over_their_menus(qtbot: QtBot, area: ChartArea, keys: QWidget) -> None:
    for place in ("world", "menu", "top", "menu", "china"):
        QTest.keyClick(keys, Key.Key_Tab)

        wait_for(qtbot, area.page, f"({FOCUSED}) === '{place}'")


def test_arrows_walk_over_the_items_and_enter_clicks(qtbot: QtBot, area: ChartArea, keys: QWidget) -> None:
    evaluate(qtbot, area.page, """document.querySelector('[data-chart="top"]').focus() ?? 0""")
    QTest.keyClick(keys, Key.Key_Down)
    QTest.keyClick(keys, Key.Key_Down)
    wait_for(qtbot, area.page, "document.querySelector('.tip .name')?.textContent === '中国香港'")

    with qtbot.waitSignal(area.clicked, timeout=5_000) as told:
        QTest.keyClick(keys, Key.Key_Return)
    with qtbot.waitSignal(area.clicked, timeout=5_000) as added:
        QTest.keyClick(keys, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    assert told.args == [ChartClick("top", "HKG", "中国香港", is_added=False)]
    assert added.args == [ChartClick("top", "HKG", "中国香港", is_added=True)]


def test_arrows_walk_over_the_partners_of_the_map(qtbot: QtBot, area: ChartArea, keys: QWidget) -> None:
    evaluate(qtbot, area.page, """document.querySelector('[data-chart="world"]').focus() ?? 0""")
    QTest.keyClick(keys, Key.Key_End)
    with qtbot.waitSignal(area.clicked, timeout=5_000) as told:
        QTest.keyClick(keys, Key.Key_Return)

    assert told.args is not None
    assert told.args[0].key == "NRU"


@pytest.mark.parametrize(("key", "modifier"), [(Key.Key_Menu, "NoModifier"), (Key.Key_F10, "ShiftModifier")])
def test_the_menu_key_asks_for_the_menu(
    qtbot: QtBot, area: ChartArea, keys: QWidget, key: Qt.Key, modifier: str
) -> None:
    evaluate(qtbot, area.page, """document.querySelector('[data-chart="china"]').focus() ?? 0""")

    with qtbot.waitSignal(area.menu_requested, timeout=5_000) as told:
        QTest.keyClick(keys, key, Qt.KeyboardModifier[modifier])

    assert told.args is not None
    assert told.args[0] == "china"


def test_a_card_reached_by_key_has_a_visible_ring(qtbot: QtBot, area: ChartArea, keys: QWidget) -> None:
    QTest.keyClick(keys, Key.Key_Tab)

    # The key travels to the renderer's process and is answered there
    outline = "getComputedStyle(document.activeElement).outlineStyle"
    qtbot.waitUntil(lambda: evaluate(qtbot, area.page, outline) == "solid")
