"""How many rows a second our price score ranks, and the others of the drill, each over the same rows in turn."""

from __future__ import annotations

import functools
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np

from app.engine import paths
from app.engine.jobs import CancelToken
from app.engine.price.opening import open_pricer
from app.engine.screening.drill import DrillGround, predict_rows, prepare_drill
from app.engine.screening.peers import PEERS, Trial
from app.engine.screening.price_odds import PlacedPrices, Side, learn_habits, price_odds
from app.engine.store.open_store import open_store
from app.engine.store.selection import Selection

_SIDE, _SEED, _TIMES = Side.LOW, 0, 3
OURS = "Tradescope"


def measure_rates(store_path: Path) -> tuple[int, Mapping[str, tuple[float, float]]]:
    """How many rows, and rows per CPU second and per second of each; what earlier rows teach the others is counted."""
    token = CancelToken()
    with open_store(store_path) as store:
        pricer = open_pricer(store, folder=paths.user_data() / "prices", choices=Selection(), token=token)
        pricer.prepare(token=token)
        ground = prepare_drill(store, pricer, token=token)
    trial = Trial(ground.rows, ground.earlier, _SIDE, _SEED)
    contestants: dict[str, Callable[[], object]] = {OURS: lambda: _our_scores(ground, token)}
    contestants |= {name: functools.partial(score, trial) for name, score in PEERS.items()}
    return len(ground.rows), {name: _rates(score, len(ground.rows)) for name, score in contestants.items()}


def report_rates(store_path: Path) -> list[str]:
    """Lines of Markdown."""
    rows, found = measure_rates(store_path)
    lines = [f"{rows:,} rows of one year ranked by price, the best of {_TIMES}:", ""]
    lines += ["| ranked by | rows per CPU second | rows per s |", "|---|---:|---:|"]
    return [*lines, *(f"| {name} | {cpu:,.0f} | {wall:,.0f} |" for name, (cpu, wall) in found.items()), ""]


def _our_scores(ground: DrillGround, token: CancelToken) -> object:
    rows = ground.rows
    assert rows.ln_price is not None
    spread, _ = predict_rows(ground.pricer, rows, token)
    prices = PlacedPrices(rows.ln_price, spread, rows.direction, rows.hs.astype(np.int64) // 10**6)
    return price_odds(prices, learn_habits(prices, ground.noise, _SIDE), ground.noise)


def _rates(score: Callable[[], object], rows: int) -> tuple[float, float]:
    spent = []
    for _ in range(_TIMES):
        wall, cpu = time.perf_counter(), time.process_time()
        score()
        spent.append((time.process_time() - cpu, time.perf_counter() - wall))
    cpu_s, wall_s = (max(min(each), 1e-9) for each in zip(*spent, strict=True))
    return rows / cpu_s, rows / wall_s
