"""The real program with a journey in its event loop: `python -m tests.e2e.driver MODULE:JOURNEY [program's arguments]`.

The pointer is the display's own, so that clicks take the way through the X server; waiting is done from inside, which
alone knows when something is finished. Prints what the journey tells, one JSON object a line, and ends with 0 once the
window was closed after it; 3 if the journey failed, 4 if a class of Qt's was defined on a worker.
"""

from __future__ import annotations

import importlib
import os
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from types import GeneratorType
from typing import TypeAlias

from PySide6.QtCore import QCoreApplication, QObject, QTimer

from app import main as program
from app.bridge.start_options import StartOptions, start_options
from tests.e2e import class_guard
from tests.e2e.hand import Condition, Hand, Steps
from tests.e2e.watchdog import Watchdog

Journey: TypeAlias = Callable[[Hand], Steps]

FAILED = 3
_LOOK_EVERY_MS = 10
_WITHIN_S = 60.0


class Driver(QObject):
    """Goes through the steps of a journey, each as soon as its condition holds."""

    def __init__(self, steps: Steps, parent: QObject) -> None:
        super().__init__(parent)
        self._steps = steps
        self._until: Condition = lambda: True
        self._since = time.monotonic()
        self._timer = QTimer(self, interval=_LOOK_EVERY_MS)
        self._timer.timeout.connect(self._on_tick)
        self._timer.start()

    def _on_tick(self) -> None:
        try:
            self._go_on()
        except BaseException:  # a journey that fails ends the program at once, and says why
            traceback.print_exc()
            sys.stderr.flush()
            os._exit(FAILED)

    def _go_on(self) -> None:
        if not self._until():
            if time.monotonic() - self._since > _WITHIN_S:
                raise TimeoutError(f"waited too long in {' > '.join(_places(self._steps))}")
            return
        self._since = time.monotonic()
        try:
            self._until = next(self._steps)
        except StopIteration:
            self._until = lambda: False  # a window that will not close is a failure like any other
            QTimer.singleShot(0, QCoreApplication.quit)


def _places(steps: object) -> Iterator[str]:
    """Where a journey waits, from the outermost generator to the innermost."""
    while isinstance(steps, GeneratorType):
        line = steps.gi_frame.f_lineno if steps.gi_frame else 0
        yield f"{steps.gi_code.co_name}:{line}"
        steps = steps.gi_yieldfrom


def drive(journey: Journey, options: StartOptions) -> int:
    """Run the program and the journey in it, beginning when the first page was made."""

    class Driven(program.Start):
        def _make_first_page(self) -> None:
            super()._make_first_page()
            assert self._window is not None
            assert self._desk is not None
            hand = Hand(self._window, self._desk, Watchdog(self))
            self._driver = Driver(journey(hand), self)

    class_guard.install()
    program.Start = Driven  # type: ignore[misc]  # the one seam: everything else is as users have it
    return program.run(options)


def main() -> int:
    """Find the journey and go."""
    module, _, name = sys.argv[1].partition(":")
    options = start_options(sys.argv[2:])
    assert options is not None
    return drive(getattr(importlib.import_module(module), name), options)


if __name__ == "__main__":
    sys.exit(main())
