"""The errors of a model on one store: conformal distributions, measured coverage, and what was measured on.

The newest years take part alike, so that intervals hold over calm years and restless ones: of prices within the store
as they come out, of forecasts as wide as they are without any one of these years, and never narrower than those of a
year less ahead.

Records tell everything, people who ask often do not: a part of the records is predicted as if code, partner and other
dimensions had been left open, so that answers to open questions are as wide as what they leave open.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

import numpy as np

from app.engine.jobs import CancelToken, Progress
from app.engine.price.answers import LEVELS
from app.engine.price.asking import YEARS_AHEAD
from app.engine.price.conformal import (
    Coverage,
    Flags,
    Floats,
    Ints,
    Ordered,
    Residuals,
    Spread,
    coverage_by,
    covered,
    measure,
    not_narrower,
    spread_of,
)
from app.engine.price.features import build_features
from app.engine.price.forecasting import QuantileNetwork
from app.engine.price.history import Knowledge
from app.engine.price.rows import PriceRows
from app.engine.price.support import depths_of, strata

ORIGINS, ORIGIN_ROWS = 6, 20_000
TESTED_ROWS = 80_000
"""Of the newest year, on which coverage by chapter and partner is measured; no more than others calibrate."""
LEAST_SHOWN, LEAST_OF_A_YEAR = 100, 50
_BATCH = 16_384
_DIMENSIONS = ("country", "province", "mode", "ln_quantity")


@dataclass(frozen=True, slots=True)
class MeasuredCoverage:
    """Share of prices within each interval, in the order of LEVELS, on rows that took no part in the calibration.

    `moved` is by how much ln prices lay above the predicted medians, in the median of the rows; `moved_before` the
    least and the most of that in any earlier year with at least 50 rows, None without such a year: what moves all
    prices of a year in common is in no year before it, and where it is more than ever before, intervals fall short.
    """

    key: int
    rows: int
    shares: tuple[float, ...]
    moved: float
    moved_before: tuple[float, float] | None


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

    def take(self, at: Ints) -> _Errors:
        """The rows at these places."""
        return _Errors(self.spread.take(at), self.ln_price[at], self.strata[at], self.year[at], self.rows.take(at))


def rows_wanted(years: Sequence[int]) -> dict[int, int]:
    """How many records of each year are needed: none of the first, which has no history, and most of the newest."""
    usable = sorted(years)[1:][-ORIGINS:]
    return {year: TESTED_ROWS if year == usable[-1] else ORIGIN_ROWS for year in usable}


def calibrate_model(
    network: QuantileNetwork, history: Knowledge, sample: PriceRows, *, progress: Progress, token: CancelToken
) -> Calibration:
    """Measure the model's errors on a sample with prices; seconds for a few hundred thousand rows."""
    if not len(sample):
        return Calibration((), None)
    alike = sample.take(_evenly(sample.year))
    opened = _opened(alike)
    total = len(sample) + len(opened) + (len(alike) + len(opened)) * (YEARS_AHEAD - 1)
    work = _Work(network, history, progress, token, total=total)
    told = work.errors(sample, horizon=1)
    report = _report(told)
    errors = _joined_errors(told.take(_evenly(told.year)), work.errors(opened, horizon=1))
    horizons = _within_store(errors)
    for ahead in range(1, YEARS_AHEAD + 1) if horizons else ():
        if ahead > 1:
            errors = _joined_errors(work.errors(alike, horizon=ahead), work.errors(opened, horizon=ahead))
        horizons = _add(horizons, errors)
    return Calibration(tuple(horizons), report)


def _evenly(years: Ints) -> Ints:
    """Places of as many rows of each year as calibrate, spread over all rows of the year."""
    found = []
    for year in np.unique(years):
        at = np.flatnonzero(years == year)
        found.append(at[np.linspace(0, len(at) - 1, min(len(at), ORIGIN_ROWS)).astype(np.int64)])
    return np.concatenate(found) if found else np.zeros(0, dtype=np.int64)


def _opened(rows: PriceRows) -> PriceRows:
    """The rows, each with another part left open than its neighbours."""
    place = np.arange(len(rows)) % 6
    parts = [rows.take(np.flatnonzero(place == 0)).without(*_DIMENSIONS)]
    for digits, told, opened in ((6, 1, 2), (4, 3, 4)):
        parts.append(_coarser(rows.take(np.flatnonzero(place == told)), digits))
        parts.append(_coarser(rows.take(np.flatnonzero(place == opened)), digits).without(*_DIMENSIONS))
    parts.append(_coarser(rows.take(np.flatnonzero(place == 5)), 2).without(*_DIMENSIONS))
    return _joined(parts)


