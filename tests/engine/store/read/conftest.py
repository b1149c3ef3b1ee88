"""Stores that several tests read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.engine.store.open_store import Store, open_store
from tests.engine.store.read.stores import ALL_COLUMNS, IMPORTS_2020, StoreMaker, make_cars
from tests.engine.store.read.trade import Trade, make_trade


@pytest.fixture(scope="session")
def cars_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store in one context; read-only."""
    return make_cars(tmp_path_factory.mktemp("cars")).store


@pytest.fixture
def cars(cars_path: Path) -> Iterator[Store]:
    """The store of `cars_path`, open."""
    with open_store(cars_path) as store:
        yield store


@pytest.fixture(scope="session")
def mixed_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same imports of 2020 as seed rows in USD, as mapped rows in CNY, monthly without province, and at HS4."""
    maker = StoreMaker(tmp_path_factory.mktemp("mixed"))
    maker.add_seed(IMPORTS_2020, year=2020, direction="import")
    in_cny = [(*row[:6], str(int(row[6]) * 7)) for row in IMPORTS_2020[:2]]
    maker.add_mapped(ALL_COLUMNS, in_cny, {"currency": "CNY", "year": "2020"})
    monthly = [("87032342", "德国", "202001", "30"), ("87032342", "德国", "202002", "40")]
    maker.add_mapped(("hs", "country", "period", "value"), monthly, {})
    maker.add_mapped(("hs", "country", "value"), [("8703", "德国", "900")], {"year": "2020"})
    return maker.store


@pytest.fixture
def mixed(mixed_path: Path) -> Iterator[Store]:
    """The store of `mixed_path`, open."""
    with open_store(mixed_path) as store:
        yield store


@pytest.fixture(scope="session")
def traded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Trade]]:
    """A store of made-up trade, and its records."""
    return make_trade(tmp_path_factory.mktemp("trade"))


@pytest.fixture(scope="session")
def store(traded: tuple[Path, list[Trade]]) -> Iterator[Store]:
    """The store of `traded`, open; read-only."""
    with open_store(traded[0]) as opened:
        yield opened


@pytest.fixture(scope="session")
def records(traded: tuple[Path, list[Trade]]) -> list[Trade]:
    """The records of `store`."""
    return traded[1]
