"""How soon the queue of a large run opens and answers: copies of one scored block, kept as a run keeps them."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.engine.screening.case_desk import CaseDesk
from app.engine.screening.case_runs import RunBasis, finish_run, keep_blocks, run_of, start_run
from app.engine.screening.findings import Component
from app.engine.screening.officers import Session, add_officer
from app.engine.screening.queue import open_queue
from app.engine.screening.queue_filters import QueueFilter, QueueOrder
from app.engine.store.cases.run_file import KeptBlock
from app.engine.vault import SessionSecrets

_PAGE, _TIMES = 50, 5
Document = dict[str, Any]


def measure_queue(block: KeptBlock, copies: int) -> Document:
    """Seconds to keep so many copies of a block, to open their queue, and to be answered."""
    with tempfile.TemporaryDirectory() as folder:
        desk = CaseDesk(Path(folder) / "screening", SessionSecrets())
        session = Session(add_officer(desk, "bench", "246810", by=None), datetime.now(tz=UTC))
        run = start_run(desk, session, RunBasis("bench.csv", "00" * 32))
        started = time.perf_counter()
        keep_blocks(desk, run, (replace(block, number=number) for number in range(copies)))
        kept = time.perf_counter() - started
        finish_run(desk, session, run)
        run = run_of(desk, run.id)
        queue = open_queue(desk, run)
        remarkable = QueueFilter(remarkable=frozenset({Component.WORDS, Component.RULES}), hs_prefix="85")
        middle = run.lines // 2
        return {
            "lines": run.lines,
            "keep_s": kept,
            "open_s": _seconds(lambda: open_queue(desk, run)),
            "first_page_s": _seconds(lambda: queue.page(QueueFilter(), QueueOrder.RECOVERY, 0, _PAGE)),
            "middle_page_s": _seconds(lambda: queue.page(QueueFilter(), QueueOrder.RECOVERY, middle, _PAGE)),
            "other_order_s": _seconds(lambda: open_queue(desk, run).page(QueueFilter(), QueueOrder.RISK, 0, _PAGE)),
            "filter_s": _seconds(lambda: open_queue(desk, run).page(remarkable, QueueOrder.RECOVERY, 0, _PAGE)),
        }


def _seconds(ask: Callable[[], object]) -> float:
    """The median of some times."""
    found = []
    for _ in range(_TIMES):
        started = time.perf_counter()
        ask()
        found.append(time.perf_counter() - started)
    return statistics.median(found)
