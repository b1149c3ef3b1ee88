"""How well the model prices the newest year of a store, beside what medians of earlier years would have told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.engine.errors import NotInDataError
from app.engine.jobs import CancelToken, Progress, no_progress
from app.engine.price.accuracy import PointPrices, PriceErrors, measure_errors, pinball
from app.engine.price.baselines import BASELINES, fit_baseline, relative_shift
from app.engine.price.features import Features, build_features
from app.engine.price.history import Knowledge
from app.engine.price.network import QUANTILES, PriceNetwork
from app.engine.price.rows import PriceRows, rows_of_records
from app.engine.store.open_store import Store, interruptible
from app.engine.store.questions.priced_records import priced_records
from app.engine.store.selection import Selection

_LEAST_YEARS = 2


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Errors of the model and its peers on the same rows of `year`; `unpriced` ones have no history at all.

    Each may move its prices for relative errors by one factor, which the year before tells.
    """

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
    history: Knowledge,
    *,
    progress: Progress = no_progress,
    token: CancelToken | None = None,
) -> Evaluation:
    """Errors in the newest year, of which the model sees nothing but the questions; seconds for a million records."""
    token = token or CancelToken()
    with interruptible(token):
        if len(history.years) < _LEAST_YEARS:
            raise NotInDataError("price.too_few_years", years=len(history.years), least=_LEAST_YEARS)
        progress(1, 4)
        rows = rows_of_records(priced_records(store, choices))
    year = history.years[-1]
    asked, before = (_priceable(history, rows.take(rows.year == each), token) for each in (year, year - 1))
    progress(2, 4)
    told = network.tell(asked.features, token=token)
    shift = relative_shift(before.ln_price, network.tell(before.features, token=token).price_point)
    points = PointPrices(told.price_point + shift, told.quantiles[:, QUANTILES.index(0.5)], told.mean)
    progress(3, 4)
    peers = {name: fit_baseline(name, rows, year=year).tell(asked.rows) for name in BASELINES}
    peers["first_estimate"] = first_estimate(asked.features, before.features, before.rows)
    progress(4, 4)
    ln_price, ln_quantity = asked.ln_price, asked.rows.ln_quantity
    return Evaluation(
        year,
        asked.unpriced,
        measure_errors(points, ln_price, ln_quantity),
        pinball(told.quantiles, QUANTILES, ln_price),
        {name: measure_errors(peer, ln_price, ln_quantity) for name, peer in peers.items()},
        network.version,
    )


def first_estimate(features: Features, before: Features, before_rows: PriceRows) -> PointPrices:
    """The estimate that the model starts from, its shift for relative errors as seen in the year before."""
    shift = relative_shift(before_rows.ln_price, before.anchor)
    return PointPrices(features.anchor + shift, features.anchor, features.anchor)


@dataclass(frozen=True, slots=True)
class _Asked:
    """The rows of one year that have any history."""

    rows: PriceRows
    features: Features
    unpriced: int

    @property
    def ln_price(self) -> NDArray[np.float64]:
        assert self.rows.ln_price is not None
        return self.rows.ln_price


def _priceable(history: Knowledge, rows: PriceRows, token: CancelToken) -> _Asked:
    features = build_features(history, rows, token=token)
    usable = np.isfinite(features.anchor)
    return _Asked(rows.take(usable), features.take(usable), int((~usable).sum()))
