"""One order of one filter of a run, as it is read for the screen and for files."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.engine.screening.queue_filters import QueueFilter, QueueOrder

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from app.engine.screening.queue import QueueRow, RunQueue


class RunPages:
    """One order of one filter; askers take turns, since the queue answers one at a time."""

    def __init__(self, queue: RunQueue, chosen: QueueFilter, order: QueueOrder, lock: threading.Lock) -> None:
        self._queue, self._chosen, self._order, self._lock = queue, chosen, order, lock
        self._lines: NDArray[np.int32] | list[int] = []
        self.entry = 0  # the newest of the log when the lines were counted

    def count(self) -> int:
        """How many lines the filter leaves now; those stay where they are, whatever is decided meanwhile."""
        with self._lock:
            self._lines = self._queue.lines(self._chosen, self._order)
            self.entry = self._queue.entry
        return len(self._lines)

    def rows(self, first: int, most: int) -> Sequence[QueueRow]:
        """Lines from a place on; counted before."""
        with self._lock:
            return self._queue.rows(self._lines[first : first + most])

    def lines(self, places: Sequence[range]) -> list[int]:
        """Numbers of the lines at places."""
        return [int(line) for each in places for line in self._lines[each.start : each.stop]]
