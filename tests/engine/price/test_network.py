from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from app.engine.errors import CancelledError, ResourceError
from app.engine.inference.cards import card_path
from app.engine.jobs import CancelToken
from app.engine.price.answers import Token
from app.engine.price.features import Features, build_features
from app.engine.price.history import PriceHistory
from app.engine.price.network import PriceNetwork, default_network, load_price_network
from app.engine.price.rows import rows_of_records
from app.engine.store.open_store import open_store
from app.engine.store.questions.priced_records import price_cells, priced_records
from app.engine.store.selection import Selection, Years


@pytest.fixture(scope="module")
def network() -> PriceNetwork:
    return load_price_network(default_network())


@pytest.fixture(scope="module")
def features(demo_store: Path) -> Features:
    with open_store(demo_store) as store:
        history = PriceHistory(price_cells(store, Selection()))
        rows = rows_of_records(priced_records(store, Selection(years=Years(2021, 2021))))
    return build_features(history, rows)


def test_quantiles_never_cross(network: PriceNetwork, features: Features) -> None:
    quantiles = network.quantiles(features)

    assert (np.diff(quantiles[np.isfinite(features.anchor)], axis=1) >= 0).all()


def test_rows_without_history_are_told_nothing(network: PriceNetwork, features: Features) -> None:
    unknown = features.take(slice(0, 3))
    unknown.anchor[:] = np.nan

    assert np.isnan(network.quantiles(unknown)).all()


def test_a_row_is_told_the_same_alone_as_among_others(network: PriceNetwork, features: Features) -> None:
    together = network.quantiles(features)[:5]

    alone = np.vstack([network.quantiles(features.take(slice(row, row + 1))) for row in range(5)])

    assert np.allclose(together, alone, atol=1e-5, equal_nan=True)


def test_the_price_point_lies_below_the_median(network: PriceNetwork, features: Features) -> None:
    told = network.tell(features)

    assert np.nanmean(told.price_point) < np.nanmean(told.quantiles[:, 5])


def test_attention_shares_add_up(network: PriceNetwork, features: Features) -> None:
    attention = network.attention(features.take(slice(0, 50)))

    assert set(attention) == set(Token)
    assert np.allclose(sum(attention.values()), 1.0, atol=1e-5)


def test_a_long_prediction_can_be_stopped(network: PriceNetwork, features: Features) -> None:
    token = CancelToken()
    token.cancel()

    with pytest.raises(CancelledError):
        network.tell(features, token=token)


def test_a_network_for_other_features_is_refused(tmp_path: Path) -> None:
    model = tmp_path / "price.onnx"
    shutil.copy(default_network(), model)
    card = json.loads(card_path(default_network()).read_text(encoding="utf-8"))
    card["labels"]["figures"].reverse()
    card_path(model).write_text(json.dumps(card), encoding="utf-8")

    with pytest.raises(ResourceError, match=r"model\.other_features"):
        load_price_network(model)
