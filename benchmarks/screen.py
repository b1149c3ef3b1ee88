"""Screening: speed beside peers, memory and queue; drills beside who knows the truth; the Korean declarations.

Prints tables in Markdown. Drills of one store, multiplier and seed stay in --work.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from app.cli.screen_drill import drill_document
from app.engine import paths
from app.engine.demo.truth import truth_folder
from app.engine.jobs import CancelToken, no_progress
from app.engine.price.opening import open_pricer
from app.engine.screening.drill import drill, prepare_drill
from app.engine.screening.drill_evidence import PhotoPool, photo_pool
from app.engine.screening.photo_check import PhotoClassifier
from app.engine.screening.planting import Fraud, Kind
from app.engine.screening.price_odds import Side
from app.engine.screening.running import BLOCK
from app.engine.store.open_store import open_store
from app.engine.store.selection import Selection
from app.engine.vision.models import recogniser_in_use
from benchmarks.measure import machine
from benchmarks.screen_drills import report_drills
from benchmarks.screen_korean import report_korean
from benchmarks.screen_rates import report_rates

MULTIPLIERS = (0.3, 0.5, 0.7, 0.8, 0.9, 1.5, 2.0)
Document = dict[str, Any]


def main(arguments: Sequence[str]) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", type=Path, help="a store of demo data with its files beside it")
    parser.add_argument("--declarations", type=Path, metavar="FOLDER", help="the Korean declarations")
    parser.add_argument("--lines", type=int, nargs="*", default=[100_000, 1_000_000], help="of files that are screened")
    parser.add_argument(
        "--queue", type=int, default=1_000_000, metavar="LINES", help="of the run whose queue is opened"
    )
    parser.add_argument("--multipliers", type=float, nargs="*", default=MULTIPLIERS, help="of drills")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--share", type=float, default=0.05)
    parser.add_argument("--year", type=int, help="another year than the newest, to choose by")
    parser.add_argument("--photos", type=Path, metavar="FOLDER", help="of folders NN_name, for swapped chapters")
    parser.add_argument("--work", type=Path, default=Path("build/bench-screen"), help="kept between runs")
    options = parser.parse_args(arguments)
    print(f"{machine()}\n")
    if options.store and options.lines:
        print("\n".join(_report_speed(options)), flush=True)
    if options.store and options.lines:
        print("\n".join(report_rates(options.store)), flush=True)
    if options.store and options.seeds:
        print("\n".join(report_drills(_drills(options))), flush=True)
    if options.declarations:
        print("\n".join(report_korean(options.declarations)))
    return 0


def _report_speed(options: argparse.Namespace) -> list[str]:
    """Each file in a process of its own, so that its peak of memory is its own."""
    common = ["--store", str(options.store), "--work", str(options.work)]
    found: list[Document] = []
    for lines in options.lines:
        copies = options.queue // BLOCK if lines == options.lines[-1] else 0
        own = ["--lines", str(lines), "--queue", str(copies)]
        command = [sys.executable, "-m", "benchmarks.screen_speed", *common, *own]
        found.append(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))
    report = ["| lines | s | CPU s | lines/s | lines per CPU second | peak MB | before the file |", "|---" * 7 + "|"]
    for each in found:
        rates = [each["lines"] / each["wall_s"], each["lines"] / each["cpu_s"]]
        figures = [each["lines"], each["wall_s"], each["cpu_s"], *rates, each["peak_mb"], each["before_mb"]]
        report.append("| " + " | ".join(f"{figure:,.0f}" for figure in figures) + " |")
    report += ["", f"To pack what a run keeps of a line takes another {found[-1]['document_us']:.0f} CPU µs.", ""]
    told = ((kind, found[-1].get(kind, {})) for kind in ("run", "queue"))
    return [*report, *(f"{kind}, {name}: {each:,.3f}" for kind, own in told for name, each in own.items()), ""]


def _drills(options: argparse.Namespace) -> list[Document]:
    options.work.mkdir(parents=True, exist_ok=True)
    token = CancelToken()
    found: list[Document] = []
    with open_store(options.store) as store:
        pricer = open_pricer(store, folder=paths.user_data() / "prices", choices=Selection(), token=token)
        files = truth_folder(options.store)
        ground = prepare_drill(store, pricer, truth_files=files, year=options.year, token=token)
        trials = _frauds(options.share, options.multipliers)
        for fraud, side, with_names, seed in ((*trial, seed) for trial in trials for seed in range(options.seeds)):
            pools: list[PhotoPool | None] = [None]
            if options.photos and with_names and fraud.kind is Kind.CHAPTER:
                pools.append(_pool(options.photos, seed, token))
            for photos in pools:
                report = drill(
                    ground,
                    fraud,
                    seed=seed,
                    side=side,
                    with_names=with_names and photos is None,
                    photos=photos,
                    progress=no_progress,
                    token=token,
                )
                found.append(drill_document(report))
                (options.work / "drills.json").write_text(json.dumps(found), encoding="utf-8")
    return found


def _frauds(share: float, multipliers: Sequence[float]) -> list[tuple[Fraud, Side | None, bool]]:
    """What is planted, the side that is looked for, and whether names are looked at."""
    chapters, names = Fraud(Kind.CHAPTER, share), Fraud(Kind.NAME, share)
    return [
        *((Fraud(Kind.PRICE, share, each), None, False) for each in multipliers),
        (Fraud(Kind.PRICE, share, 0.5), Side.BOTH, False),
        (chapters, None, False),
        (chapters, None, True),
        (names, None, True),
    ]


def _pool(folder: Path, seed: int, token: CancelToken) -> PhotoPool:
    reader = PhotoClassifier(recogniser_in_use(paths.user_data()))
    return photo_pool(folder, reader, seed=seed, progress=no_progress, token=token)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
