"""The errors of a model on one store: conformal distributions, measured coverage, and what was measured on.

The newest years take part alike, so that intervals hold over calm years and restless ones: of prices within the store
as they come out, of forecasts as wide as they are without any one of these years, and never narrower than those of a
year less ahead.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from app.engine.jobs import CancelToken, Progress
from app.engine.price.answers import LEVELS
from app.engine.price.asking import YEARS_AHEAD
from app.engine.price.conformal import (
    Coverage,
    Floats,
    Ints,
    Residuals,
    Spread,
    calibrate,
    coverage_by,
    covered,
    measure,
    not_narrower,
    spread_of,
)
from app.engine.price.features import build_features
from app.engine.price.forecasting import QuantileNetwork
from app.engine.price.history import PriceHistory
from app.engine.price.rows import PriceRows
from app.engine.price.support import depths_of, strata

ORIGINS, ORIGIN_ROWS = 6, 30_000
LEAST_SHOWN = 100
_BATCH = 16_384


@dataclass(frozen=True, slots=True)
class MeasuredCoverage:
    """Share of prices within each interval, in the order of LEVELS, on rows that took no part in the calibration."""

    key: int
    rows: int
    shares: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class CoverageReport:
    """Coverage on the newest year, calibrated on the years before it; members with at least 100 rows, by key."""

    year: int
    overall: MeasuredCoverage
    chapters: tuple[MeasuredCoverage, ...]
    countries: tuple[MeasuredCoverage, ...]


@dataclass(frozen=True, slots=True)
class Horizon:
    """How a price so many years ahead is calibrated, and what that covered when it was measured."""

    residuals: Residuals
    coverage: Coverage


@dataclass(frozen=True, slots=True)
class Calibration:
    """By years ahead, 0 within the store; empty where too few records have earlier history."""

    horizons: tuple[Horizon, ...]
    report: CoverageReport | None


@dataclass(frozen=True, slots=True)
class _Errors:
    """Predictions and prices of one horizon."""

    spread: Spread
    ln_price: Floats
    strata: Ints
    year: Ints
    rows: PriceRows

    @property
    def residuals(self) -> Floats:
        return self.spread.residuals(self.ln_price)

    def only(self, chosen: Ints) -> _Errors:
        return _Errors(
            self.spread.take(chosen),
            self.ln_price[chosen],
            self.strata[chosen],
            self.year[chosen],
            self.rows.take(chosen),
        )


def rows_wanted(years: Sequence[int]) -> dict[int, int]:
    """How many records of each year to calibrate on: alike of the newest, none of the first, which has no history."""
    return dict.fromkeys(sorted(years)[1:][-ORIGINS:], ORIGIN_ROWS)


def calibrate_model(
    network: QuantileNetwork, history: PriceHistory, sample: PriceRows, *, progress: Progress, token: CancelToken
) -> Calibration:
    """Measure the model's errors on a sample with prices; seconds for a few hundred thousand rows."""
    if not len(sample):
        return Calibration((), None)
    work = _Work(network, history, progress, token, total=len(sample) * YEARS_AHEAD)
    known = work.errors(sample, horizon=1)
    horizons = _within_store(known)
    for ahead in range(1, YEARS_AHEAD + 1) if horizons else ():
        errors = known if ahead == 1 else work.errors(sample, horizon=ahead)
        horizons = _add(horizons, errors)
    return Calibration(tuple(horizons), _report(known) if horizons else None)


@dataclass(slots=True)
class _Work:
    network: QuantileNetwork
    history: PriceHistory
    progress: Progress
    token: CancelToken
    total: int
    done: int = 0

    def errors(self, rows: PriceRows, *, horizon: int) -> _Errors:
        """Predictions from what was known so many years before, of rows that have enough of it."""
        parts = [self._batch(rows.take(at), horizon) for at in _batches(rows.year)]
        rows = _joined([part for part, _, _ in parts])
        assert rows.ln_price is not None
        spread = spread_of(np.concatenate([quantiles for _, quantiles, _ in parts]), self.network.probabilities)
        return _Errors(spread, rows.ln_price, np.concatenate([keys for _, _, keys in parts]), rows.year, rows)

    def _batch(self, rows: PriceRows, horizon: int) -> tuple[PriceRows, Floats, Ints]:
        self.token.check()
        features = build_features(self.history, rows, horizon=horizon, token=self.token)
        usable = np.flatnonzero(depths_of(features, rows, hs_digits=self.history.hs_digits).digits > 0)
        self.done += len(rows)
        rows, features = rows.take(usable), features.take(usable)
        keys = strata(depths_of(features, rows, hs_digits=self.history.hs_digits), rows)
        quantiles = self.network.quantiles(features)
        self.progress(self.done, self.total)
        return rows, quantiles, keys


