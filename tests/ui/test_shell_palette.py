from __future__ import annotations

import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.bridge.desk import Desk
from app.engine.messages import Language
from app.engine.store.selection import Direction, Selection
from app.widgets.main_window import MainWindow
from app.widgets.palette import Palette
from tests.ui.shell import NamedPage, make_shell

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def shell(desk: Desk, qtbot: QtBot) -> tuple[MainWindow, dict[str, NamedPage]]:
    window, made = make_shell(desk)
    qtbot.addWidget(window)
    qtbot.waitUntil(window.isActiveWindow)
    return window, made


@pytest.fixture
def palette(shell: tuple[MainWindow, dict[str, NamedPage]]) -> Palette:
    window, _ = shell
    window.show_page("data")
    QTest.keyClick(window, Qt.Key.Key_K, CONTROL)
    return window.commands.palette


def titles(palette: Palette) -> list[str]:
    return [suggestion.title for suggestion in palette.shown]


def type_until(palette: Palette, text: str, title: str, qtbot: QtBot) -> None:
    palette.line.setText(text)
    qtbot.waitUntil(lambda: any(title in each for each in titles(palette)), timeout=20_000)


def test_the_palette_opens_within_a_tenth_of_a_second(shell: tuple[MainWindow, dict[str, NamedPage]]) -> None:
    window, _ = shell
    began = time.thread_time()

    QTest.keyClick(window, Qt.Key.Key_K, CONTROL)

    assert window.commands.palette.isVisible()
    assert time.thread_time() - began < 0.1


@pytest.mark.parametrize("typed", ["德国", "deguo", "dg", "Germany", "DEU"])
def test_a_partner_is_found_in_chinese_pinyin_english_and_by_code(palette: Palette, typed: str, qtbot: QtBot) -> None:
    type_until(palette, typed, "德国", qtbot)


@pytest.mark.parametrize(("typed", "title"), [("8471", "8471"), ("广东", "广东"), ("一般贸易", "一般贸易")])
def test_commodities_provinces_and_modes_are_found(palette: Palette, typed: str, title: str, qtbot: QtBot) -> None:
    type_until(palette, typed, title, qtbot)


def test_enter_adds_the_partner_to_the_selection_and_shows_the_dashboard(
    shell: tuple[MainWindow, dict[str, NamedPage]], palette: Palette, desk: Desk, qtbot: QtBot
) -> None:
    window, _ = shell
    desk.session.select(Selection(direction=Direction.IMPORT, countries=(305,)))
    type_until(palette, "德国", "德国", qtbot)

    QTest.keyClick(palette.line, Qt.Key.Key_Return)

    assert desk.session.selection == Selection(direction=Direction.IMPORT, countries=(305, 304))
    assert window.stack.current == "dashboard"
    assert not palette.isVisible()


def test_a_page_is_found_by_its_pinyin(
    shell: tuple[MainWindow, dict[str, NamedPage]], palette: Palette, qtbot: QtBot
) -> None:
    type_until(palette, "zonglan", "总览", qtbot)

    QTest.keyClick(palette.line, Qt.Key.Key_Return)

    assert shell[0].stack.current == "dashboard"


def test_arrows_choose_another_line(palette: Palette, desk: Desk) -> None:
    palette.line.setText("English")
    QTest.keyClick(palette.line, Qt.Key.Key_Down)
    QTest.keyClick(palette.line, Qt.Key.Key_Up)

    QTest.keyClick(palette.line, Qt.Key.Key_Return)

    assert desk.texts.language is Language.EN
    assert desk.settings.settings.language is Language.EN


def test_what_was_used_last_comes_first(
    shell: tuple[MainWindow, dict[str, NamedPage]], palette: Palette, qtbot: QtBot
) -> None:
    type_until(palette, "德国", "德国", qtbot)
    QTest.keyClick(palette.line, Qt.Key.Key_Return)

    palette.open()

    assert "德国" in titles(palette)[0]


def test_escape_leaves_everything_as_it_was(palette: Palette, desk: Desk) -> None:
    QTest.keyClick(palette.line, Qt.Key.Key_Escape)

    assert not palette.isVisible()
    assert desk.session.selection == Selection()


def test_nothing_found_says_so(palette: Palette) -> None:
    palette.line.setText("qqqqxxxx")

    assert titles(palette) == []


def test_a_saved_view_brings_back_selection_page_and_state(
    shell: tuple[MainWindow, dict[str, NamedPage]], desk: Desk, qtbot: QtBot
) -> None:
    window, made = shell
    chosen = Selection(direction=Direction.EXPORT, countries=(502,))
    desk.session.select(chosen)
    save_view(window, "对美出口")
    desk.session.select(Selection())
    window.show_page("data")

    window.commands.palette.open()
    type_until(window.commands.palette, "对美", "对美出口", qtbot)
    QTest.keyClick(window.commands.palette.line, Qt.Key.Key_Return)

    assert desk.session.selection == chosen
    assert window.stack.current == "dashboard"
    assert made["dashboard"].state == {"of": "dashboard"}


def test_a_name_in_use_is_refused_with_the_reason(shell: tuple[MainWindow, dict[str, NamedPage]]) -> None:
    window, _ = shell
    save_view(window, "常用")

    save_view(window, "常用")

    dialogs = [each for each in window.findChildren(QWidget, "nameDialog") if each.isVisible()]
    assert len(dialogs) == 1


def test_an_action_of_the_page_that_is_shown_is_found_and_done(
    palette: Palette, shell: tuple[MainWindow, dict[str, NamedPage]], qtbot: QtBot
) -> None:
    _, made = shell
    type_until(palette, "pdf", "整页导出为 PDF…", qtbot)

    QTest.keyClick(palette.line, Qt.Key.Key_Return)

    assert (made["data"].exports, made["dashboard"].exports) == (1, 0)


def save_view(window: MainWindow, name: str) -> None:
    QTest.keyClick(window, Qt.Key.Key_S, CONTROL)
    dialog = next(each for each in window.findChildren(QWidget, "nameDialog") if each.isVisible())
    dialog.findChildren(QLineEdit)[0].setText(name)
    button = dialog.findChild(QWidget, "saveName")
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
