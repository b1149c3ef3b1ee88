from __future__ import annotations

import importlib
import subprocess
import sys

import pytest

from app.engine.settings import Settings
from app.pages import PAGES, WELCOME, first_page, has_charts, view_modules


@pytest.mark.parametrize("page", [entry.id for entry in (WELCOME, *PAGES)])
def test_every_page_has_modules_that_can_be_imported_ahead(page: str) -> None:
    modules = view_modules(page)

    assert modules
    assert all(importlib.import_module(module) for module in modules)


_LATE = """
import importlib, sys
import app.main, app.widgets.main_window
from app.pages import engine_modules, view_modules
for module in (*engine_modules(), "PySide6.QtWebEngineWidgets"):
    importlib.import_module(module)
before = set(sys.modules)
for module in view_modules():
    importlib.import_module(module)
late = {module for module in set(sys.modules) - before if module.startswith("app.engine.")}
print(*sorted(late | (set(sys.modules) - before) & {"numpy", "duckdb", "onnxruntime", "PIL", "pandas", "sklearn"}))
"""


def test_a_worker_imports_all_of_the_engine_that_pages_need() -> None:
    told = subprocess.run([sys.executable, "-c", _LATE], capture_output=True, text=True, check=True)

    assert not told.stdout.split()


def test_the_first_page_is_that_of_the_last_run_if_it_is_known() -> None:
    assert first_page(Settings(page="explore"), has_data=True) == "explore"
    assert first_page(Settings(page="no longer there"), has_data=True) == "dashboard"
    assert first_page(Settings(page="explore"), has_data=False) == "welcome"


def test_pages_with_charts_are_pages() -> None:
    assert {entry.id for entry in PAGES if has_charts(entry.id)} == {"dashboard", "explore", "clusters", "analysis"}
