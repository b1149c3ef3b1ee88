"""What others would rank a file of prices by: the simple rules and detectors that a score has to beat."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.engine.price.keys import KEYS
from app.engine.price.rows import PriceRows
from app.engine.screening.price_odds import Side

Floats = NDArray[np.float64]
_LEAST_RECORDS = 5
_LEAST_SPREAD = 0.05
_TREES, _TREE_ROWS = 100, 256


@dataclass(frozen=True, slots=True)
class Trial:
    """What everybody is given: declared rows of one year, rows of the years before, and a seed."""

    rows: PriceRows
    earlier: PriceRows
    side: Side
    seed: int

    @property
    def ln_value(self) -> Floats:
        """Declared value of each row."""
        assert self.rows.ln_price is not None
        return np.asarray(self.rows.ln_price + self.rows.ln_quantity)


@dataclass(frozen=True, slots=True)
class _Quartiles:
    low: Floats
    median: Floats
    high: Floats


def at_random(trial: Trial) -> Floats:
    """By lot."""
    return np.random.default_rng(trial.seed + 7_919).random(len(trial.rows))


def declared_value(trial: Trial) -> Floats:
    """The largest first."""
    return trial.ln_value


def median_price_z(trial: Trial) -> Floats:
    """How far from the median price of the same code before, in robust standard deviations."""
    z = _z(trial)
    return np.asarray({Side.LOW: -z, Side.HIGH: z, Side.BOTH: np.abs(z)}[trial.side])


def heading_quartiles(trial: Trial) -> Floats:
    """How far beyond the quartiles of the heading, in ranges between them: the boxplot rule."""
    assert trial.rows.ln_price is not None
    own = _quartiles(trial, "heading")
    spread = np.maximum(own.high - own.low, _LEAST_SPREAD)
    below, above = (own.low - trial.rows.ln_price) / spread, (trial.rows.ln_price - own.high) / spread
    beyond = {Side.LOW: below, Side.HIGH: above, Side.BOTH: np.maximum(below, above)}[trial.side]
    return np.asarray(np.nan_to_num(beyond, nan=-np.inf))


def isolation_forest(trial: Trial) -> Floats:
    """The detector of scikit-learn over price, quantity, value and both distances from medians."""
    from sklearn.ensemble import IsolationForest  # type: ignore[import-untyped]  # noqa: PLC0415  # slow, without types

    table = _table(trial)
    forest = IsolationForest(n_estimators=_TREES, max_samples=_TREE_ROWS, random_state=trial.seed)
    return np.asarray(-forest.fit(table).score_samples(table))


def ecod(trial: Trial) -> Floats:
    """Outliers by empirical tails (Li et al. 2022): sums of -ln of left, right and skewness-chosen tails, the largest.

    Over the same columns as the isolation forest.
    """
    table = _table(trial)
    count = len(table)
    order = np.argsort(np.argsort(table, axis=0, kind="stable"), axis=0, kind="stable")
    left, right = -np.log((order + 1) / count), -np.log((count - order) / count)
    centred = table - table.mean(axis=0)
    is_left = (centred**3).mean(axis=0) < 0
    chosen = np.where(is_left, left, right)
    return np.asarray(np.maximum(np.maximum(left.sum(axis=1), right.sum(axis=1)), chosen.sum(axis=1)))


PEERS: Mapping[str, Callable[[Trial], Floats]] = MappingProxyType(
    {
        "random": at_random,
        "declared_value": declared_value,
        "median_price_z": median_price_z,
        "hs4_iqr": heading_quartiles,
        "isolation_forest": isolation_forest,
        "ecod": ecod,
    }
)


def _z(trial: Trial) -> Floats:
    assert trial.rows.ln_price is not None
    own = _quartiles(trial, "product")
    spread = np.maximum((own.high - own.low) / 1.349, _LEAST_SPREAD)
    return np.asarray(np.nan_to_num((trial.rows.ln_price - own.median) / spread))


def _table(trial: Trial) -> NDArray[Any]:
    assert trial.rows.ln_price is not None
    heading = _quartiles(trial, "heading").median
    columns = (
        trial.rows.ln_price,
        trial.rows.ln_quantity,
        trial.ln_value,
        _z(trial),
        np.nan_to_num(trial.rows.ln_price - heading),
    )
    return np.column_stack(columns)


def _quartiles(trial: Trial, group: str) -> _Quartiles:
    """Of earlier prices of each row's group, of the wider ones where there are few; nan without any."""
    assert trial.earlier.ln_price is not None
    chain = ("product", "subheading", "heading", "chapter")
    found = np.full((len(trial.rows), 3), np.nan)
    for name in chain[chain.index(group) :]:
        keys = KEYS[name](trial.earlier)
        order = np.lexsort((trial.earlier.ln_price, keys))
        known, first, count = np.unique(keys[order], return_index=True, return_counts=True)
        prices = trial.earlier.ln_price[order]
        places = [first + ((count - 1) * share).astype(np.int64) for share in (0.25, 0.5, 0.75)]
        asked = KEYS[name](trial.rows)
        at = np.minimum(np.searchsorted(known, asked), max(len(known) - 1, 0))
        if not len(known):
            continue
        is_open = np.isnan(found[:, 0]) & (known[at] == asked) & (count[at] >= _LEAST_RECORDS)
        for column, place in enumerate(places):
            found[is_open, column] = prices[place[at[is_open]]]
    return _Quartiles(found[:, 0], found[:, 1], found[:, 2])
