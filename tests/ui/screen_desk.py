"""The big screen over demo data, driven as an operator drives it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.bridge.charts.scheme import register_scheme
from app.bridge.desk import Desk
from app.bridge.screen_scenes import Scene
from app.views.screen.big_screen import BigScreen
from tests.bridge.charts.pages import wait_for

# Before pytest-qt makes its application, or the engine does not know the address
register_scheme()

INTERVAL_S = 3600


@contextmanager
def standing(desk: Desk, *, width: int = 1280, height: int = 720) -> Iterator[BigScreen]:
    """The screen at a size of its own, with scenes that stay until a key turns them, and nothing animated."""
    settings = desk.settings.settings
    desk.settings.put(replace(settings, animations=False, screen=replace(settings.screen, interval_s=INTERVAL_S)))
    screen = BigScreen(desk)
    screen.resize(width, height)
    screen.show()
    try:
        yield screen
    finally:
        shiboken6.delete(screen)  # at once, for the profile must not outlive its pages


def wait_for_scenes(bot: QtBot, screen: BigScreen) -> None:
    """Until the first scene is drawn."""
    bot.waitUntil(lambda: bool(screen.rotation.scenes), timeout=30_000)
    wait_for_cards(bot, screen)


def wait_for_cards(bot: QtBot, screen: BigScreen) -> None:
    """Until the page shows the cards of the scene, each with a title."""
    assert screen.rotation.scene is not None
    cards = [card.id for card in screen.layout_of(screen.rotation.scene).cards]
    shown = "[...document.querySelectorAll('.card')].filter((one) => one.querySelector('h2').textContent)"
    found = f"JSON.stringify({shown}.map((one) => one.dataset.chart)) === JSON.stringify({cards})".replace("'", '"')
    wait_for(bot, screen.stage.area.page, found, timeout_ms=30_000)


def turn(bot: QtBot, screen: BigScreen, key: Qt.Key) -> Scene:
    """Press an arrow and wait for the scene that it leads to."""
    QTest.keyClick(screen, key)
    wait_for_cards(bot, screen)
    assert screen.rotation.scene is not None
    return screen.rotation.scene
