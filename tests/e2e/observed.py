"""A journey's process seen from outside: what it tells, connects to and leaves behind, and how large it grows."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from tests.conftest import ROOT

_LOOK_EVERY_S = 0.5
_BYTES_PER_MB = 1 << 20


@dataclass(slots=True)
class Observed:
    """`told` is what the journey told, by name; `sizes_mb` the resident memory of all its processes over time."""

    status: int = -1
    told: dict[str, object] = field(default_factory=dict)
    errors: str = ""
    connections: set[str] = field(default_factory=set)
    sizes_mb: list[float] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Desktop:
    """A display and the folders of a user who has nothing yet."""

    display: str
    folder: Path

    @property
    def home(self) -> Path:
        """Where the program may write."""
        return self.folder / "program"

    def strays(self) -> list[str]:
        """What lies in the user's other folders."""
        elsewhere = [self.folder / name for name in ("user", "temporary", "working")]
        return sorted(str(file.relative_to(self.folder)) for place in elsewhere for file in place.rglob("*"))

    def log(self) -> list[str]:
        """All lines that the program logged."""
        files = sorted((self.home / "log").glob("tradescope.log*"), reverse=True)
        return [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]

    def go(self, journey: str, *arguments: str, **settings: str) -> Observed:
        """Run a journey, given as module:function, to its end."""
        for name in ("user", "temporary", "working"):
            (self.folder / name).mkdir(exist_ok=True)
        with subprocess.Popen(
            [sys.executable, "-m", "tests.e2e.driver", journey, *arguments],
            env=self._environment(settings),
            cwd=self.folder / "working",
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as process:
            return _observe(process)

    def _environment(self, settings: Mapping[str, str]) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
        return kept | {
            "DISPLAY": self.display,
            "QT_QPA_PLATFORM": "xcb",
            "PYTHONPATH": str(ROOT),
            "PYTHONDONTWRITEBYTECODE": "1",
            "TRADESCOPE_HOME": str(self.home),
            "HOME": str(self.folder / "user"),
            "TMPDIR": str(self.folder / "temporary"),
            **settings,
        }


def _observe(process: subprocess.Popen[str]) -> Observed:
    seen = Observed()
    ended = threading.Event()
    threads = [
        threading.Thread(target=_look, args=(process.pid, seen, ended)),
        threading.Thread(target=_drain, args=(process, seen)),
    ]
    for thread in threads:
        thread.start()
    for line in process.stdout or ():
        if line.startswith("{"):
            seen.told.update(json.loads(line))
    seen.status = process.wait()
    ended.set()
    for thread in threads:
        thread.join()
    return seen


def _drain(process: subprocess.Popen[str], seen: Observed) -> None:
    seen.errors = process.stderr.read() if process.stderr else ""


def _look(pid: int, seen: Observed, ended: threading.Event) -> None:
    while not ended.wait(_LOOK_EVERY_S):
        size = 0
        for each in _tree(pid):
            try:
                size += each.memory_info().rss
                seen.connections |= {f"{one.laddr} {one.raddr}" for one in each.net_connections(kind="inet")}
            except psutil.Error:
                continue
        seen.sizes_mb.append(size / _BYTES_PER_MB)


def _tree(pid: int) -> Iterator[psutil.Process]:
    try:
        parent = psutil.Process(pid)
        yield from [parent, *parent.children(recursive=True)]
    except psutil.Error:
        return
