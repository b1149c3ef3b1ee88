"""Entering and leaving what fills a whole monitor; light enough to be imported when the window starts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

Maker: TypeAlias = Callable[["Standing"], QWidget]


class Standing(QObject):
    """Shown over a window, or before that was ever shown; whatever leaves tells so and leads to the window."""

    stands = Signal(bool)

    def __init__(self, window: QWidget, make: Maker) -> None:
        super().__init__(window)
        self._window, self._make = window, make
        self.screen: QWidget | None = None

    @property
    def is_alone(self) -> bool:
        """True where the program was started with it, so that whoever stands there has never seen the window."""
        return not self._window.isVisible()

    def show(self) -> None:
        """On the window's monitor; without the window on the hall's."""
        if self.screen is not None:
            self.screen.activateWindow()
            return
        monitor = hall_monitor() if self.is_alone else self._window.screen()
        self.screen = self._make(self)
        fill(self.screen, monitor)
        self.stands.emit(True)

    def hide(self) -> None:
        """Take it away, as when the program ends."""
        if self.screen is not None:
            self.screen.hide()

    def leave(self) -> None:
        """Called by what was shown, when it is left."""
        self.screen = None
        self._window.show()
        self._window.activateWindow()
        self.stands.emit(False)


def fill(widget: QWidget, monitor: QScreen) -> None:
    """Let a window take a whole monitor, and the keyboard."""
    widget.setScreen(monitor)
    widget.setGeometry(monitor.geometry())
    widget.showFullScreen()
    widget.activateWindow()
    widget.setFocus()


def hall_monitor() -> QScreen:
    """The first monitor beside the primary one, at which the operator sits; else that."""
    primary = QGuiApplication.primaryScreen()
    return next((screen for screen in QGuiApplication.screens() if screen is not primary), primary)
