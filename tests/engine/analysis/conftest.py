"""The store that these tests read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.engine.store.open_store import Store, open_store
from tests.engine.analysis.stores import make_exports


@pytest.fixture(scope="session")
def exports_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the store; read-only."""
    return make_exports(tmp_path_factory.mktemp("exports"))


@pytest.fixture
def exports(exports_path: Path) -> Iterator[Store]:
    """The store, open."""
    with open_store(exports_path) as store:
        yield store
