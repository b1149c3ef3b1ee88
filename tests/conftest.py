"""What every test may ask for: the long runs' sizes and the optional folder of real customs files."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import hypothesis
import pytest

ROOT = Path(__file__).resolve().parent.parent

hypothesis.settings.register_profile("short", max_examples=40, deadline=None)
hypothesis.settings.register_profile("long", max_examples=1000, deadline=None)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="run hundreds and thousands of cases instead of a few")


def pytest_configure(config: pytest.Config) -> None:
    hypothesis.settings.load_profile("long" if config.getoption("--long") else "short")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--long"):
        return
    skip = pytest.mark.skip(reason="a long run; start it with --long")
    for item in items:
        if item.get_closest_marker("long"):
            item.add_marker(skip)


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def case_count(request: pytest.FixtureRequest) -> Callable[[int, int], int]:
    """`case_count(few, many)`: how many cases a repeated test runs, `many` only with --long."""

    def choose(few: int, many: int) -> int:
        return many if request.config.getoption("--long") else few

    return choose


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Folder of public customs data that the repository does not hold; tests that need it skip without it."""
    named = os.environ.get("TRADESCOPE_SHARED")
    folder = (Path(named) if named else ROOT.parent / "shared") / "data"
    if not folder.is_dir():
        pytest.skip(f"no public data in {folder}; set TRADESCOPE_SHARED to the folder that holds `data`")
    return folder
