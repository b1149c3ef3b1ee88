"""`bench price_window`: from a change of the terms in the pricing desk to the price painted in the window.

The page is the program's own, with its tasks, its worker threads and its painting, on Qt's offscreen platform. Beside
it stands the same question asked of the engine alone, in the same process and on the same records.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from app.bridge.price_board import PriceBoard
from app.bridge.price_source import Readiness
from app.engine.price.answers import PriceQuestion
from app.engine.store.open_store import open_store
from app.engine.store.questions.priced_records import priced_sample
from app.engine.store.selection import Selection
from app.views.price.page import PricePage
from benchmarks.measure import machine
from benchmarks.price_latency import Latency, measure_latency, questions_of
from tests.desks import make_desk

_QUESTIONS = 300
_WARM = 20


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="bench price_window", description=__doc__)
    parser.add_argument("--store", type=Path, required=True)
    parser.add_argument("--questions", type=int, default=_QUESTIONS)
    options = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication([])
    with tempfile.TemporaryDirectory() as home:
        desk = make_desk(options.store, Path(home))
        page = PricePage(desk)
        page.resize(1366, 768)
        page.show()
        wait_for(lambda: page.board.source.readiness is Readiness.READY)
        pricer = page.board.source.pricer
        assert pricer is not None
        count = options.questions + _WARM
        with open_store(options.store) as store:
            records = priced_sample(store, Selection(), {pricer.years[-1]: count})
        questions = questions_of(records, count=count, seed=1)
        shown = ask_all(page, questions)
        engine = measure_latency(pricer, questions[_WARM:])
        print(machine())
        print(f"\n| {options.store.name}, {shown.questions} questions | p50 ms | p95 ms | worst ms |")
        print("| --- | ---: | ---: | ---: |")
        for name, found in (("in the window, painted", shown), ("the engine alone", engine)):
            print(f"| {name} | {found.p50_ms:.1f} | {found.p95_ms:.1f} | {found.worst_ms:.1f} |")
        desk.runner.close()
        desk.settings.close()
        desk.session.close()
        page.deleteLater()
    application.quit()


def ask_all(page: PricePage, questions: Sequence[PriceQuestion]) -> Latency:
    """One question after the other, each when all that belongs to the one before is painted, and the window at rest."""
    board = page.board
    spent: list[float] = []
    for question in questions:
        started = time.perf_counter()
        page.terms.changed.emit(question)
        wait_for(partial(is_answered, board, question))
        page.result.repaint()
        spent.append((time.perf_counter() - started) * 1_000)
        wait_for(partial(is_detailed, board, question))
        page.repaint()
        while QEventLoop().processEvents(QEventLoop.ProcessEventsFlag.AllEvents):
            pass
    p50, p95 = np.quantile(spent[_WARM:], [0.5, 0.95])
    return Latency(len(spent) - _WARM, float(p50), float(p95), max(spent[_WARM:]))


def is_answered(board: PriceBoard, question: PriceQuestion) -> bool:
    """Whether the price of this question is there."""
    return board.answer is not None and board.answer.question == question


def is_detailed(board: PriceBoard, question: PriceQuestion) -> bool:
    """Whether curve, comparables and explanation of this question are there."""
    return board.detail is not None and board.detail.answer.question == question


def wait_for(is_there: Callable[[], bool]) -> None:
    """Let the window work until something holds."""
    loop = QEventLoop()
    while not is_there():
        loop.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


if __name__ == "__main__":
    main()
