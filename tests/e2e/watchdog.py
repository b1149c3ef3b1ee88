"""Watches the event loop from within: how long it did not turn, and what the main thread did meanwhile."""

from __future__ import annotations

import sys
import threading
import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import FrameType

from PySide6.QtCore import QObject, Qt, QTimer

_BEAT_MS = 5
_LOOK_EVERY_S = 0.02
_LOOK_AFTER_S = 0.06
_KEPT = 5
_FRAMES = 12


@dataclass(frozen=True, slots=True, order=True)
class Stall:
    """A gap between two turns. With little CPU time of its own thread, the main thread waited for a turn of the
    interpreter (then the process used it) or of the machine (then nobody here did)."""

    ms: float
    thread_ms: float
    process_ms: float
    stack: str = field(compare=False)

    def document(self) -> dict[str, object]:
        """As JSON."""
        times = {"ms": self.ms, "thread_ms": self.thread_ms, "process_ms": self.process_ms}
        return {name: round(value, 1) for name, value in times.items()} | {"stack": self.stack.splitlines()}


@dataclass(frozen=True, slots=True)
class _Moment:
    wall: float
    thread: float
    process: float


def _now() -> _Moment:
    return _Moment(time.perf_counter(), time.thread_time(), time.process_time())


class Watchdog(QObject):
    """Begins at once; `longest` are the worst stalls since the last `reset`, `busiest_ms` is the most that the main
    thread worked in one turn, which other programs on the machine change little."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._main = threading.get_ident()
        self._last = _now()
        self._seen = ""
        self._stalls: list[Stall] = []
        self.busiest_ms = 0.0
        self._timer = QTimer(self, interval=_BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_beat)
        self._timer.start()
        threading.Thread(target=self._look, name="watchdog", daemon=True).start()

    @property
    def longest(self) -> tuple[Stall, ...]:
        """The worst first."""
        return tuple(self._stalls)

    def reset(self) -> None:
        """Forget what was seen, as after the start."""
        self._stalls.clear()
        self.busiest_ms = 0.0
        self._last = _now()

    def _on_beat(self) -> None:
        now, last = _now(), self._last
        gap = _milliseconds(last.wall, now.wall) - _BEAT_MS
        times = _milliseconds(last.thread, now.thread), _milliseconds(last.process, now.process)
        self._stalls = sorted([*self._stalls, Stall(gap, *times, self._seen)], reverse=True)[:_KEPT]
        self.busiest_ms = max(self.busiest_ms, times[0])
        self._last, self._seen = _now(), ""

    def _look(self) -> None:
        while True:
            time.sleep(_LOOK_EVERY_S)
            if time.perf_counter() - self._last.wall > _LOOK_AFTER_S and not self._seen:
                self._seen = "\n".join(_lines(sys._current_frames().get(self._main)))


def _lines(frame: FrameType | None) -> Iterator[str]:
    for summary in traceback.extract_stack(frame)[-_FRAMES:]:
        yield f"{summary.filename}:{summary.lineno} {summary.name}"


def _milliseconds(before: float, after: float) -> float:
    return (after - before) * 1000
