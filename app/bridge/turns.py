"""Work in pieces, each in a turn of the event loop of its own, between which others are served.

By a timer, never by `QTimer.singleShot(0, …)`: that posts an event, and Qt may go through what is posted twice before
it looks at timers and at the other program's messages, so that two pieces keep the event loop as long as one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QTimer, Signal

Step = Callable[[], object]


class Turns(QObject):
    """Goes through the steps in order, with a pause between two; `ended` after the last."""

    ended = Signal()

    def __init__(self, parent: QObject | None = None, *, pause_ms: int = 0) -> None:
        super().__init__(parent)
        self._waiting: list[Step] = []
        self._timer = QTimer(self, interval=pause_ms)
        self._timer.timeout.connect(self._take_next)

    @property
    def is_going(self) -> bool:
        """True until the last step was taken."""
        return self._timer.isActive()

    def start(self, steps: Iterable[Step]) -> None:
        """Begin in the next turn, instead of what still waits."""
        self._waiting = list(steps)
        self._timer.start()

    def stop(self) -> None:
        """Leave out what still waits; `ended` is not told."""
        self._waiting.clear()
        self._timer.stop()

    def _take_next(self) -> None:
        if self._waiting:
            self._waiting.pop(0)()
        else:
            self._timer.stop()
            self.ended.emit()
