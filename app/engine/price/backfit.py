"""Splits ln prices into effects of product, partner, year and the rest, each shrunk by how much it is seen to vary.

A robust form of best linear unbiased prediction: effects are fitted in turn to what the others leave, their variances
are estimated from the same data, and single wild prices are cut off at a multiple of the usual spread.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

_ROUNDS = 5
_FIRST_SHRINKAGE = 3.0  # records that the prior counts for, before variances are known
_LEAST_VARIANCE = 1e-5
_CUT = 1.6  # times the usual deviation of the spread group
_SPREAD_RECORDS = 20.0  # that a group's spread is shrunk by
_MOST_WEIGHT = 20.0  # of one group in an estimate of variance

Floats = NDArray[np.float64]
Codes = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Factor:
    """Which group of one kind each line belongs to."""

    codes: Codes
    groups: int

    def first(self, lines: int) -> Factor:
        """The factor of the first lines only; groups keep their numbers."""
        return Factor(self.codes[:lines], self.groups)

    def sums(self, values: Floats) -> Floats:
        """Sum of `values` by group."""
        sums: Floats = np.bincount(self.codes, weights=values, minlength=self.groups).astype(np.float64)
        return sums


@dataclass(frozen=True, slots=True)
class Fit:
    """Effects by factor and group, and what they leave of each line."""

    effects: tuple[Floats, ...]
    residual: Floats
    cut_residual: Floats  # with wild prices cut off
    spread: Floats  # usual absolute deviation by group of the spread factor


def fit_effects(ln_price: Floats, weight: Floats, factors: Sequence[Factor], spread_factor: Factor) -> Fit:
    """Effects of all factors on `ln_price`; a line stands for `weight` records."""
    state = _Backfit(ln_price, weight, factors, spread_factor)
    for _ in range(_ROUNDS):
        state.improve()
    return Fit(
        tuple(state.effects),
        state.residual,
        state.cut_residual(),
        state.spread,
    )


class _Backfit:
    """Effects while they are improved round by round."""

    def __init__(self, ln_price: Floats, weight: Floats, factors: Sequence[Factor], spread_factor: Factor) -> None:
        self._factors, self._spread_factor, self._weight = factors, spread_factor, weight
        self._records = [factor.sums(weight) for factor in factors]
        self.effects = [np.zeros(factor.groups) for factor in factors]
        self._variances: list[float | None] = [None] * len(factors)
        self.residual: Floats = ln_price.copy()
        self._spread_records = spread_factor.sums(weight)
        self.spread: Floats = np.full(spread_factor.groups, np.inf)
        self._precision: Floats = np.ones(spread_factor.groups)

    def improve(self) -> None:
        """Fit every factor once to what the others leave, then see anew how far prices spread."""
        cut_at = (_CUT * self.spread)[self._spread_factor.codes]
        importance = self._weight * self._precision[self._spread_factor.codes]
        for at in range(len(self._factors)):
            self._fit_factor(at, cut_at, importance)
        self._measure_spread()

    def cut_residual(self) -> Floats:
        """What the effects leave, with wild prices cut off."""
        cut_at = (_CUT * self.spread)[self._spread_factor.codes]
        return np.clip(self.residual, -cut_at, cut_at)

    def _fit_factor(self, at: int, cut_at: Floats, importance: Floats) -> None:
        factor, old = self._factors[at], self.effects[at]
        usable = importance * np.clip(self.residual, -cut_at, cut_at)
        held = factor.sums(importance)
        sums = factor.sums(usable) + held * old
        variance = self._variances[at]
        shrinkage = _FIRST_SHRINKAGE if variance is None else 1.0 / max(variance, _LEAST_VARIANCE)
        new = sums / (held + shrinkage)
        if np.isfinite(self.spread[0]):
            self._variances[at] = _variance(sums, held, self._records[at])
        self.residual -= (new - old)[factor.codes]
        self.effects[at] = new

    def _measure_spread(self) -> None:
        absolute = self._spread_factor.sums(self._weight * np.abs(self.residual))
        usual = absolute.sum() / max(self._spread_records.sum(), 1.0)
        self.spread = (absolute + _SPREAD_RECORDS * usual) / (self._spread_records + _SPREAD_RECORDS)
        # The variance of prices with heavy tails, cut off as above, is near the square of 1.1 times the usual deviation
        self._precision = 1.0 / np.maximum(1.1 * self.spread, 1e-6) ** 2


def _variance(sums: Floats, held: Floats, records: Floats) -> float:
    """How far the true effects of groups spread: what their means vary by beyond what chance explains."""
    seen = records >= 2
    if not seen.any():
        return 0.0
    mean, chance = sums[seen] / held[seen], 1.0 / held[seen]
    trust = np.minimum(records[seen], _MOST_WEIGHT)
    return float((trust * (mean**2 - chance)).sum() / trust.sum())


def factor_of(keys: NDArray[np.int64]) -> tuple[Factor, NDArray[np.int64]]:
    """Groups of equal keys, and their keys in rising order."""
    unique, codes = np.unique(keys, return_inverse=True)
    return Factor(codes.astype(np.int32), len(unique)), unique


def pack(*columns: tuple[NDArray[Any], int]) -> NDArray[np.int64]:
    """One number for each line out of (column, how many values it can take)."""
    packed: NDArray[np.int64] = np.zeros(len(columns[0][0]), dtype=np.int64)
    for column, values in columns:
        packed *= values
        packed += column
    return packed
