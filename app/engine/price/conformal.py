"""Conformal prediction on plain arrays: how far real prices fell from predicted ones, group by group.

A residual is the distance of ln price from the predicted median in units of the predicted half-width of its side.
Each group of alike rows keeps the distribution of its residuals; a group with few rows is answered by the wider group
above it. Intervals are order statistics with the finite-sample correction, so that they hold their level on rows that
are exchangeable with those of the calibration, and those of a lower level lie within those of a higher one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.engine.price.answers import LEVELS

Floats = NDArray[np.float64]
Ints = NDArray[np.integer[Any]]
Flags = NDArray[np.bool_]

LEAST_ROWS = 200
"""Rows of a group with a distribution of its own: the outermost twentieths are then five rows each."""
LEAST_FOR_ANY = 40
"""Below so many rows in all, the 95 % interval has no finite bound."""
_GRID = np.concatenate([[0.001, 0.0025, 0.005], np.linspace(0.01, 0.99, 99), [0.995, 0.9975, 0.999]])
_LEAST_WIDTH = 0.02
_TAIL = 1 / 4
"""How fast residuals grow beyond the outermost row of a group, as a power of how rare they are."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Predicted median of ln price and the distances to the quantiles a tenth from either end."""

    median: Floats
    below: Floats
    above: Floats

    def take(self, at: Ints) -> Spread:
        """The rows at these places."""
        return Spread(self.median[at], self.below[at], self.above[at])

    def residuals(self, ln_price: Floats) -> Floats:
        """Signed distances from the median in half-widths of the side."""
        away = ln_price - self.median
        return away / np.where(away < 0, self.below, self.above)

    def at(self, residuals: Floats) -> Floats:
        """Ln prices at so many half-widths; the inverse of `residuals`, for one or more columns of them."""
        wide = residuals.ndim > self.median.ndim
        median, below, above = ((part[:, None] if wide else part) for part in (self.median, self.below, self.above))
        return np.asarray(median + residuals * np.where(residuals < 0, below, above))


def spread_of(quantiles: Floats, probabilities: Floats) -> Spread:
    """Median and half-widths from predicted quantiles (n, q) of ln price at increasing probabilities."""
    low, median, high = (_quantile(quantiles, probabilities, wanted) for wanted in (0.1, 0.5, 0.9))
    return Spread(median, np.maximum(median - low, _LEAST_WIDTH), np.maximum(high - median, _LEAST_WIDTH))


@dataclass(frozen=True, slots=True)
class Groups:
    """Groups with enough rows, by layer and key; the finest layer is 0."""

    layer: Ints
    key: Ints
    count: Ints

    def find(self, strata: Ints) -> Ints:
        """The finest group that each row of `strata` (n, layers) belongs to; -1 where there is none."""
        found = np.full(len(strata), -1, dtype=np.int64)
        for layer in range(strata.shape[1]):
            own = np.flatnonzero(self.layer == layer)
            if not len(own):
                continue
            place = np.minimum(np.searchsorted(self.key[own], strata[:, layer]), len(own) - 1)
            is_here = (found < 0) & (self.key[own[place]] == strata[:, layer])
            found[is_here] = own[place[is_here]]
        return found


@dataclass(frozen=True, slots=True)
class Residuals:
    """Distributions of residuals by group; `bounds` is (groups, levels, 2), `grid` holds quantiles for percentiles."""

    groups: Groups
    bounds: Floats
    grid: Floats

    def intervals(self, spread: Spread, groups: Ints) -> Floats:
        """Bounds of ln price (n, levels, 2)."""
        bounds = self.bounds[groups]
        return np.asarray(spread.at(bounds.reshape(len(groups), -1)).reshape(bounds.shape))

    def percentile(self, residual: float, group: int) -> float:
        """Share of the group's rows below the residual, between 0 and 1."""
        return float(np.interp(residual, self.grid[group], _GRID, left=_GRID[0] / 2, right=1 - _GRID[0] / 2))

    def percentiles(self, residuals: Floats, groups: Ints) -> Floats:
        """As `percentile`, for many rows at once."""
        found = np.full(len(residuals), np.nan)
        order = np.argsort(groups, kind="stable")
        _, starts = np.unique(groups[order], return_index=True)
        for own in np.split(order, starts[1:]) if len(order) else []:
            group = self.grid[groups[own[0]]]
            found[own] = np.interp(residuals[own], group, _GRID, left=_GRID[0] / 2, right=1 - _GRID[0] / 2)
        return found


@dataclass(frozen=True, slots=True)
class Coverage:
    """Share of prices within each interval, measured on rows that took no part in the calibration."""

    groups: Groups
    shares: Floats


class Ordered:
    """Residuals sorted within every group, so that parts of them are calibrated without sorting again.

    `strata` is (n, layers): keys of the groups of each row, finest first; the last layer is one group of all rows.
    """

    def __init__(self, residuals: Floats, strata: Ints) -> None:
        self._residuals = residuals
        by_residual = np.argsort(residuals, kind="stable")
        self._layers = [_order(by_residual, keys) for keys in strata.T]

    def calibrate(self, chosen: Flags | None = None, *, least: int = LEAST_ROWS) -> Residuals | None:
        """Distributions of all groups with enough of the chosen rows, the last layer's whatever it has.

        None for too few rows in all.
        """
        if (len(self._residuals) if chosen is None else int(chosen.sum())) < LEAST_FOR_ANY:
            return None
        found = [
            (layer, key, self._residuals[rows])
            for layer, (order, keys) in enumerate(self._layers)
            for key, rows in _runs(order, keys, chosen, least if layer < len(self._layers) - 1 else 1)
        ]
        return Residuals(
            _groups([(layer, key, len(rows)) for layer, key, rows in found]),
            bounds=np.array([[_bounds(rows, level) for level in LEVELS] for _, _, rows in found]),
            grid=np.array([_quantiles(rows) for _, _, rows in found]),
        )


