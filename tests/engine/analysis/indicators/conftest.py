"""A store small enough to follow every indicator with a pencil."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.engine.store.open_store import Store, open_store
from tests.engine.store.read.stores import ALL_COLUMNS, StoreMaker

_EXPORTS = {
    "2019": (
        ("87032342", "德国", "北京市", "一般贸易", "2", "辆", "200"),
        ("87032342", "日本", "广东省", "一般贸易", "1", "辆", "120"),
        ("01012100", "日本", "北京市", "一般贸易", "10", "千克", "80"),
    ),
    "2020": (
        ("87032342", "德国", "北京市", "一般贸易", "3", "辆", "330"),
        ("87032342", "美国", "广东省", "进料加工贸易", "1", "辆", "100"),
        ("01012100", "日本", "北京市", "一般贸易", "5", "千克", "50"),
    ),
}
_IMPORTS = (("01012100", "德国", "北京市", "一般贸易", "4", "千克", "180"),)


@pytest.fixture(scope="session")
def goods_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Exports of 2019 (400) and 2020 (480), imports of 2020 (180), in dollars."""
    maker = StoreMaker(tmp_path_factory.mktemp("goods"))
    for year, rows in _EXPORTS.items():
        maker.add_mapped(ALL_COLUMNS, rows, {"direction": "export", "year": year})
    maker.add_mapped(ALL_COLUMNS, _IMPORTS, {"direction": "import", "year": "2020"})
    return maker.store


@pytest.fixture
def goods(goods_path: Path) -> Iterator[Store]:
    """The store of `goods_path`, open."""
    with open_store(goods_path) as store:
        yield store
