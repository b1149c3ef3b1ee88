"""`bench dashboard`: from a click to all charts redrawn, in the real window; its longest stalls with --while-importing.

The window runs on a virtual screen of 1366 × 768 without animations. Each click changes one or two filters; the next
waits until all is quiet. The peer asks the same charts one by one of one table of all records (DuckDB) and is given our
time of making options and drawing.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from app.engine.demo.generate import generate_demo
from app.engine.store.selection_codec import read_selection
from benchmarks.dashboard_peers import question_ms
from benchmarks.measure import machine
from benchmarks.query import load_base, provide_store
from benchmarks.start import virtual_screen

_SIZES = (1_200_000, 24_000_000)
_IMPORTED_ROWS = 5_000_000
_SETTINGS = {"format": "settings/1", "page": "dashboard", "animations": False}
_PARTS = ("total", "question", "options", "drawing")
_PERCENT_95 = 95
_FILTERS = ("direction", "years", "countries", "provinces", "hs", "modes")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="bench dashboard", description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=list(_SIZES))
    parser.add_argument("--clicks", type=int, default=100)
    parser.add_argument("--work", type=Path, default=Path("build/bench-query"), help="kept between runs")
    parser.add_argument("--store", type=Path, help="a store that is there already, instead of demo data")
    parser.add_argument(
        "--ours-only", action="store_true", help="leave out the peer, which reads all records per chart"
    )
    parser.add_argument("--while-importing", action="store_true", help="play the years during an import instead")
    options = parser.parse_args()
    print(machine())
    if options.while_importing:
        print_stalls(options.work.absolute())
        return
    stores = [options.store] if options.store else [provide_store(options.work, rows) for rows in options.rows]
    for store in stores:
        print_clicks(options.work.absolute(), store.absolute(), options.clicks, has_peer=not options.ours_only)


def print_clicks(work: Path, store: Path, count: int, *, has_peer: bool) -> None:
    """One table for a store."""
    told = run(work / "home-clicks", "clicks", ["--store", str(store)], BENCH_CLICKS=str(count))
    clicks = [line["click"] for line in told if "click" in line]
    records = f"{store.name}, {len(clicks)} clicks"
    print(f"\n| {records}, ms | p50 | p95 | longest |\n| --- | ---: | ---: | ---: |")
    for part in _PARTS:
        print_row(part, [click[part] for click in clicks])
    print_kinds(clicks)
    print(f"\nCPU time of all processes: {told[0]['cpu_ms']:,.0f} ms a click")
    if has_peer:
        print_peer(work, store, clicks)


def print_kinds(clicks: Sequence[Mapping[str, Any]]) -> None:
    """The same clicks by what they filter."""
    totals: dict[str, list[float]] = {}
    for click in clicks:
        filters = [name for name in _FILTERS if click["selection"][name]]
        totals.setdefault(filters[0] if len(filters) == 1 else f"{len(filters)} filters", []).append(click["total"])
    print("\n| filtered by, total ms | clicks | p50 | longest |\n| --- | ---: | ---: | ---: |")
    for kind, values in sorted(totals.items()):
        print(f"| {kind} | {len(values)} | {statistics.median(values):,.0f} | {max(values):,.0f} |")


def print_peer(work: Path, store: Path, clicks: Sequence[Mapping[str, Any]]) -> None:
    """The same clicks with one query per chart."""
    peer = peer_ms(work, store, clicks)
    print_row("one query per chart: total", peer)
    print_row(
        "one query per chart: question", [ms - c["options"] - c["drawing"] for ms, c in zip(peer, clicks, strict=True)]
    )
    ratios = [theirs / click["total"] for theirs, click in zip(peer, clicks, strict=True)]
    print(f"\nOne query per chart takes {statistics.median(ratios):.1f} × as long, median of the clicks.")


def print_row(name: str, values: Sequence[float]) -> None:
    """Percentiles of one part."""
    p95 = statistics.quantiles(values, n=100)[_PERCENT_95 - 1]
    print(f"| {name} | {statistics.median(values):,.0f} | {p95:,.0f} | {max(values):,.0f} |")


def peer_ms(work: Path, store: Path, clicks: Sequence[Mapping[str, Any]]) -> list[float]:
    """The peer's total for each click."""
    database = work / "base-dashboard.duckdb"
    database.unlink(missing_ok=True)
    with duckdb.connect(str(database)) as base:
        load_base(base, store)
        return [
            question_ms(base, read_selection(click["selection"])) + click["options"] + click["drawing"]
            for click in clicks
        ]


def print_stalls(work: Path) -> None:
    """The longest gaps between two turns of the event loop while five million rows come in."""
    files = work / f"files-{_IMPORTED_ROWS}"
    if not files.exists():
        files.mkdir(parents=True)
        generate_demo(files, rows=_IMPORTED_ROWS)
    store = provide_store(work, _SIZES[0])
    home = work / "home-importing"
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(store, home / "store")
    for line in run(home, "importing", [], BENCH_FILES=str(files)):
        for name, value in line.items():
            print(f"{name}: {json.dumps(value, indent=1)}")


def run(home: Path, journey: str, arguments: Sequence[str], **settings: str) -> list[dict[str, Any]]:
    """What the window told; RuntimeError if it failed."""
    home.mkdir(parents=True, exist_ok=True)
    (home / "settings.json").write_text(json.dumps(_SETTINGS), encoding="utf-8")
    command = [sys.executable, "-m", "benchmarks.dashboard_ours", journey, *arguments]
    with virtual_screen() as display:
        own = {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "TRADESCOPE_HOME": str(home)}
        done = subprocess.run(
            command, env={**os.environ, **own, **settings}, capture_output=True, text=True, check=False
        )
    if done.returncode != 0:
        raise RuntimeError(done.stderr)
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


if __name__ == "__main__":
    main()