def calibrate(residuals: Floats, strata: Ints, *, least: int = LEAST_ROWS) -> Residuals | None:
    """Distributions of all groups with enough rows, the last layer's whatever it has; None for too few in all."""
    return Ordered(residuals, strata).calibrate(least=least)


def measure(is_covered: Flags, strata: Ints, *, least: int = LEAST_ROWS) -> Coverage:
    """Shares of covered rows (n, levels) by group."""
    found = [
        (layer, key, len(rows), is_covered[rows].mean(axis=0))
        for layer, keys in enumerate(strata.T)
        for key, rows in _runs(*_order(np.arange(len(keys)), keys), None, least if layer < strata.shape[1] - 1 else 1)
    ]
    shares = np.array([share for _, _, _, share in found])
    return Coverage(_groups([(layer, key, count) for layer, key, count, _ in found]), shares)


def not_narrower(wide: Residuals, narrow: Residuals) -> Residuals:
    """The groups of `wide` with bounds at least as far out as those that `narrow` has for the same rows."""
    bounds = wide.bounds.copy()
    for number, (layer, key) in enumerate(zip(wide.groups.layer, wide.groups.key, strict=True)):
        same = np.flatnonzero((narrow.groups.layer == layer) & (narrow.groups.key == key))
        if len(same):
            own = narrow.bounds[same[0]]
            bounds[number, :, 0] = np.minimum(bounds[number, :, 0], own[:, 0])
            bounds[number, :, 1] = np.maximum(bounds[number, :, 1], own[:, 1])
    return Residuals(wide.groups, bounds, wide.grid)


def covered(intervals: Floats, ln_price: Floats) -> Flags:
    """Whether each interval (n, levels, 2) holds its price (n): (n, levels)."""
    return np.asarray((intervals[:, :, 0] <= ln_price[:, None]) & (ln_price[:, None] <= intervals[:, :, 1]))


def coverage_by(is_covered: Flags, keys: Ints) -> dict[int, tuple[int, tuple[float, ...]]]:
    """By key: rows, and the share covered at each level."""
    values, place = np.unique(keys, return_inverse=True)
    counts = np.bincount(place)
    shares = [np.bincount(place, weights=column) / counts for column in is_covered.T.astype(np.float64)]
    return {
        int(value): (int(counts[number]), tuple(float(share[number]) for share in shares))
        for number, value in enumerate(values)
    }


def _bounds(ordered: Floats, level: int) -> tuple[float, float]:
    """Order statistics of the two tails; never past the median that is shown as the price."""
    count, tail = len(ordered), (1 - level / 100) / 2
    low = max(int(np.floor((count + 1) * tail)), 1)
    high = min(int(np.ceil((count + 1) * (1 - tail))), count)
    return min(float(ordered[low - 1]), 0.0), max(float(ordered[high - 1]), 0.0)


def _quantiles(ordered: Floats) -> Floats:
    """Of the grid: a row to come lies below each with its probability; farther out than the rows where they are few."""
    count = len(ordered)
    found, middle = np.interp(_GRID * (count + 1) - 1, np.arange(count), ordered), np.median(ordered)
    rareness = 1 / ((count + 1) * np.minimum(_GRID, 1 - _GRID))
    return np.asarray(middle + (found - middle) * np.maximum(rareness, 1.0) ** _TAIL)


def _order(rows: Ints, keys: Ints) -> tuple[Ints, Ints]:
    """The rows sorted by key, in the given order within each, and their keys."""
    _, codes = np.unique(keys, return_inverse=True)
    # Small numbers are sorted by counting
    order = rows[np.argsort(codes[rows].astype(np.uint16), kind="stable")]
    return order, keys[order]


def _runs(order: Ints, keys: Ints, chosen: Flags | None, least: int) -> Iterator[tuple[int, Ints]]:
    """Each key with its rows among the chosen ones, if there are enough."""
    if chosen is not None:
        is_kept = chosen[order]
        order, keys = order[is_kept], keys[is_kept]
    starts = np.flatnonzero(np.append(True, keys[1:] != keys[:-1])) if len(keys) else np.zeros(0, dtype=np.int64)
    ends = np.append(starts[1:], len(keys))
    for start, end in zip(starts, ends, strict=True):
        if end - start >= least:
            yield int(keys[start]), order[start:end]


def _groups(found: Sequence[tuple[int, int, int]]) -> Groups:
    columns = np.array(found, dtype=np.int64).reshape(-1, 3)
    return Groups(columns[:, 0], columns[:, 1], columns[:, 2])


def _quantile(quantiles: Floats, probabilities: Floats, wanted: float) -> Floats:
    """One predicted quantile of each row, between two that the network gives."""
    after = int(np.clip(np.searchsorted(probabilities, wanted), 1, len(probabilities) - 1))
    low, high = probabilities[after - 1], probabilities[after]
    share = (wanted - low) / (high - low)
    return np.asarray(quantiles[:, after - 1] * (1 - share) + quantiles[:, after] * share, dtype=np.float64)
