"""Entering and leaving the big screen; light enough to be imported when the window starts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

from app.bridge.desk import Desk

if TYPE_CHECKING:
    from app.views.screen.big_screen import BigScreen


class StandingScreen(QObject):
    """Shown over a window, or before that was ever shown; leaving it always leads to the window."""

    def __init__(self, desk: Desk, window: QWidget, prepare_charts: Callable[[], None]) -> None:
        super().__init__(window)
        self._desk, self._window, self._prepare_charts = desk, window, prepare_charts
        self.screen: BigScreen | None = None
        desk.navigation.screen_requested.connect(self.show)

    def show(self) -> None:
        """On the window's monitor; without the window on the hall's."""
        if self.screen is not None:
            self.screen.activateWindow()
            return
        self._prepare_charts()
        from app.views.screen.big_screen import BigScreen  # noqa: PLC0415  # brings the browser engine

        self.screen = BigScreen(self._desk)
        self.screen.left.connect(self._on_left)
        self.screen.show_on(self._window.screen() if self._window.isVisible() else hall_monitor())

    def hide(self) -> None:
        """Take it away, as when the program ends."""
        if self.screen is not None:
            self.screen.hide()

    def _on_left(self) -> None:
        self.screen = None
        self._window.show()
        self._window.activateWindow()


def hall_monitor() -> QScreen:
    """The first monitor beside the primary one, at which the operator sits; else that."""
    primary = QGuiApplication.primaryScreen()
    return next((screen for screen in QGuiApplication.screens() if screen is not primary), primary)
