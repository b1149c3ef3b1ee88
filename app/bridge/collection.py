"""Collects garbage on the main thread only.

Python collects cycles on whatever thread allocates last. Where that is a worker, a forgotten QObject with a running
timer dies on a thread that is not its own, which Qt answers with a crash.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 250
_OLDEST = 2


class Collection(QObject):
    """Takes the collector over for as long as it lives; looks every quarter of a second whether anything is due."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        # What stands after the start stays: the collector need not look at it again
        gc.freeze()
        self._timer = QTimer(self)
        self._timer.timeout.connect(collect_if_due)
        self._timer.start(_EVERY_MS)

    def stop(self) -> None:
        """Hand the collector back to Python."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()


def collect_if_due() -> None:
    """Collect the oldest generation whose threshold is passed, as Python itself would."""
    thresholds = gc.get_threshold()
    for generation in range(_OLDEST, -1, -1):
        if gc.get_count()[generation] > thresholds[generation]:
            gc.collect(generation)
            return
