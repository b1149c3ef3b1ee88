from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.bridge.desk import Desk
from app.widgets.main_window import MainWindow
from app.widgets.page_entry import PageEntry


class NamedPage(QLabel):
    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.activations = 0
        self.files: list[Path] = []

    def activated(self) -> None:
        self.activations += 1

    def open_files(self, files: list[Path]) -> None:
        self.files = files


@pytest.fixture
def made() -> dict[str, NamedPage]:
    return {}


@pytest.fixture
def window(desk: Desk, qtbot: QtBot, made: dict[str, NamedPage]) -> MainWindow:
    def entry(name: str, keys: str) -> PageEntry:
        def factory(_desk: Desk) -> QWidget:
            made[name] = NamedPage(name)
            return made[name]

        return PageEntry(name, "house", f"page.{name}", factory, keys)

    window = MainWindow(desk, [entry("dashboard", "Ctrl+1"), entry("data", "Ctrl+2")])
    qtbot.addWidget(window)
    window.show_page("dashboard")
    window.show()
    return window


def test_a_page_is_made_at_its_first_visit_and_kept(window: MainWindow, made: dict[str, NamedPage]) -> None:
    before = set(made)

    for name in ("data", "dashboard", "data"):
        QTest.mouseClick(window.rail.button(name), Qt.MouseButton.LeftButton)

    assert before == {"dashboard"}
    assert window.stack.currentWidget() is made["data"]
    assert made["data"].activations == 2


def test_keys_lead_to_pages(window: MainWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)

    assert window.stack.current == "data"
    assert window.rail.button("data").isChecked()


def test_offered_files_reach_the_data_page(
    window: MainWindow, desk: Desk, made: dict[str, NamedPage], tmp_path: Path
) -> None:
    desk.navigation.offer_files([tmp_path / "exports.csv"])

    assert made["data"].files == [tmp_path / "exports.csv"]
