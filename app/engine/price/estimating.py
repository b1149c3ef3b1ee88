"""Prices of many rows at once: the network's distribution, made honest by the calibration of the store in use."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from app.engine.price.answers import LEVELS, State
from app.engine.price.asking import YEARS_AHEAD
from app.engine.price.calibration import Calibration
from app.engine.price.conformal import Floats, Ints, Spread, spread_of
from app.engine.price.features import build_features
from app.engine.price.forecasting import QuantileNetwork
from app.engine.price.history import Knowledge
from app.engine.price.rows import PriceRows
from app.engine.price.support import Depths, depths_of, strata

STATES = (State.PRICED, State.FALLBACK, State.NOT_ENOUGH_HISTORY)
_UNPRICED = STATES.index(State.NOT_ENOUGH_HISTORY)


@dataclass(frozen=True, slots=True)
class Estimates:
    """Prices in the order of the rows: logarithms per base unit, not a number where there is no price."""

    spread: Spread
    intervals: Floats  # (rows, levels, 2)
    ahead: Ints
    depths: Depths
    states: Ints
    groups: Ints
    strata: Ints

    def state(self, row: int) -> State:
        """Whether and from which level a row is priced."""
        return STATES[int(self.states[row])]


class Estimator:
    """The history, the network and the calibration of one generation; callable from any thread."""

    def __init__(self, history: Knowledge, network: QuantileNetwork, calibration: Calibration) -> None:
        self._history = history
        self._network = network
        self.calibration = calibration
        self._last_year = history.years[-1]

    def estimate(self, rows: PriceRows) -> Estimates:
        """Prices of rows that can be asked for; the year of each may lie some years ahead of the store."""
        ahead = np.clip(rows.year.astype(np.int64) - self._last_year, 0, YEARS_AHEAD)
        features = build_features(self._history, rows)
        depths = depths_of(features, rows, hs_digits=self._history.hs_digits)
        keys = strata(depths, rows)
        groups = self._groups(keys, ahead)
        is_priced = (depths.digits > 0) & (groups >= 0)
        quantiles = np.full((len(rows), len(self._network.probabilities)), np.nan)
        chosen = np.flatnonzero(is_priced)
        if len(chosen):
            quantiles[chosen] = self._network.quantiles(features.take(chosen))
        spread = spread_of(quantiles, self._network.probabilities)
        states = np.where(is_priced, depths.is_wider.astype(np.int64), _UNPRICED)
        return Estimates(spread, self._intervals(spread, groups, ahead), ahead, depths, states, groups, keys)

    def percentile(self, estimates: Estimates, row: int, ln_quote: float) -> float:
        """Share of comparable trades expected below the quote, which is in ln price per base unit."""
        median = float(estimates.spread.median[row])
        away = ln_quote - median
        residual = away / float((estimates.spread.below if away < 0 else estimates.spread.above)[row])
        horizon = self.calibration.horizons[int(estimates.ahead[row])]
        return horizon.residuals.percentile(residual, int(estimates.groups[row]))

    def percentiles(self, estimates: Estimates, ln_quotes: Floats) -> tuple[Floats, Floats]:
        """Residual and percentile of one quote for each row; not a number where there is no price."""
        residuals = np.where(estimates.states == _UNPRICED, np.nan, estimates.spread.residuals(ln_quotes))
        found = np.full(len(residuals), np.nan)
        for years, horizon in enumerate(self.calibration.horizons):
            own = np.flatnonzero((estimates.ahead == years) & np.isfinite(residuals))
            found[own] = horizon.residuals.percentiles(residuals[own], estimates.groups[own])
        return residuals, found

    def measured(self, estimates: Estimates) -> list[dict[int, float]]:
        """By row and level, the share that the intervals of its group covered when it was measured."""
        found: list[dict[int, float]] = [{} for _ in range(len(estimates.states))]
        for years, horizon in enumerate(self.calibration.horizons):
            own = np.flatnonzero((estimates.ahead == years) & (estimates.states != _UNPRICED))
            places = horizon.coverage.groups.find(estimates.strata[own])
            for row, place in zip(own, places, strict=True):
                if place >= 0:
                    found[row] = dict(zip(LEVELS, map(float, horizon.coverage.shares[place]), strict=True))
        return found

    def _groups(self, keys: Ints, ahead: Ints) -> Ints:
        """The group of each row in the calibration of its horizon; -1 where there is none."""
        groups = np.full(len(keys), -1, dtype=np.int64)
        for years, horizon in enumerate(self.calibration.horizons):
            own = np.flatnonzero(ahead == years)
            if len(own):
                groups[own] = horizon.residuals.groups.find(keys[own])
        return groups

    def _intervals(self, spread: Spread, groups: Ints, ahead: Ints) -> Floats:
        found = np.full((len(groups), len(LEVELS), 2), math.nan)
        for years, horizon in enumerate(self.calibration.horizons):
            own = np.flatnonzero((ahead == years) & (groups >= 0))
            if len(own):
                found[own] = horizon.residuals.intervals(spread.take(own), groups[own])
        return found
