"""The network that the program ships, over demo data that it was not trained on."""

from __future__ import annotations

import pytest

from app.engine.price.answers import PriceQuestion, Token
from app.engine.price.opening import open_pricer
from app.engine.price.pricer import Pricer
from app.engine.store.open_store import Store
from app.engine.store.selection import Direction, Selection


@pytest.fixture(scope="module")
def shipped(opened_store: Store, tmp_path_factory: pytest.TempPathFactory) -> Pricer:
    return open_pricer(opened_store, folder=tmp_path_factory.mktemp("prices"), choices=Selection())


def test_its_intervals_cover_what_they_promise(shipped: Pricer) -> None:
    assert shipped.coverage is not None
    assert shipped.coverage.overall.rows > 1_000
    assert shipped.coverage.overall.shares == pytest.approx((0.5, 0.8, 0.95), abs=0.05)


def test_it_says_what_it_looked_at(shipped: Pricer) -> None:
    question = PriceQuestion(Direction.IMPORT, "27090000", shipped.years[-1], country=326, mode=10)

    attention = {driver.token: driver.attention for driver in shipped.explain(question).drivers}

    assert {Token.COUNTRY, Token.MODE, Token.HISTORY_PARTNER} <= attention.keys()
    assert all(share > 0 for share in attention.values())
    assert sum(attention.values()) <= 1.001


def test_it_names_itself_in_every_answer(shipped: Pricer) -> None:
    (answer,) = shipped.price([PriceQuestion(Direction.IMPORT, "27090000", shipped.years[-1])])

    assert answer.model_version == shipped.model_version != ""
