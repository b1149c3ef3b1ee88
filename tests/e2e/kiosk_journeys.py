"""A visitor at the kiosk; run by the driver within the program."""

from __future__ import annotations

import os

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.bridge.photo_desk import PhotoDesk
from app.views.kiosk import kiosk as module
from app.views.kiosk.kiosk import Kiosk
from tests.e2e.hand import Hand, Steps
from tests.ui.fake_camera import FakeCameras

_REST_MS = 300


def visit(hand: Hand) -> Steps:
    """Enter, hold goods up, read the answer and two pictures of the story, walk away; then the operator leaves."""
    cameras = FakeCameras(("Front",))
    # Nobody holds anything before the cameras of this computer
    setattr(module, "local_cameras", lambda: cameras)  # noqa: B010  # the checker knows it as what it imports
    QTest.keyClick(hand.window, Qt.Key.Key_F11, Qt.KeyboardModifier.ShiftModifier)
    yield lambda: bool(kiosks())
    (kiosk,) = kiosks()
    yield lambda: kiosk.isVisible() and cameras.running == "front"
    cameras.see(QImage(os.environ["JOURNEY_PHOTO"]))
    yield from hand.click(kiosk.welcome.look)
    yield lambda: kiosk.board.photo is not None and kiosk.answer.facts.has_figures
    hand.tell("chapter", kiosk.answer.said.chapter)
    hand.tell("verdict", kiosk.answer.said.verdict.text())
    hand.tell("mark", kiosk.header.demo.isVisible())
    yield from read_story(hand, kiosk)
    kiosk.presence.set_rest_ms(_REST_MS)
    yield lambda: kiosk.stack.currentWidget() is kiosk.welcome
    hand.tell("forgotten", kiosk.board.photo is None)
    QTest.keyClick(kiosk, Qt.Key.Key_Escape)
    yield lambda: not kiosks()
    hand.tell("camera", cameras.running)
    hand.tell("history", PhotoDesk(hand.desk.settings.folder).recognitions().count())
    hand.tell("window", hand.window.isVisible())


def read_story(hand: Hand, kiosk: Kiosk) -> Steps:
    """Two of the pictures."""
    yield from hand.click(kiosk.answer.story)
    yield lambda: kiosk.story.told is not None
    first = kiosk.story.sentences.text()
    yield from hand.click(kiosk.story.steps.forward)
    yield lambda: kiosk.story.step == 1
    hand.tell("story", [first, kiosk.story.sentences.text()])


def kiosks() -> list[Kiosk]:
    """Those that stand."""
    return [each for each in QApplication.topLevelWidgets() if isinstance(each, Kiosk)]
