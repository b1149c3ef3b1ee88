"""What every test may ask for: the long runs' sizes, real customs files if there are any, and a desk over demo data."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest
from pytestqt.qtbot import QtBot

from app.bridge.collection import Collection
from app.bridge.desk import Desk
from app.engine.demo.generate import generate_demo
from app.engine.records.options import ImportOptions
from app.engine.records.pipeline import import_files
from tests.desks import close_runners, make_desk
from tests.patience import PatientBot

# Both are read when Qt starts. Chromium does not start as root with its sandbox on.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
if hasattr(os, "geteuid") and os.geteuid() == 0:
    os.environ["QTWEBENGINE_DISABLE_SANDBOX"] = "1"

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


@pytest.fixture(scope="session")
def demo_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with demo data of all years and both directions; for reading only."""
    folder = tmp_path_factory.mktemp("demo")
    generate_demo(folder / "files", rows=40_000)
    report = import_files(folder / "store", sorted((folder / "files").glob("*.csv")), ImportOptions(is_demo=True))
    assert not report.has_failures
    return folder / "store"


_standing: list[Collection] = []


def _give_collector_back() -> None:
    """Free what the Qt test before held, on this thread; pytest lets go of it only after its fixtures are torn down."""
    if _standing:
        gc.collect()
        _standing.pop().stop()


def pytest_sessionfinish() -> None:
    _give_collector_back()


@pytest.fixture(autouse=True)
def garbage_of_qt(request: pytest.FixtureRequest) -> Iterator[None]:
    """Where Qt runs, garbage is collected on the main thread only, as in the program, and none is left to others.

    Not even between two such tests: the engine of charts reads its files on a thread of its own, which calls Python.
    """
    _give_collector_back()
    if not {"qapp", "qtbot"} & set(request.fixturenames):
        yield
        return
    request.getfixturevalue("qapp")
    _standing.append(Collection())
    yield
    close_runners()
    gc.collect()


@pytest.fixture
def qtbot(qapp: object, request: pytest.FixtureRequest) -> QtBot:
    """The robot of pytest-qt, with patience."""
    return PatientBot(request)


@pytest.fixture
def desk(qapp: object, demo_store: Path, tmp_path: Path) -> Iterator[Desk]:
    """The window's collaborators over the demo data, in Chinese and light."""
    made = make_desk(demo_store, tmp_path / "home")
    yield made
    made.runner.close()
    made.settings.close()
    made.session.close()
