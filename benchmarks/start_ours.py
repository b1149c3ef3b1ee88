"""Starts the window as users do and prints its milestones; run as `python -m benchmarks.start_ours`.

The same lines as the peers': `first_paint SECONDS`, `maps_drawn SECONDS`, in seconds since the epoch; besides,
`all_drawn SECONDS` for all charts of the dashboard.
"""

from __future__ import annotations

import logging
import sys

MILESTONES = {
    "start: splash painted": "first_paint",
    "start: window painted": "window",
    "dashboard: maps drawn": "maps_drawn",
    "dashboard: charts drawn": "all_drawn",
}


class Milestones(logging.Handler):
    """Prints those log records of the start that the benchmark compares."""

    def emit(self, record: logging.LogRecord) -> None:
        """One line per milestone, at the time of the record."""
        name = MILESTONES.get(record.getMessage())
        if name is not None:
            print(name, f"{record.created:.6f}", flush=True)


if __name__ == "__main__":
    logging.getLogger("app").addHandler(Milestones())
    logging.getLogger("app").setLevel(logging.INFO)
    from app.__main__ import main

    sys.exit(main())
