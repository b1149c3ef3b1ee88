"""Unit prices of the newest year, told by our network, by gradient-boosted trees and by medians, in one run.

Everybody is given the same rows, the same features and the same first estimate, chooses by the second newest year, and
is tested on the newest. Prints tables in Markdown. What was measured of a contestant and seed stays in --work.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.engine.price.baselines import BASELINES, fit_baseline
from app.engine.price.rows import PriceRows, rows_of_records
from app.engine.store.manifest import read_manifest
from app.engine.store.open_store import open_store
from app.engine.store.questions.priced_records import priced_records
from app.engine.store.selection import Selection
from benchmarks.measure import machine
from benchmarks.price_measures import Answer, measure_answer, rows_per_cpu_second
from benchmarks.price_peers import PEERS, Peer, Settings, Table, table_of
from benchmarks.price_report import report
from benchmarks.price_truth import read_truth
from training.price.data import Examples, Split, read_split
from training.price.network import Variant

_SPEED_ROWS = 65_536
NETWORKS = {
    "Tradescope": Variant.FULL,
    "Tradescope without attention": Variant.NO_ATTENTION,
    "Tradescope without history": Variant.NO_HISTORY,
}
FIRST_ESTIMATE = "first estimate"
CONTESTANTS = (*NETWORKS, *(peer.name for peer in PEERS), FIRST_ESTIMATE, *BASELINES)

Floats = NDArray[np.float64]
Measured = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Course:
    """What all run on."""

    split: Split
    earlier: PriceRows
    truth: Floats


def main(arguments: Sequence[str]) -> int:
    """Measure what is not measured yet, then print the comparison."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", type=Path, required=True, help="a store of demo data")
    parser.add_argument("--files", type=Path, help="where its files and truth are (default: beside the store)")
    parser.add_argument("--work", type=Path, default=Path("build/bench-price"), help="kept between runs")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--only", nargs="+", choices=CONTESTANTS, default=list(CONTESTANTS), metavar="NAME")
    options = parser.parse_args(arguments)
    work = options.work / generation_of(options.store)
    work.mkdir(parents=True, exist_ok=True)
    wanted = [(name, seed) for seed in range(options.seeds) for name in options.only if seed == 0 or _is_random(name)]
    missing = [(name, seed) for name, seed in wanted if not _path(work, name, seed).exists()]
    if missing:
        files = options.files or options.store.with_name(f"{options.store.name}-demo")
        course = _course(options.store, files)
        for name, seed in missing:
            _log(f"{name}, seed {seed}")
            text = json.dumps(_measure(course, name, seed, work))
            _path(work, name, seed).write_text(text, encoding="utf-8")
    results: dict[str, list[Measured]] = {name: [] for name in options.only}
    for name, seed in wanted:
        results[name].append(json.loads(_path(work, name, seed).read_text(encoding="utf-8")))
    print(f"{machine()}\n\n{report(results)}")
    return 0


def generation_of(store: Path) -> str:
    """The folder within `--work` of what was measured on these data."""
    segments = sorted(segment.sha256 for segment in read_manifest(store).segments)
    return hashlib.sha256("".join(segments).encode()).hexdigest()[:12]


def _is_random(name: str) -> bool:
    return name in NETWORKS or any(peer.name == name for peer in PEERS)


def _path(work: Path, name: str, seed: int) -> Path:
    return work / f"{name.replace(' ', '-')}-{seed}.json"


def _log(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


def _course(store_path: Path, files: Path) -> Course:
    _log("reading the store")
    with open_store(store_path) as store:
        split = read_split(store, seed=0)
        rows = rows_of_records(priced_records(store, Selection()))
    year = split.years[2]
    return Course(split, rows.take(rows.year < year), read_truth(files, split.test.rows, year))


def _measure(course: Course, name: str, seed: int, work: Path) -> Measured:
    if name in NETWORKS:
        return _measure_network(course, NETWORKS[name], seed)
    if name in BASELINES:
        return _measure_told(course, partial(_told_by_baseline, course.earlier, name))
    if name == FIRST_ESTIMATE:
        return _measure_told(course, _told_by_first_estimate)
    (peer,) = (peer for peer in PEERS if peer.name == name)
    return _measure_peer(course, peer, seed, work)


def _measure_told(course: Course, tell: Callable[[Examples], Answer]) -> Measured:
    choose, test = course.split.choose, course.split.test
    return measure_answer(choose, tell(choose), test, tell(test), course.truth)


def _measure_network(course: Course, variant: Variant, seed: int) -> Measured:
    # MindSpore is loaded for those who train with it only
    from benchmarks.price_networks import fit_variant

    fitted = fit_variant(course.split, variant, seed)
    measured = _measure_told(course, fitted.tell)
    few = course.split.test.take(np.arange(min(_SPEED_ROWS, len(course.split.test))))
    speed = rows_per_cpu_second(lambda: fitted.tell(few), len(few))
    return measured | {"rows_per_cpu_s": speed, "fit_s": fitted.fit_s, "fit_cpu_s": fitted.fit_cpu_s}


def _measure_peer(course: Course, peer: Peer, seed: int, work: Path) -> Measured:
    fit, choose, test = map(table_of, (course.split.fit, course.split.choose, course.split.test))
    settings = tuned(peer, fit, choose, work)
    cpu = time.process_time()
    tell_mean = peer.fit(fit, choose, settings, seed, False)
    tell_point = peer.fit(fit, choose, settings, seed, True)
    cpu = time.process_time() - cpu

    def tell(examples: Examples, table: Table) -> Answer:
        anchor = examples.features.anchor
        scale = examples.features.column("product_spread").astype(np.float64)
        return Answer(anchor + tell_mean(table.values), anchor + tell_point(table.values), scale)

    measured = measure_answer(
        course.split.choose,
        tell(course.split.choose, choose),
        course.split.test,
        tell(course.split.test, test),
        course.truth,
    )
    few = test.values[:_SPEED_ROWS]
    speed = rows_per_cpu_second(lambda: tell_mean(few), len(few))
    return measured | {"rows_per_cpu_s": speed, "fit_cpu_s": cpu, "settings": settings}


def tuned(peer: Peer, fit: Table, choose: Table, work: Path) -> Settings:
    """The settings with the smallest error in the year to choose; found once for all seeds."""
    path = work / f"{peer.name}-settings.json"
    if path.exists():
        kept: Settings = json.loads(path.read_text(encoding="utf-8"))
        return kept
    errors = []
    for settings in peer.grid:
        told = peer.fit(fit, choose, settings, 0, False)(choose.values)
        errors.append(float(np.mean((told - choose.target) ** 2)))
        _log(f"  {peer.name} {settings}: {errors[-1] ** 0.5:.5f}")
    best = peer.grid[int(np.argmin(errors))]
    path.write_text(json.dumps(best), encoding="utf-8")
    return best


def _told_by_baseline(earlier: PriceRows, name: str, examples: Examples) -> Answer:
    told = fit_baseline(name, earlier, year=int(examples.rows.year[0])).tell(examples.rows)
    anchor = examples.features.anchor
    median = np.where(np.isfinite(told.median), told.median, anchor)
    return Answer(median, median, examples.features.column("product_spread").astype(np.float64))


def _told_by_first_estimate(examples: Examples) -> Answer:
    anchor = examples.features.anchor
    return Answer(anchor, anchor, examples.features.column("product_spread").astype(np.float64))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
