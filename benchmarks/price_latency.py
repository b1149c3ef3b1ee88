"""How long one prediction takes from the question to the answer, in a process that has the store and model open."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from app.engine.price.answers import PriceQuestion
from app.engine.price.pricer import Pricer
from app.engine.store.questions.priced_records import PricedRecords
from app.engine.store.selection import Direction


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds of single predictions, each a question that was not asked before."""

    questions: int
    p50_ms: float
    p95_ms: float
    worst_ms: float


def questions_of(records: PricedRecords, *, count: int, seed: int = 0) -> list[PriceQuestion]:
    """Questions as people ask them: about goods that are traded, a third with everything open but the code."""
    chosen = np.random.default_rng(seed).choice(len(records), size=min(count, len(records)), replace=False)
    ways = {direction.id: direction for direction in Direction}
    asked = [
        PriceQuestion(
            direction=ways[int(records.direction[row])],
            hs=f"{records.hs[row]:08d}"[: records.hs_digits],
            year=int(records.year[row]),
            unit=int(records.unit[row]),
            country=int(records.country[row]) or None,
            province=int(records.province[row]) or None,
            mode=int(records.mode[row]) or None,
        )
        for row in chosen
    ]
    return [
        replace(question, country=None, province=None, mode=None) if number % 3 == 0 else question
        for number, question in enumerate(asked)
    ]


def measure_latency(pricer: Pricer, questions: Sequence[PriceQuestion]) -> Latency:
    """Ask one by one, after every year's history was learnt; one round before the clock starts."""
    pricer.prepare()
    pricer.price(questions[:50])
    spent: list[float] = []
    for question in questions:
        started = time.perf_counter()
        pricer.price([question])
        spent.append((time.perf_counter() - started) * 1_000)
    p50, p95 = np.quantile(spent, [0.5, 0.95])
    return Latency(len(spent), float(p50), float(p95), max(spent))
