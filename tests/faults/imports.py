"""Files large enough to be caught in the middle, child processes that import them, and a look at the store after."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from app.engine.store.folder import StoreFolder
from app.engine.store.manifest import read_manifest
from app.engine.store.open_store import open_store
from tests.conftest import ROOT
from tests.engine.records.pipeline.tables import Row, records, write_seed

PARTNERS = ("美国", "日本", "德国", "香港")


def write_large(folder: Path, *, rows: int, year: int = 2020) -> Path:
    """A seed-schema file of distinct rows, a quarter of which is rejected."""
    row = Row()
    made = [
        replace(
            row, partner=PARTNERS[n % 4], quantity=str(n % 89 + 1), value=str(n), hs=("01012100", "85171210")[n % 2]
        )
        for n in range(1, rows + 1)
    ]
    return write_seed(folder, made, year=year)


def start_child(store: Path, *files: Path, wrapper: Sequence[str] = ()) -> subprocess.Popen[str]:
    """An import in another process; its first line of output is "started"."""
    command = [*wrapper, sys.executable, "-m", "tests.faults.child", str(store), *map(str, files)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def finish(child: subprocess.Popen[str]) -> list[str]:
    """The child's lines after "started"."""
    output, _ = child.communicate(timeout=120)
    return output.split()[1:] if output.startswith("started") else output.splitlines()


def is_tidy(store: Path) -> bool:
    """True when nothing but the last generation's cube lies beside what the manifest points at, and all of it opens."""
    folder, manifest = StoreFolder(store), read_manifest(store)
    segments = {path.name for path in folder.segments.iterdir()}
    cubes = {path.stem for path in folder.cubes.iterdir()}
    wanted = {f"{segment.id}.duckdb" for segment in manifest.segments}
    if manifest.segments:
        with open_store(store):
            pass
    return segments == wanted and len(cubes - {Path(manifest.cube or "").stem}) <= 1 and not folder.scratch.exists()


def kept(store: Path) -> int:
    """Kept rows of all segments, counted in their files."""
    return len(records(store))
