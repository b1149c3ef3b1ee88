"""Packs the client into dist/tradescope, a folder that starts without Python, and says what takes the space."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path, PurePath

from tools.environment import ROOT, python

SPEC = ROOT / "installer" / "tradescope.spec"
FOLDER = ROOT / "dist"
WORK = ROOT / "build"
_BYTES_PER_MB = 1_000_000
_SHOWN_MB = 1.0

# The first part of a file's path that is listed names what it belongs to.
_PARTS = {
    "QtWebEngine": ("QtWebEngine", "Qt6WebEngine", "qtwebengine", "icudtl", "v8_context"),
    "Qt": ("PySide6", "shiboken6"),
    "DuckDB": ("_duckdb", "duckdb"),
    "NumPy": ("numpy",),
    "polars": ("polars",),
    "Arrow": ("pyarrow",),
    "fonts": ("fonts",),
    "chart library and maps": ("web",),
    "reference tables, rules and texts": ("resources",),
    "documents (reportlab, XlsxWriter, Pillow)": ("reportlab", "xlsxwriter", "PIL", "pillow"),
    "Python": ("python3", "libpython", "base_library", "lib-dynload"),
}


def build() -> int:
    """Run PyInstaller and print the table of sizes; the exit status of the packing."""
    places = ["--distpath", str(FOLDER), "--workpath", str(WORK)]
    command = [str(python()), "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", *places, str(SPEC)]
    status = subprocess.call(command, cwd=ROOT)
    if status == 0:
        sys.stdout.write(size_table(FOLDER / "tradescope"))
    return status


def size_table(folder: Path) -> str:
    """A Markdown table of what takes more than a megabyte, largest first, in millions of bytes."""
    sizes = Counter[str]()
    for path, size in _files(folder):
        sizes[part_of(path)] += size
    rows = [(name, size / _BYTES_PER_MB) for name, size in sizes.most_common()]
    shown = [f"| {name} | {size:.0f} |\n" for name, size in rows if size >= _SHOWN_MB]
    small = sum(size for _, size in rows if size < _SHOWN_MB)
    total = sum(size for _, size in rows)
    return (
        "| part | MB |\n| --- | ---: |\n" + "".join(shown) + f"| smaller ones | {small:.0f} |\n| all | {total:.0f} |\n"
    )


def part_of(path: PurePath) -> str:
    """What a file of the bundle belongs to; its top folder or its own name if no listed part claims it."""
    for name, marks in _PARTS.items():
        if any(place.removeprefix("lib").startswith(marks) or place.startswith(marks) for place in path.parts):
            return name
    places = [place for place in path.parts if place != "_internal"]
    return "libraries of the system" if len(places) == 1 else places[0]


def _files(folder: Path) -> Iterator[tuple[PurePath, int]]:
    """Every file with its size; a link counts nothing, since its target is there itself."""
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            yield path.relative_to(folder), path.stat().st_size
