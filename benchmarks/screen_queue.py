"""How soon a file becomes a run, and how soon the queue of a large run opens and answers."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.engine.jobs import CancelToken
from app.engine.screening.case_desk import CaseDesk
from app.engine.screening.case_runs import RunBasis, finish_run, keep_blocks, run_basis, run_of, start_run
from app.engine.screening.cases import case_of
from app.engine.screening.desk_tools import ScreeningDesk
from app.engine.screening.findings import Component
from app.engine.screening.officers import Session, add_officer
from app.engine.screening.queue import open_queue
from app.engine.screening.queue_filters import QueueFilter, QueueOrder
from app.engine.screening.running import screen_blocks
from app.engine.store.cases.run_file import KeptBlock
from app.engine.vault import SessionSecrets

_PAGE, _TIMES = 50, 5
Document = dict[str, Any]


def measure_run(source: Path, tools: ScreeningDesk) -> Document:
    """What it takes from a file to its queue, as the window does it, and to open one of the first cases."""
    with tempfile.TemporaryDirectory() as folder:
        desk, session = _desk(Path(folder) / "screening")
        wall, cpu = time.perf_counter(), time.process_time()
        run = start_run(desk, session, run_basis(source))
        blocks = screen_blocks(source, tools, token=CancelToken())
        run = finish_run(desk, session, keep_blocks(desk, run, (block.kept() for block in blocks)))
        rows = open_queue(desk, run).page(QueueFilter(), QueueOrder.RECOVERY, 0, _PAGE)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        case = iter(rows)
        return {
            "lines": run.lines,
            "wall_s": wall,
            "cpu_s": cpu,
            "bytes_per_line": sum(each.stat().st_size for each in Path(folder).rglob("*")) / run.lines,
            "case_s": _seconds(lambda: case_of(desk, run, next(case).line)),
        }


def measure_queue(block: KeptBlock, copies: int) -> Document:
    """Seconds to keep so many copies of a block, to open their queue, and to be answered."""
    with tempfile.TemporaryDirectory() as folder:
        desk, session = _desk(Path(folder) / "screening")
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


def _desk(folder: Path) -> tuple[CaseDesk, Session]:
    desk = CaseDesk(folder, SessionSecrets())
    return desk, Session(add_officer(desk, "bench", "246810", by=None), datetime.now(tz=UTC))


def _seconds(ask: Callable[[], object]) -> float:
    """The median of some times."""
    found = []
    for _ in range(_TIMES):
        started = time.perf_counter()
        ask()
        found.append(time.perf_counter() - started)
    return statistics.median(found)
