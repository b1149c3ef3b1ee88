"""Advantage against other reporters, where the data hold any."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.engine.analysis.indicators.world_advantage import world_advantage
from app.engine.errors import NotInDataError
from app.engine.store.dimensions import Dimension
from app.engine.store.open_store import Store, open_store
from app.engine.store.selection import Selection
from tests.engine.store.read.stores import StoreMaker

_COLUMNS = ("hs", "country", "value")
_EXPORTS = {"CHN": (("870323", "300"), ("010121", "100")), "DEU": (("870323", "500"), ("010121", "100"))}


@pytest.fixture(scope="module")
def world_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    maker = StoreMaker(tmp_path_factory.mktemp("world"))
    for reporter, goods in _EXPORTS.items():
        rows = [(hs, "美国", value) for hs, value in goods]
        maker.add_mapped(_COLUMNS, rows, {"direction": "export", "year": "2020", "reporter": reporter})
    return maker.store


def test_chinas_share_is_measured_against_that_of_all_reporters(world_path: Path) -> None:
    with open_store(world_path) as store:
        answer = world_advantage(store, Selection(), Dimension.HS2)

    # Horses are 100 of China's 400, and 200 of the 1,000 of both
    assert answer.reporters == 2
    assert {row.product: row.rca for row in answer.rows} == pytest.approx(
        {1: (100 / 400) / (200 / 1000), 87: (300 / 400) / (800 / 1000)}
    )


def test_products_are_chosen_without_changing_the_reference(world_path: Path) -> None:
    with open_store(world_path) as store:
        (row,) = world_advantage(store, Selection(hs=("87",)), Dimension.HS2).rows

    assert row.rca == pytest.approx(0.9375)


def test_china_alone_is_no_world(goods: Store) -> None:
    with pytest.raises(NotInDataError) as caught:
        world_advantage(goods, Selection(), Dimension.HS2)

    assert caught.value.code == "query.no_world_data"
