"""Runs a command as a process of its own and reads what the operating system says of it afterwards."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass

_KB_PER_MB = 1024


@dataclass(frozen=True, slots=True)
class Usage:
    """One finished run: seconds of wall and CPU time, and the largest resident memory in MB."""

    wall_s: float
    cpu_s: float
    peak_mb: float


def measure(module: str, arguments: Sequence[str]) -> Usage:
    """Run `python -m module arguments`; RuntimeError with its output when it fails. POSIX only (wait4)."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", module, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    errors = process.stderr.read() if process.stderr else ""
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    if status != 0:
        raise RuntimeError(f"{module} {' '.join(arguments)}\n{errors}")
    return Usage(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / _KB_PER_MB)


def machine() -> str:
    """The machine in a few words, for the heading of a table."""
    model = "unknown processor"
    if os.path.exists("/proc/cpuinfo"):  # noqa: PTH110  # a pseudo file, not a path of ours
        with open("/proc/cpuinfo", encoding="utf-8") as stream:  # noqa: PTH123
            model = next((line.split(":")[1].strip() for line in stream if line.startswith("model name")), model)
    return f"{os.cpu_count()} cores, {model}, Python {sys.version.split()[0]}"
