from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.engine.settings import read_settings
from tests.e2e.screens import Keyboard, program, virtual_screen

MODULES_AT = """
import json, os, sys
from app import main
from app.bridge.start_options import start_options

def tell(_start):
    print(json.dumps(sorted(sys.modules)), flush=True)
    os._exit(0)

setattr(main.Start, sys.argv[1], tell)
main.run(start_options(sys.argv[2:]))
"""
MODULES_AT_FIRST_ANSWER = """
import json, sys
from pathlib import Path
from app.bridge.dashboard_metrics import Metric
from app.bridge.dashboard_question import ask_dashboard
from app.engine.store.open_store import open_store
from app.engine.store.selection import Selection

with open_store(Path(sys.argv[1])) as store:
    assert not ask_dashboard(store, Selection(), Metric.VALUE).is_empty
print(json.dumps(sorted(sys.modules)))
"""
DATABASE = ("pandas", "duckdb", "numpy")
HEAVY = ("PySide6.QtWebEngineCore", "PySide6.QtWebEngineWidgets", *DATABASE)

pytestmark = pytest.mark.skipif(shutil.which("Xvfb") is None, reason="Xvfb is not installed")


@pytest.fixture
def display() -> Iterator[str]:
    with virtual_screen() as name:
        yield name


@pytest.fixture
def keyboard(display: str) -> Iterator[Keyboard]:
    made = Keyboard(display)
    yield made
    made.close()


def modules_at(step: str, store: Path) -> set[str]:
    """What is imported when the start comes to this step."""
    command = [sys.executable, "-c", MODULES_AT, step, "--store", str(store)]
    answer = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    return set(json.loads(answer.stdout))


def test_nothing_heavy_is_imported_before_the_splash_is_painted(demo_store: Path) -> None:
    modules = modules_at("_on_splash_painted", demo_store)

    assert "app.widgets.splash" in modules
    assert modules.isdisjoint(HEAVY)


def test_charts_are_prepared_and_the_database_is_not_before_the_window_is_painted(demo_store: Path) -> None:
    modules = modules_at("_on_window_painted", demo_store)

    assert {"app.widgets.main_window", "PySide6.QtWebEngineCore"} <= modules
    assert modules.isdisjoint(DATABASE)


def test_the_browser_engine_waits_where_the_first_page_has_no_charts(tmp_path: Path) -> None:
    modules = modules_at("_on_window_painted", tmp_path)

    assert "app.widgets.main_window" in modules
    assert modules.isdisjoint(HEAVY)


def test_page_and_place_are_restored_at_the_next_start(
    display: str, keyboard: Keyboard, demo_store: Path, tmp_path: Path
) -> None:
    with program(display, tmp_path, "--store", str(demo_store)) as first:
        first.wait_for("start: first page made")
        keyboard.press("Control_L", "k")
        keyboard.write("settings")
        keyboard.press("Return")
        first.wait_for("page: settings")
        status = first.end()
    kept = read_settings(tmp_path).settings

    with program(display, tmp_path, "--store", str(demo_store)) as second:
        second.wait_for("start: first page made")
        second.end()

    assert status == 0
    assert kept.page == "settings"
    assert kept.window.geometry != ""
    assert read_settings(tmp_path).settings == kept
    assert "failure" not in second.log()


def test_an_unreadable_store_is_told_and_ends_the_program(display: str, keyboard: Keyboard, tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "manifest.json").write_text("torn")

    with program(display, tmp_path) as started:
        started.wait_for("cannot start")
        until = time.monotonic() + 20
        while started.process.poll() is None and time.monotonic() < until:
            keyboard.press("Return")

    assert started.process.returncode == 1


def test_without_a_display_the_summary_is_printed(demo_store: Path, tmp_path: Path) -> None:
    environment = {"PATH": "/usr/bin:/bin", "TRADESCOPE_HOME": str(tmp_path)}
    command = [sys.executable, "-m", "app", "--store", str(demo_store)]

    answer = subprocess.run(command, env=environment, capture_output=True, check=True, timeout=60)

    assert "演示" in answer.stdout.decode()


def test_the_first_answer_of_a_start_needs_no_arrays_and_no_locks(demo_store: Path) -> None:
    command = [sys.executable, "-c", MODULES_AT_FIRST_ANSWER, str(demo_store)]

    answer = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)

    modules = set(json.loads(answer.stdout))
    assert "duckdb" in modules
    assert modules.isdisjoint({"numpy", "filelock", "pypinyin"})
