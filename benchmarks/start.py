"""`bench start`: from the process to the first paint and to both maps, ours against small programs, in one run.

All run in turn on one virtual screen (Xvfb) of 1366 × 768; ours opens the dashboard over 1.2 million demo records.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.engine.demo.generate import generate_demo
from app.engine.records.options import ImportOptions
from app.engine.records.pipeline import import_files
from benchmarks.measure import machine

_COMMANDS = {
    "bare window": ("benchmarks.start_peers", "bare"),
    "window, one map": ("benchmarks.start_peers", "one-map"),
    "the same, imports first": ("benchmarks.start_peers", "heavy-map"),
    "Tradescope": ("benchmarks.start_ours", ""),
    "the same after an import": ("benchmarks.start_ours", ""),
}
_LAST = {"bare window": "first_paint", "Tradescope": "all_drawn", "the same after an import": "all_drawn"}
_PICTURE = Path("cache") / "dashboard.picture"
_WITHIN_S = 60.0


@dataclass(frozen=True, slots=True)
class Started:
    """Seconds from starting the process to its milestones, by name."""

    after_s: dict[str, float]


def main() -> None:
    """Prepare a store, start everything in turn, print medians and ratios."""
    parser = argparse.ArgumentParser(prog="bench start", description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--rows", type=int, default=1_200_000)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-start-") as folder, virtual_screen() as display:
        home = prepare_home(Path(folder), rows=arguments.rows)
        settings = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "TRADESCOPE_HOME": str(home)}
        # As users have it after the first start, which is not counted: compiled modules, wherever this is run
        settings |= {"PYTHONPYCACHEPREFIX": str(Path(folder) / "compiled")}
        settings.pop("PYTHONDONTWRITEBYTECODE", None)
        fresh = Path(shutil.copytree(home, Path(folder) / "fresh-home"))
        homes = {"the same after an import": {"TRADESCOPE_HOME": str(fresh)}}
        leave_picture(home, settings)
        runs: dict[str, list[Started]] = {name: [] for name in _COMMANDS}
        for _ in range(arguments.rounds + 1):
            for name, (module, argument) in _COMMANDS.items():
                command = [sys.executable, "-m", module, *([argument, folder] if argument else [])]
                runs[name].append(start(command, settings | homes.get(name, {}), last=_LAST.get(name, "maps_drawn")))
    print_table({name: started[1:] for name, started in runs.items()})


def prepare_home(folder: Path, *, rows: int) -> Path:
    """A user's folder with demo data, whose last page was the dashboard."""
    generate_demo(folder / "files", rows=rows)
    home = folder / "home"
    import_files(home / "store", sorted((folder / "files").glob("*.csv")), ImportOptions(is_demo=True))
    (home / "settings.json").write_text(json.dumps({"format": "settings/1", "page": "dashboard"}), encoding="utf-8")
    return home


def leave_picture(home: Path, settings: dict[str, str]) -> None:
    """Run ours until it has kept the picture that later starts show first; RuntimeError if it does not."""
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.start_ours"],
        env=settings,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    guard = time.monotonic() + _WITHIN_S
    while not (home / _PICTURE).exists() and time.monotonic() < guard:
        time.sleep(0.1)
    process.send_signal(signal.SIGTERM)
    process.wait()
    if not (home / _PICTURE).exists():
        raise RuntimeError("no picture was kept")


@contextlib.contextmanager
def virtual_screen() -> Iterator[str]:
    """A screen of its own for the run."""
    reader, writer = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writer), "-screen", "0", "1366x768x24"], pass_fds=[writer], stderr=subprocess.DEVNULL
    )
    try:
        yield f":{os.read(reader, 16).decode().strip()}"
    finally:
        server.terminate()
        server.wait()


def start(command: list[str], settings: dict[str, str], *, last: str) -> Started:
    """Start one program and end it after its last milestone; RuntimeError if it is not reached."""
    began = time.time()
    process = subprocess.Popen(command, env=settings, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    after_s: dict[str, float] = {}
    guard = time.monotonic() + _WITHIN_S
    while last not in after_s and time.monotonic() < guard:
        line = process.stdout.readline() if process.stdout else ""
        if not line:
            break
        milestone, at = line.split()
        after_s.setdefault(milestone, float(at) - began)
    process.send_signal(signal.SIGTERM)
    process.communicate()
    if last not in after_s:
        raise RuntimeError(f"{' '.join(command)} did not reach {last}: {after_s}")
    return Started(after_s)


def print_table(runs: dict[str, list[Started]]) -> None:
    """Medians in seconds, and each as a multiple of ours."""
    print(f"median of {len(next(iter(runs.values())))} starts each, in turn; {machine()}")
    print(f"{'':26}{'first paint s':>15}{'ours is':>10}{'maps drawn s':>15}{'ours is':>10}")
    for name, started in runs.items():
        cells = []
        for milestone in ("first_paint", "maps_drawn"):
            times = [each.after_s[milestone] for each in started if milestone in each.after_s]
            ours = [each.after_s[milestone] for each in runs["Tradescope"]]
            cells += [f"{statistics.median(times):.2f}", f"{ratio(ours, times):.2f} x"] if times else ["-", "-"]
        print(f"{name:26}{cells[0]:>15}{cells[1]:>10}{cells[2]:>15}{cells[3]:>10}")
    all_drawn = statistics.median(each.after_s["all_drawn"] for each in runs["Tradescope"])
    print(f"all charts of the dashboard, not only its maps: {all_drawn:.2f} s")


def ratio(ours: list[float], theirs: list[float]) -> float:
    """Median over the rounds of our time by theirs of the same round."""
    return statistics.median(a / b for a, b in zip(ours, theirs, strict=True))


if __name__ == "__main__":
    main()
