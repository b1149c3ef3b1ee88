"""`bench visits`: the longest stall of the event loop at the first visit of each page, in the real window.

The window opens the dashboard and is left alone until all that is imported or made ahead is there; with --hurried the
first page is gone to as soon as the dashboard is drawn. Each run goes through all pages in the order of the rail.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

from benchmarks.measure import machine
from benchmarks.query import provide_store
from benchmarks.start import virtual_screen

_SETTINGS = {"format": "settings/1", "page": "dashboard"}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="bench visits", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--rows", type=int, default=1_200_000)
    parser.add_argument("--work", type=Path, default=Path("build/bench-query"), help="kept between runs")
    parser.add_argument("--store", type=Path, help="a store that is there already, instead of demo data")
    parser.add_argument("--hurried", action="store_true", help="do not wait for what is prepared in idle turns")
    parser.add_argument("--stacks", action="store_true", help="print what the main thread did in the longest stall")
    options = parser.parse_args()
    print(machine())
    work = options.work.absolute()
    store = (options.store or provide_store(work, options.rows)).absolute()
    shutil.rmtree(work / "home-visits", ignore_errors=True)
    # The first run, which compiles modules and makes prices ready, is not counted
    rounds = [visit(work / "home-visits", store, is_hurried=options.hurried) for _ in range(options.rounds + 1)][1:]
    print("\n| page | ms of each run | median | of these, the main thread's CPU | most CPU in any turn, each run |")
    print("| --- | --- | ---: | ---: | --- |")
    for page in rounds[0]:
        worst, busy, most = ([told[page][name] for told in rounds] for name in ("ms", "thread_ms", "busiest_ms"))
        each, turns = (", ".join(f"{ms:.0f}" for ms in values) for values in (worst, most))
        print(f"| {page} | {each} | {statistics.median(worst):.0f} | {statistics.median(busy):.0f} | {turns} |")
        if options.stacks:
            print("\n".join(f"    {line}" for line in rounds[-1][page]["stack"]))


def visit(home: Path, store: Path, *, is_hurried: bool) -> dict[str, dict[str, Any]]:
    """The longest stall of each page of one run; RuntimeError if the window failed."""
    home.mkdir(parents=True, exist_ok=True)
    (home / "settings.json").write_text(json.dumps(_SETTINGS), encoding="utf-8")
    command = [sys.executable, "-m", "benchmarks.visits_ours", "--store", str(store)]
    with virtual_screen() as display:
        own = {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "TRADESCOPE_HOME": str(home)}
        # As users have it after the first start: compiled modules, wherever this is run
        own |= {"VISITS_HURRIED": "1" if is_hurried else "", "PYTHONPYCACHEPREFIX": str(home.parent / "compiled")}
        settings = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | own
        done = subprocess.run(command, env=settings, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(done.stderr)
    told: dict[str, dict[str, Any]] = {}
    for line in done.stdout.splitlines():
        told |= json.loads(line)
    return told


if __name__ == "__main__":
    main()
