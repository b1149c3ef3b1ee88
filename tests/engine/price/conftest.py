from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.engine.price.opening import open_with
from app.engine.price.pricer import Pricer
from app.engine.store.open_store import Store, open_store
from app.engine.store.selection import Selection
from tests.engine.price.networks import AnchorNetwork


@pytest.fixture(scope="session")
def opened_store(demo_store: Path) -> Iterator[Store]:
    with open_store(demo_store) as store:
        yield store


@pytest.fixture(scope="session")
def pricer(opened_store: Store, tmp_path_factory: pytest.TempPathFactory) -> Pricer:
    """Prices of the demo data by a made-up network, calibrated once."""
    return open_with(opened_store, AnchorNetwork(), folder=tmp_path_factory.mktemp("prices"), choices=Selection())