def _coarser(rows: PriceRows, digits: int) -> PriceRows:
    """The rows as if so many digits of their codes had been asked for."""
    width = 10 ** (8 - digits)
    return replace(
        rows, hs=rows.hs // width * width, hs_digits=np.minimum(rows.hs_digits, digits).astype(rows.hs_digits.dtype)
    )


@dataclass(slots=True)
class _Work:
    network: QuantileNetwork
    history: Knowledge
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
    ordered = Ordered(errors.residuals, errors.strata)
    residuals = ordered.calibrate()
    return [] if residuals is None else [Horizon(residuals, _measured(errors, ordered))]


def _add(before: list[Horizon], errors: _Errors) -> list[Horizon]:
    """The horizons with a further one, wider by how much any one year matters and never surer than that before it."""
    ordered = Ordered(errors.residuals, errors.strata)
    residuals = ordered.calibrate()
    if residuals is None:
        return before
    for year in np.unique(errors.year):
        without = ordered.calibrate(errors.year != year)
        residuals = residuals if without is None else not_narrower(residuals, without)
    return [*before, Horizon(not_narrower(residuals, before[-1].residuals), _measured(errors, ordered))]


def _measured(errors: _Errors, ordered: Ordered) -> Coverage:
    """What calibrations on all years but one cover in that year, each year in turn; halves where there is one year."""
    years = np.unique(errors.year)
    parts = errors.year if len(years) > 1 else np.arange(len(errors.year)) % 2
    is_covered = np.zeros((len(errors.year), len(LEVELS)), dtype=np.bool_)
    is_tested = np.zeros(len(errors.year), dtype=np.bool_)
    for part in np.unique(parts):
        hits = _left_out(errors, ordered, parts == part)
        if hits is not None:
            is_covered[parts == part], is_tested[parts == part] = hits, True
    return measure(is_covered[is_tested], errors.strata[is_tested])


def _left_out(errors: _Errors, ordered: Ordered, is_tested: Flags) -> Flags | None:
    """Whether the rows lie within intervals that the other rows give; None where those are too few."""
    residuals = ordered.calibrate(~is_tested)
    if residuals is None:
        return None
    tested = np.flatnonzero(is_tested)
    groups = residuals.groups.find(errors.strata[tested])
    return covered(residuals.intervals(errors.spread.take(tested), groups), errors.ln_price[tested])


def _report(told: _Errors) -> CoverageReport | None:
    """Of records that tell everything; None where no earlier year calibrates."""
    newest = int(told.year.max()) if len(told.year) else 0
    is_newest = told.year == newest
    is_covered = _left_out(told, Ordered(told.residuals, told.strata), is_newest)
    if is_covered is None:
        return None
    (overall,) = _by(told, is_covered, np.zeros(len(told.rows), dtype=np.int64), least=0)
    chapters = _by(told, is_covered, told.rows.hs // 10**6, least=LEAST_SHOWN)
    countries = _by(told, is_covered, told.rows.country, least=LEAST_SHOWN)
    return CoverageReport(newest, overall, chapters, tuple(entry for entry in countries if entry.key))


def _by(told: _Errors, is_covered: Flags, keys: Ints, *, least: int) -> tuple[MeasuredCoverage, ...]:
    """Of the newest year's rows, whether each is covered, by their key; `keys` has one for each row of all years."""
    found = coverage_by(is_covered, keys[told.year == told.year.max()])
    return tuple(
        MeasuredCoverage(key, rows, shares, *_moved(told, keys == key))
        for key, (rows, shares) in found.items()
        if rows >= least
    )


def _moved(told: _Errors, is_own: Flags) -> tuple[float, tuple[float, float] | None]:
    off, year = (told.ln_price - told.spread.median)[is_own], told.year[is_own]
    newest, counts = told.year.max(), np.unique(year, return_counts=True)
    before = [each for each, rows in zip(*counts, strict=True) if each != newest and rows >= LEAST_OF_A_YEAR]
    earlier = [float(np.median(off[year == each])) for each in before]
    return float(np.median(off[year == newest])), (min(earlier), max(earlier)) if earlier else None


def _joined_errors(first: _Errors, second: _Errors) -> _Errors:
    spreads = (first.spread, second.spread)
    return _Errors(
        Spread(*(np.concatenate([getattr(each, name.name) for each in spreads]) for name in fields(Spread))),
        np.concatenate([first.ln_price, second.ln_price]),
        np.concatenate([first.strata, second.strata]),
        np.concatenate([first.year, second.year]),
        _joined([first.rows, second.rows]),
    )


def _joined(parts: Sequence[PriceRows]) -> PriceRows:
    """Rows one after the other; every part has prices."""
    return PriceRows(*(np.concatenate([getattr(part, name.name) for part in parts]) for name in fields(PriceRows)))
