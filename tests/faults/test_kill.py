"""kill -9 at any moment of an import: the store stays readable, the file is absent or complete."""

from __future__ import annotations

import random
import signal
import time
from collections.abc import Callable
from pathlib import Path

from app.engine.jobs import CancelToken
from app.engine.records.pipeline import ImportOptions, import_files
from app.engine.store.manifest import read_manifest
from app.engine.store.removal import remove_batch
from tests.engine.records.pipeline.tables import Row, import_one, write_seed
from tests.faults.imports import finish, is_tidy, kept, start_child, write_large

ROWS = 40_000


def test_a_killed_import_leaves_the_store_as_it_was_or_complete(
    tmp_path: Path, case_count: Callable[[int, int], int]
) -> None:
    store, random_moments = tmp_path / "store", random.Random(7)
    import_one(store, write_seed(tmp_path, [Row()], year=2019))
    large = write_large(tmp_path, rows=ROWS)
    span = _time_of_one_import(tmp_path / "timing", large)

    states = [_killed_after(store, large, random_moments.uniform(0.0, 1.2 * span)) for _ in range(case_count(8, 100))]

    assert set(states) <= {1, 2}
    assert 1 in states
    report = import_files(store, [large], ImportOptions())
    assert not report.has_failures
    assert kept(store) == 1 + ROWS * 3 // 4
    assert is_tidy(store)


def _time_of_one_import(store: Path, path: Path) -> float:
    child = start_child(store, path)
    assert child.stdout is not None
    child.stdout.readline()
    start = time.monotonic()
    child.communicate()
    return time.monotonic() - start


def _killed_after(store: Path, path: Path, delay_s: float) -> int:
    """How many files the store holds after an import that was killed; the next one finds 1 again."""
    child = start_child(store, path)
    assert child.stdout is not None
    child.stdout.readline()
    time.sleep(delay_s)
    child.send_signal(signal.SIGKILL)
    finish(child)
    manifest = read_manifest(store)
    rows = kept(store)
    assert rows == sum(segment.kept for segment in manifest.segments)
    assert rows in {1, 1 + ROWS * 3 // 4}
    if len(manifest.segments) == 2:
        remove_batch(store, manifest.segments[-1].batch, token=CancelToken())
        return 2
    return 1