def _batches(years: Ints) -> list[Ints]:
    """Places of the rows in batches of one year each, because every year has a history of its own."""
    found: list[Ints] = []
    for year in np.unique(years):
        at = np.flatnonzero(years == year)
        found += np.array_split(at, max(-(-len(at) // _BATCH), 1))
    return found


def _within_store(errors: _Errors) -> list[Horizon]:
    residuals = calibrate(errors.residuals, errors.strata)
    return [] if residuals is None else [Horizon(residuals, _measured(errors))]


def _add(before: list[Horizon], errors: _Errors) -> list[Horizon]:
    """The horizons with a further one, wider by how much any one year matters and never surer than that before it."""
    residuals = calibrate(errors.residuals, errors.strata)
    if residuals is None:
        return before
    for year in np.unique(errors.year):
        others = np.flatnonzero(errors.year != year)
        without = calibrate(errors.residuals[others], errors.strata[others])
        residuals = residuals if without is None else not_narrower(residuals, without)
    return [*before, Horizon(not_narrower(residuals, before[-1].residuals), _measured(errors))]


def _measured(errors: _Errors) -> Coverage:
    """What calibrations on all years but one cover in that year, each year in turn."""
    years = np.unique(errors.year)
    parts = [_left_out(errors, np.flatnonzero(errors.year == year)) for year in years]
    tested = [part for part in parts if part is not None]
    if not tested:
        half = np.arange(len(errors.year)) % 2
        both = [_left_out(errors, np.flatnonzero(half == side)) for side in (0, 1)]
        tested = [part for part in both if part is not None]
    if not tested:
        return measure(np.zeros((0, len(LEVELS)), dtype=np.bool_), np.zeros((0, 4), dtype=np.int64))
    return measure(np.concatenate([hit for hit, _ in tested]), np.concatenate([keys for _, keys in tested]))


def _left_out(errors: _Errors, tested: Ints) -> tuple[np.ndarray[tuple[int, int], np.dtype[np.bool_]], Ints] | None:
    """Whether the rows lie within intervals that the other rows give."""
    others = np.setdiff1d(np.arange(len(errors.year)), tested)
    residuals = calibrate(errors.only(others).residuals, errors.strata[others]) if len(others) else None
    if residuals is None or not len(tested):
        return None
    own = errors.only(tested)
    intervals = residuals.intervals(own.spread, residuals.groups.find(own.strata))
    return covered(intervals, own.ln_price), own.strata


def _report(errors: _Errors) -> CoverageReport | None:
    newest = int(errors.year.max())
    tested = np.flatnonzero(errors.year == newest)
    found = _left_out(errors, tested)
    if found is None:
        return None
    is_covered, _ = found
    own = errors.only(tested)
    (overall,) = _by(is_covered, np.zeros(len(tested), dtype=np.int64), least=0)
    chapters = _by(is_covered, own.rows.hs // 10**6, least=LEAST_SHOWN)
    countries = _by(is_covered, own.rows.country, least=LEAST_SHOWN)
    return CoverageReport(newest, overall, chapters, tuple(entry for entry in countries if entry.key))


def _by(
    is_covered: np.ndarray[tuple[int, int], np.dtype[np.bool_]], keys: Ints, *, least: int
) -> tuple[MeasuredCoverage, ...]:
    found = coverage_by(is_covered, keys)
    return tuple(MeasuredCoverage(key, rows, shares) for key, (rows, shares) in found.items() if rows >= least)


def _joined(parts: Sequence[PriceRows]) -> PriceRows:
    """Rows one after the other; every part has prices."""
    return PriceRows(*(np.concatenate([getattr(part, name.name) for part in parts]) for name in fields(PriceRows)))
