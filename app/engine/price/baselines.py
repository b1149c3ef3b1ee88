"""What a clerk would do with a spreadsheet: medians of earlier prices, which a model has to beat."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from app.engine.price.accuracy import PointPrices
from app.engine.price.keys import KEYS
from app.engine.price.rows import PriceRows
from app.engine.price.tables import FigureTable, table_of

_MOST_LN_WEIGHT = 3.0
# From the group that a baseline is named after to those that stand in for it, each in the last year or in all
_CHAINS: Mapping[str, Sequence[tuple[str, bool]]] = {
    "hs8_median": (("product", False), ("subheading", False), ("heading", False), ("chapter", False)),
    "hs8_country_last_year": (
        ("partner_product", True), ("product", True), ("product", False), ("subheading", False), ("heading", False),
        ("chapter", False),
    ),
}  # fmt: skip
BASELINES = tuple(_CHAINS)

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Baseline:
    """Medians by group; `shift` moves a median to where relative errors are smallest, as seen in an earlier year."""

    name: str
    tables: tuple[tuple[str, FigureTable], ...]
    shift: float = 0.0

    def tell(self, rows: PriceRows) -> PointPrices:
        """Prices of rows; nan where not even the chapter had any."""
        told = np.full(len(rows), np.nan)
        for group, table in self.tables:
            open_yet = np.isnan(told)
            told = np.where(open_yet, table.look_up(KEYS[group](rows))[:, 0], told)
        return PointPrices(told + self.shift, told, told)


def fit_baseline(name: str, rows: PriceRows, *, year: int) -> Baseline:
    """The baseline from everything before `year`, its shift from how it would have done in the year before that."""
    shift = 0.0
    last = int(year) - 1
    tuned_on = rows.take(rows.year == last)
    if len(tuned_on) and (rows.year < last).any():
        told = _medians(name, rows.take(rows.year < last)).tell(tuned_on).median
        shift = relative_shift(tuned_on.ln_price, told)
    return replace(_medians(name, rows.take(rows.year < year)), shift=shift)


def relative_shift(ln_price: Floats | None, told: Floats) -> float:
    """What to add to `told` so that errors relative to the real price are smallest on average."""
    assert ln_price is not None
    off = (ln_price - told)[np.isfinite(told)]
    if not len(off):
        return 0.0
    return weighted_median(off, np.exp(-np.clip(off, -_MOST_LN_WEIGHT, _MOST_LN_WEIGHT)))


def weighted_median(values: Floats, weights: Floats) -> float:
    """The value below and above which lies half of the weight."""
    order = np.argsort(values)
    running = np.cumsum(weights[order])
    return float(values[order[np.searchsorted(running, running[-1] / 2.0)]])


def _medians(name: str, rows: PriceRows) -> Baseline:
    newest = rows.take(rows.year == rows.year.max()) if len(rows) else rows
    tables = [(group, _median_table(newest if is_last else rows, KEYS[group])) for group, is_last in _CHAINS[name]]
    return Baseline(name, tuple(tables))


def _median_table(rows: PriceRows, keys_of: Callable[[PriceRows], NDArray[np.int64]]) -> FigureTable:
    assert rows.ln_price is not None
    keys = keys_of(rows)
    order = np.lexsort((rows.ln_price, keys))
    unique, starts, counts = np.unique(keys[order], return_index=True, return_counts=True)
    prices = rows.ln_price[order]
    lower, upper = prices[starts + (counts - 1) // 2], prices[starts + counts // 2]
    return table_of(unique, [(lower + upper) / 2.0], [np.nan])
