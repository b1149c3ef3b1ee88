from __future__ import annotations

import pytest
from PySide6.QtWidgets import QPushButton, QSpinBox
from pytestqt.qtbot import QtBot

from app.bridge.desk import Desk
from app.engine.settings import KioskSettings
from app.views.settings.kiosk import KioskCard


@pytest.fixture
def card(qtbot: QtBot, desk: Desk) -> KioskCard:
    made = KioskCard(desk)
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_rest_is_kept_at_once(desk: Desk, card: KioskCard) -> None:
    card.findChildren(QSpinBox)[0].setValue(90)

    assert desk.settings.settings.kiosk == KioskSettings(90)


def test_the_kiosk_can_be_opened_from_the_card(qtbot: QtBot, desk: Desk, card: KioskCard) -> None:
    with qtbot.waitSignal(desk.navigation.kiosk_requested, timeout=1_000):
        card.findChildren(QPushButton)[0].click()
