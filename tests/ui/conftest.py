"""A pricer over the demo data that all tests of the pricing desk share: calibrating takes seconds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.engine.price.opening import open_with
from app.engine.price.pricer import Pricer
from app.engine.store.open_store import open_store
from app.engine.store.selection import Selection
from tests.engine.price.networks import AnchorNetwork


@pytest.fixture(scope="session")
def demo_pricer(demo_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pricer]:
    with open_store(demo_store) as store:
        yield open_with(store, AnchorNetwork(), folder=tmp_path_factory.mktemp("prices"), choices=Selection())
