from __future__ import annotations

import importlib

import pytest

from app.engine.settings import Settings
from app.pages import PAGES, WELCOME, first_page, has_charts, view_modules


@pytest.mark.parametrize("page", [entry.id for entry in (WELCOME, *PAGES)])
def test_every_page_has_modules_that_can_be_imported_ahead(page: str) -> None:
    modules = view_modules(page)

    assert modules
    assert all(importlib.import_module(module) for module in modules)


def test_the_first_page_is_that_of_the_last_run_if_it_is_known() -> None:
    assert first_page(Settings(page="explore"), has_data=True) == "explore"
    assert first_page(Settings(page="no longer there"), has_data=True) == "dashboard"
    assert first_page(Settings(page="explore"), has_data=False) == "welcome"


def test_pages_with_charts_are_pages() -> None:
    assert {entry.id for entry in PAGES if has_charts(entry.id)} == {"dashboard", "explore", "clusters", "analysis"}
