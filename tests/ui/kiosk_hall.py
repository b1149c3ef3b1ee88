"""The kiosk with a camera that sees what a test holds before it, and a network that knows three colours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from app.bridge.camera import Camera
from app.bridge.charts.scheme import register_scheme
from app.bridge.desk import Desk
from app.bridge.photo_session import Recognisers
from app.views.kiosk.kiosk import Kiosk
from tests.ui.fake_camera import FakeCameras
from tests.ui.photo_page import BLUE, COLOURS, GREEN, RED, WAIT_MS, WITHOUT_GREY, tiny_opener

# Before pytest-qt makes its application, or the engine does not know the address
register_scheme()

LEFT = Qt.MouseButton.LeftButton


@dataclass(frozen=True, slots=True)
class Hall:
    """The kiosk and what stands before it."""

    kiosk: Kiosk
    cameras: FakeCameras
    bot: QtBot

    def hold(self, chapter: str) -> None:
        """Hold goods of a chapter before the camera; "" is for grey ones, which are like nothing."""
        frame = QImage(640, 360, QImage.Format.Format_RGB32)
        frame.fill(QColor(*COLOURS[chapter]))
        self.cameras.see(frame)

    def touch(self, button: QAbstractButton) -> None:
        """Where a finger would."""
        QTest.mouseClick(button, LEFT)

    def look(self, chapter: str) -> None:
        """Hold goods up, touch the button, and wait for the answer and for all that is known."""
        self.hold(chapter)
        with self.bot.waitSignal(self.kiosk.board.answered, timeout=WAIT_MS):
            self.touch(self.kiosk.welcome.look)
        self.bot.waitUntil(lambda: not self.kiosk.answer.facts.is_asking, timeout=WAIT_MS)

    def shows(self, view: QWidget) -> bool:
        """Whether this is what visitors see."""
        return self.kiosk.stack.currentWidget() is view


@contextmanager
def hall(
    bot: QtBot,
    desk: Desk,
    folder: Path,
    *,
    size: tuple[int, int] = (1280, 720),
    cameras: Sequence[str] = ("Front",),
    is_allowed: bool = True,
    is_guarded: bool = False,
    chapters: Sequence[str] = (RED, GREEN, BLUE),
) -> Iterator[Hall]:
    """A kiosk at a size of its own that nobody leaves alone for long enough, and nothing animated."""
    settings = desk.settings.settings
    desk.settings.put(replace(settings, animations=False, kiosk=replace(settings.kiosk, rest_s=600)))
    fake = FakeCameras(cameras, is_allowed=is_allowed)
    recognisers = Recognisers(desk.settings.folder, tiny_opener(folder / "model", WITHOUT_GREY, chapters))
    kiosk = Kiosk(desk, is_guarded=is_guarded, camera=Camera(lambda: fake), recognisers=recognisers)
    kiosk.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    kiosk.resize(*size)
    kiosk.show()
    try:
        yield Hall(kiosk, fake, bot)
    finally:
        shiboken6.delete(kiosk)  # at once, for the profile must not outlive its pages
