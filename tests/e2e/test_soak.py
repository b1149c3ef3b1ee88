"""Hundreds of random clicks, drills and page changes; with --long two thousand."""

from __future__ import annotations

import shutil
import statistics
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.e2e.observed import Desktop
from tests.e2e.screens import virtual_screen

SETTLED_AFTER_STEPS = 200
MOST_GROWTH = 0.10

pytestmark = pytest.mark.skipif(shutil.which("Xvfb") is None, reason="Xvfb is not installed")


@pytest.fixture
def display() -> Iterator[str]:
    with virtual_screen() as name:
        yield name


def median_size(sizes: list[list[float]], first: float, last: float) -> float:
    return statistics.median(size for step, size in sizes if first <= step < last)


def test_random_clicks_bring_no_error_no_dialog_and_no_growth(
    display: str, demo_store: Path, tmp_path: Path, case_count: Callable[[int, int], int]
) -> None:
    steps = case_count(60, 2000)
    desktop = Desktop(display, tmp_path)

    seen = desktop.go("tests.e2e.soak:soak", "--store", str(demo_store), SOAK_STEPS=str(steps), SOAK_SEED="7")

    assert seen.status == 0, seen.errors
    assert [line for line in desktop.log() if " ERROR " in line or " CRITICAL " in line] == []
    sizes = seen.told["sizes"]
    assert isinstance(sizes, list)
    if steps > 2 * SETTLED_AFTER_STEPS:
        before = median_size(sizes, SETTLED_AFTER_STEPS, SETTLED_AFTER_STEPS * 2)
        after = median_size(sizes, steps - SETTLED_AFTER_STEPS, steps)
        print(f"{before:.0f} MB after {SETTLED_AFTER_STEPS} steps, {after:.0f} MB at the end; {seen.told['done']}")
        assert after < before * (1 + MOST_GROWTH)
