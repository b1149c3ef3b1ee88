"""What the price network learns from: the records of a store, split by time, with what was known before each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.engine.errors import NotInDataError
from app.engine.jobs import CancelToken, Progress, no_progress
from app.engine.price.features import Features, build_features
from app.engine.price.history import PriceHistory
from app.engine.price.rows import PriceRows, rows_of_records
from app.engine.store.open_store import Store
from app.engine.store.questions.priced_records import price_cells, priced_records
from app.engine.store.selection import Selection

LEAST_YEARS = 4  # one to test on, one to choose on, one to fit, and one before it
_YEARS_OF_HISTORY = 3  # before the first year that is learnt from, where there are so many
_SHOCK_SHRINKAGE = 50.0  # records

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Examples:
    """Rows with what was known before them; `target` is what the first estimate leaves of ln price."""

    features: Features
    target: Floats
    rows: PriceRows

    def __len__(self) -> int:
        return len(self.target)

    def take(self, at: NDArray[Any]) -> Examples:
        """Some of them."""
        return Examples(self.features.take(at), self.target[at], self.rows.take(at))


@dataclass(frozen=True, slots=True)
class Split:
    """Examples by time: `fit` up to a year, `choose` the next one, `test` the one after, which nothing is chosen by."""

    fit: Examples
    choose: Examples
    test: Examples
    years: tuple[int, int, int]  # the last of fit, that of choose, that of test
    currency: str
    is_demo: bool


@dataclass(frozen=True, slots=True)
class _Opening:
    """A share of the fit rows is shown a second time with less known, as a user may ask."""

    share: float
    dimensions: tuple[str, ...] = ()
    hs_digits: int = 8
    horizon: int = 1


# Questions leave dimensions open, other sources lack them, and forecasts reach beyond the next year
_OPENINGS = (
    _Opening(0.04, ("country",)),
    _Opening(0.05, ("province", "mode")),
    _Opening(0.05, ("ln_quantity",)),
    _Opening(0.03, ("country", "province", "mode", "ln_quantity")),
    _Opening(0.04, ("province", "mode"), hs_digits=6),
    _Opening(0.02, (), hs_digits=4),
    _Opening(0.06, (), horizon=2),
    _Opening(0.04, (), horizon=3),
)


def read_split(
    store: Store,
    *,
    seed: int,
    first_fit_year: int | None = None,
    progress: Progress = no_progress,
    token: CancelToken | None = None,
) -> Split:
    """The split of a store's priced records; NotInDataError where they reach over too few years."""
    cells = price_cells(store, Selection())
    history = PriceHistory(cells)
    years = history.years
    if len(years) < LEAST_YEARS or cells.basis.context is None:
        raise NotInDataError("train.too_few_years", years=len(years), least=LEAST_YEARS)
    rows = rows_of_records(priced_records(store, Selection()))
    known_from = first_fit_year or years[min(_YEARS_OF_HISTORY, len(years) - 3)]
    steps = len(_OPENINGS) + 3
    fit_rows = rows.take((rows.year >= known_from) & (rows.year <= years[-3]))
    fit = _examples(history, fit_rows, token=token)
    progress(1, steps)
    random = np.random.default_rng(seed)
    parts = [fit]
    for done, opening in enumerate(_OPENINGS, start=2):
        parts.append(_opened(history, fit, opening, random, token))
        progress(done, steps)
    choose, test = (_examples(history, rows.take(rows.year == year), token=token) for year in years[-2:])
    progress(steps, steps)
    split = (years[-3], years[-2], years[-1])
    context = cells.basis.context
    return Split(_joined(parts), choose, test, split, context.currency or "", context.source == "demo")


def _examples(history: PriceHistory, rows: PriceRows, *, token: CancelToken | None, horizon: int = 1) -> Examples:
    features = build_features(history, rows, horizon=horizon, token=token)
    assert rows.ln_price is not None
    usable = np.isfinite(features.anchor)
    target = rows.ln_price - features.anchor
    return Examples(features.take(usable), target[usable], rows.take(usable))


def _opened(
    history: PriceHistory,
    fit: Examples,
    opening: _Opening,
    random: np.random.Generator,
    token: CancelToken | None,
) -> Examples:
    chosen = np.flatnonzero(random.random(len(fit)) < opening.share)
    rows = fit.rows.take(chosen).without(*opening.dimensions)
    if opening.hs_digits < 8:
        width = 10 ** (8 - opening.hs_digits)
        rows = replace(rows, hs=rows.hs // width * width, hs_digits=np.full_like(rows.hs_digits, opening.hs_digits))
    return _examples(history, rows, token=token, horizon=opening.horizon)


def _joined(parts: list[Examples]) -> Examples:
    """All parts, with what moved a whole chapter in one year taken out: nobody could have learnt it before."""
    features = Features(
        np.concatenate([part.features.ids for part in parts]),
        np.concatenate([part.features.figures for part in parts]),
        np.concatenate([part.features.anchor for part in parts]),
        np.concatenate([part.features.records for part in parts]),
        np.concatenate([part.features.last_seen for part in parts]),
    )
    rows = parts[0].rows
    for part in parts[1:]:
        rows = _appended(rows, part.rows)
    target = np.concatenate([part.target for part in parts])
    return Examples(features, target - _shocks(rows, features, target), rows)


def _appended(rows: PriceRows, more: PriceRows) -> PriceRows:
    assert rows.ln_price is not None
    assert more.ln_price is not None
    return PriceRows(
        np.concatenate([rows.direction, more.direction]),
        np.concatenate([rows.hs, more.hs]),
        np.concatenate([rows.hs_digits, more.hs_digits]),
        np.concatenate([rows.country, more.country]),
        np.concatenate([rows.province, more.province]),
        np.concatenate([rows.mode, more.mode]),
        np.concatenate([rows.unit, more.unit]),
        np.concatenate([rows.year, more.year]),
        np.concatenate([rows.ln_quantity, more.ln_quantity]),
        np.concatenate([rows.ln_price, more.ln_price]),
    )


def _shocks(rows: PriceRows, features: Features, target: Floats) -> Floats:
    ahead = np.rint(10 * features.column("years_ahead")).astype(np.int64)
    keys = ((rows.year.astype(np.int64) * 64 + ahead) * 4 + rows.direction) * 100 + rows.hs // 1_000_000
    _, group = np.unique(keys, return_inverse=True)
    sums, counts = np.bincount(group, weights=target), np.bincount(group)
    shock: Floats = (sums / (counts + _SHOCK_SHRINKAGE))[group]
    return shock
