"""Whether somebody stands at the kiosk: any touch, movement or key says so, and after a rest nobody does."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QWindow

_TICK_MS = 250
_TOUCHES = frozenset(
    {
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.KeyPress,
        QEvent.Type.Wheel,
    }
)


class Presence(QObject):
    """Counts from the last touch; `rested` once it is as long ago as was set."""

    touched = Signal()
    rested = Signal()
    remaining_changed = Signal(int)  # whole seconds until `rested`

    def __init__(self, rest_s: int, parent: QObject) -> None:
        super().__init__(parent)
        self._resting = QTimer(self, singleShot=True, interval=rest_s * 1_000, timerType=Qt.TimerType.PreciseTimer)
        self._ticking = QTimer(self, interval=_TICK_MS)
        self._resting.timeout.connect(self._on_rested)
        self._ticking.timeout.connect(self._tell)

    @property
    def is_counting(self) -> bool:
        """True between a visitor's first touch and the end of the rest."""
        return self._resting.isActive()

    def set_rest_ms(self, rest_ms: int) -> None:
        """Count so long; whoever is there now has all of it."""
        self._resting.setInterval(rest_ms)

    def watch(self, window: QWindow) -> None:
        """Notice whatever happens to a window, also where a control takes it."""
        window.installEventFilter(self)

    def begin(self) -> None:
        """Somebody does something."""
        self._resting.start()
        self._ticking.start()
        self._tell()

    def end(self) -> None:
        """There is nothing that could be forgotten."""
        self._resting.stop()
        self._ticking.stop()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """A touch before anything was shown begins no count."""
        if event.type() in _TOUCHES:
            self.touched.emit()
            if self.is_counting:
                self.begin()
        return False

    def _on_rested(self) -> None:
        self.end()
        self.rested.emit()

    def _tell(self) -> None:
        self.remaining_changed.emit(math.ceil(max(self._resting.remainingTime(), 0) / 1_000))
