"""The pointer on a display that people look at: there while somebody moves it, and gone soon after."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QWidget

_POINTER_FOR_MS = 3_000


class IdlePointer(QObject):
    """Of one window."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._hiding = QTimer(self, singleShot=True, interval=_POINTER_FOR_MS)
        self._hiding.timeout.connect(lambda: window.setCursor(Qt.CursorShape.BlankCursor))

    def show(self) -> None:
        """Somebody is there."""
        self._window.unsetCursor()
        self._hiding.start()
