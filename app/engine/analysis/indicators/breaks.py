"""Structural breaks: the date at which the level of a series changed most, and how sure that is with so few points.

The test is Andrews' sup-F over all dates but the ends, on logarithms, for one change of level beside a steady trend.
Its distribution depends on nothing but the dates where errors are independent and normal, so it is simulated for
exactly as many points as there are instead of read from tables that hold for very many.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.engine.errors import NotInDataError

Points = NDArray[np.float64]
LEAST_POINTS = 8
_TRIMMED = 0.15
_LEAST_SIDE = 2
_DRAWS = 4_999
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Break:
    """`place` is the first point of the new level; `level_change` the relative difference to what the old one implies.

    `p_value` is the chance of so large a statistic without any break; `correlation` that of neighbouring errors
    without a break, which the test takes to be none.
    """

    place: int
    statistic: float
    p_value: float
    level_change: float
    correlation: float


def find_break(values: Sequence[float], *, has_trend: bool = True, season: int = 0) -> Break:
    """The most likely break of a series of positive values.

    With a season (12 for months), each of its places has a level of its own. NotInDataError below eight points, or
    too few for the season.
    """
    count = len(values)
    least = max(LEAST_POINTS, 2 * season + LEAST_POINTS if season else 0)
    if count < least:
        raise NotInDataError("query.too_few_points", count=count, least=least)
    if min(values) <= 0:
        raise NotInDataError("query.zero_in_series")
    return _test(np.log(np.asarray(values, float)), has_trend=has_trend, season=season)


def find_level_break(values: Sequence[float]) -> Break:
    """The same on the values themselves and without a trend: Andrews' plain test of a mean."""
    return _test(np.asarray(values, float), has_trend=False, season=0)


def adjusted(p_values: Sequence[float]) -> list[float]:
    """Holm's correction where several series are tested at once, in the same order."""
    order = sorted(range(len(p_values)), key=lambda place: p_values[place])
    result, highest = [0.0] * len(p_values), 0.0
    for rank, place in enumerate(order):
        highest = max(highest, min(1.0, (len(p_values) - rank) * p_values[place]))
        result[place] = highest
    return result


def _test(points: Points, *, has_trend: bool, season: int) -> Break:
    design = _design(len(points), has_trend, season)
    statistics = design.statistics(points[:, None])[:, 0]
    best = int(np.argmax(statistics))
    drawn = _null_distribution(len(points), has_trend, season)
    # Among the draws the series itself counts as one, so that no chance is ever nought
    as_large = (len(drawn) - np.searchsorted(drawn, statistics[best] - 1e-12)).item()
    errors = design.without(points)
    step = float(design.steps[best] @ errors / design.lengths[best])
    total = float(errors @ errors)
    return Break(
        place=int(design.places[best]),
        statistic=float(statistics[best]),
        p_value=(as_large + 1) / (_DRAWS + 1),
        level_change=math.expm1(step) if abs(step) < 50 else math.inf,
        correlation=float(errors[1:] @ errors[:-1] / total) if total else 0.0,
    )


@dataclass(frozen=True, slots=True)
class _Design:
    """What a series is explained by without a break, and a step at each possible date, cleared of that."""

    basis: NDArray[np.float64]
    places: NDArray[np.int64]
    steps: NDArray[np.float64]
    lengths: NDArray[np.float64]

    def without(self, points: Points) -> Points:
        """What is left of a series, or of several as columns."""
        return points - self.basis @ (self.basis.T @ points)

    def statistics(self, series: Points) -> Points:
        """F of every date (row) for each series (column)."""
        errors = self.without(series)
        explained = (self.steps @ errors) ** 2 / self.lengths[:, None]
        free = len(series) - self.basis.shape[1] - 1
        rest = np.maximum((errors**2).sum(axis=0)[None, :] - explained, 1e-300)
        statistics: Points = explained / (rest / free)
        return statistics


@functools.lru_cache(32)
def _design(count: int, has_trend: bool, season: int) -> _Design:
    columns = [np.ones(count)]
    if has_trend:
        columns.append(np.arange(count, dtype=float))
    columns += [(np.arange(count) % season == place).astype(float) for place in range(1, season)]
    basis, _ = np.linalg.qr(np.stack(columns, axis=1))
    side = max(_LEAST_SIDE, math.ceil(_TRIMMED * count))
    places = np.arange(side, count - side + 1)
    steps = (np.arange(count)[None, :] >= places[:, None]).astype(float)
    steps = steps - steps @ basis @ basis.T
    return _Design(basis, places, steps, (steps**2).sum(axis=1))


@functools.lru_cache(32)
def _null_distribution(count: int, has_trend: bool, season: int) -> NDArray[np.float64]:
    series = np.random.default_rng(20_240_901).standard_normal((count, _DRAWS))
    return np.sort(_design(count, has_trend, season).statistics(series).max(axis=0))
