from __future__ import annotations

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.widgets.late_tabs import LateTabs


class Tabs(LateTabs):
    """Two labels; the second is late."""

    def __init__(self) -> None:
        super().__init__((lambda: self.make(0), lambda: self.make(1)))
        self.made: list[int] = []
        self.make(0)

    def make(self, place: int) -> QLabel:
        self.made.append(place)
        return self.put(place, QLabel(f"part {place}"))


def test_a_part_is_made_once_when_its_tab_is_first_shown(qtbot: QtBot) -> None:
    tabs = Tabs()
    qtbot.addWidget(tabs)
    tabs.show()
    before = tabs.made.copy()

    for place in (1, 0, 1):
        tabs.setCurrentIndex(place)

    assert before == [0]
    assert tabs.made == [0, 1]
    shown = tabs.currentWidget()
    assert isinstance(shown, QLabel)
    assert (shown.text(), shown.isVisible(), tabs.count()) == ("part 1", True, 2)


def test_a_part_that_is_asked_for_before_takes_its_place_and_nothing_else_changes(qtbot: QtBot) -> None:
    tabs = Tabs()
    qtbot.addWidget(tabs)
    tabs.setTabText(1, "the second")
    tabs.setTabEnabled(1, False)

    part = tabs.make(1)

    assert tabs.widget(1) is part
    assert (tabs.currentIndex(), tabs.tabText(1), tabs.isTabEnabled(1)) == (0, "the second", False)
    assert tabs.is_made(1)
