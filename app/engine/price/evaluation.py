"""How well the model prices the newest year of a store, beside what medians of earlier years would have told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from app.engine.errors import NotInDataError
from app.engine.jobs import CancelToken, Progress, no_progress
from app.engine.price.accuracy import PointPrices, PriceErrors, measure_errors, pinball
from app.engine.price.baselines import BASELINES, fit_baseline, relative_shift
from app.engine.price.features import Features, build_features
from app.engine.price.history import PriceHistory
from app.engine.price.network import QUANTILES, PriceNetwork
from app.engine.price.rows import PriceRows, rows_of_records
from app.engine.store.open_store import Store, interruptible
from app.engine.store.questions.priced_records import price_cells, priced_records
from app.engine.store.selection import Selection

_LEAST_YEARS = 2


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Errors of the model and its peers on the same rows of `year`; `unpriced` ones have no history at all."""

    year: int
    unpriced: int
    errors: PriceErrors
    pinball: float
    peers: Mapping[str, PriceErrors]
    model_version: str


def evaluate_network(
    store: Store,
    network: PriceNetwork,
    choices: Selection,
    *,
    progress: Progress = no_progress,
    token: CancelToken | None = None,
) -> Evaluation:
    """Errors in the newest year, of which the model sees nothing but the questions; seconds for a million records."""
    token = token or CancelToken()
    with interruptible(token):
        history = PriceHistory(price_cells(store, choices))
        if len(history.years) < _LEAST_YEARS:
            raise NotInDataError("price.too_few_years", years=len(history.years), least=_LEAST_YEARS)
        progress(1, 4)
        rows = rows_of_records(priced_records(store, choices))
    year = history.years[-1]
    asked = rows.take(rows.year == year)
    features = build_features(history, asked, token=token)
    usable = np.isfinite(features.anchor)
    asked, features = asked.take(usable), features.take(usable)
    progress(2, 4)
    told = network.tell(features, token=token)
    points = PointPrices(told.price_point, told.quantiles[:, QUANTILES.index(0.5)], told.mean)
    progress(3, 4)
    peers = {name: fit_baseline(name, rows, year=year).tell(asked) for name in BASELINES}
    peers["first_estimate"] = _first_estimate(history, rows, year, features)
    progress(4, 4)
    assert asked.ln_price is not None
    return Evaluation(
        year,
        int((~usable).sum()),
        measure_errors(points, asked.ln_price, asked.ln_quantity),
        pinball(told.quantiles, QUANTILES, asked.ln_price),
        {name: measure_errors(peer, asked.ln_price, asked.ln_quantity) for name, peer in peers.items()},
        network.version,
    )


def first_estimate(features: Features, before: Features, before_rows: PriceRows) -> PointPrices:
    """The estimate that the model starts from, its shift for relative errors as seen in the year before."""
    shift = relative_shift(before_rows.ln_price, before.anchor)
    return PointPrices(features.anchor + shift, features.anchor, features.anchor)


def _first_estimate(history: PriceHistory, rows: PriceRows, year: int, features: Features) -> PointPrices:
    before_rows = rows.take(rows.year == year - 1)
    return first_estimate(features, build_features(history, before_rows), before_rows)
