from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPushButton, QSpinBox
from pytestqt.qtbot import QtBot

from app.bridge.desk import Desk
from app.bridge.screen_scenes import Scene
from app.engine.settings import ScreenSettings
from app.views.settings.screen import ScreenCard


@pytest.fixture
def card(qtbot: QtBot, desk: Desk) -> ScreenCard:
    made = ScreenCard(desk)
    qtbot.addWidget(made)
    made.show()
    return made


def test_what_is_set_holds_at_once(desk: Desk, card: ScreenCard) -> None:
    title, interval = card.findChildren(QLineEdit)[0], card.findChildren(QSpinBox)[0]

    QTest.keyClicks(title, "Port of Ningbo")
    QTest.keyClick(title, Qt.Key.Key_Return)
    interval.setValue(45)
    card.findChildren(QCheckBox)[0].click()

    assert desk.settings.settings.screen == ScreenSettings(45, "Port of Ningbo", ("totals",))


def test_the_last_scene_cannot_be_taken_away(desk: Desk, card: ScreenCard) -> None:
    boxes = card.findChildren(QCheckBox)

    for box in boxes:
        box.click()

    assert [box.isChecked() for box in boxes] == [False] * (len(Scene) - 1) + [True]
    assert not boxes[-1].isEnabled()


def test_the_screen_can_be_opened_from_the_card(qtbot: QtBot, desk: Desk, card: ScreenCard) -> None:
    with qtbot.waitSignal(desk.navigation.screen_requested, timeout=1_000):
        card.findChildren(QPushButton)[0].click()
