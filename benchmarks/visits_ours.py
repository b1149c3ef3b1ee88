"""Visits of all pages in the real window: `python -m benchmarks.visits_ours [program's arguments]`."""

from __future__ import annotations

import os
import sys
import time

from app.bridge.start_options import start_options
from app.pages import PAGES, view_modules
from tests.e2e.driver import drive
from tests.e2e.hand import Hand, Steps

_QUIET_S = 1.0


def visits(hand: Hand) -> Steps:
    """The longest stall until all is quiet, for each page."""
    yield from hand.drawn()
    if not os.environ["VISITS_HURRIED"]:
        yield lambda: all(module in sys.modules for module in view_modules())
        yield from _quiet(hand)
    _tell(hand, "idle")
    for entry in PAGES:
        if entry.id != hand.window.stack.current:
            hand.watchdog.reset()
            yield from hand.show_page(entry.id)
            yield from _quiet(hand)
            _tell(hand, entry.id)


def _tell(hand: Hand, name: str) -> None:
    hand.tell(name, hand.watchdog.longest[0].document() | {"busiest_ms": hand.watchdog.busiest_ms})


def _quiet(hand: Hand) -> Steps:
    """Until nothing has run for a second."""
    since = time.monotonic()
    while time.monotonic() - since < _QUIET_S:
        # The driver gives up on a condition that takes a minute, and making prices ready may take longer
        yield lambda: True
        if hand.desk.runner.running:
            since = time.monotonic()


if __name__ == "__main__":
    options = start_options(sys.argv[1:])
    assert options is not None
    sys.exit(drive(visits, options))
