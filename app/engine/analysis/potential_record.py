"""How well the ranking of a year foretold what came two years later, beside that of size alone."""

from __future__ import annotations

import enum
import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from app.engine.analysis.potential import Scoring, Weights, midpoint_growth
from app.engine.analysis.rank_places import Floats, largest, spearman

AHEAD = 2
TOP = 10
_FEWEST_PARTNERS = 6
_FEWEST_YEARS = 3
_CLEAR_SHARE = 2 / 3
_STANDARD_ERRORS = 2


class Target(enum.Enum):
    """What came: growth relative to the partner's own trade, or the money by which it grew."""

    GROWTH = "growth"
    INCREASE = "increase"


class Verdict(enum.Enum):
    """What the years say together: better or worse in at least two thirds of them; NEITHER foretells anything."""

    BETTER = "better"
    WORSE = "worse"
    NO_DIFFERENCE = "no_difference"
    NEITHER = "neither"
    TOO_LITTLE = "too_little"


@dataclass(frozen=True, slots=True)
class Trial:
    """One year's ranking against two years later; hits are the part of the true top that the ranking's top names.

    `top` is ten, or half of the partners where they are fewer than twenty; `chance` is what drawing lots would hit.
    """

    year: int
    partners: int
    top: int
    score_correlation: float | None
    size_correlation: float | None
    score_hits: float
    size_hits: float
    chance: float


@dataclass(frozen=True, slots=True)
class Spread:
    """Mean over the years with the standard deviation; None below two years."""

    mean: float
    deviation: float | None


@dataclass(frozen=True, slots=True)
class TrackRecord:
    """All years that have a year two later."""

    target: Target
    trials: tuple[Trial, ...]
    verdict: Verdict
    score_correlation: Spread | None
    size_correlation: Spread | None
    score_hits: Spread | None
    size_hits: Spread | None
    chance: float | None
    better_years: int  # by correlation


def track_record(scoring: Scoring, weights: Weights, target: Target = Target.GROWTH) -> TrackRecord:
    """The ranking with these weights, tried on every past year; partners without trade in that year take no part."""
    trials = [trial for at in range(len(scoring.panel.years) - AHEAD) if (trial := _try(scoring, weights, target, at))]
    pairs = [
        (one.score_correlation, one.size_correlation)
        for one in trials
        if one.score_correlation is not None and one.size_correlation is not None
    ]
    better = sum(score > size for score, size in pairs)
    return TrackRecord(
        target=target,
        trials=tuple(trials),
        verdict=_verdict(pairs),
        score_correlation=spread([score for score, _ in pairs]),
        size_correlation=spread([size for _, size in pairs]),
        score_hits=spread([one.score_hits for one in trials]),
        size_hits=spread([one.size_hits for one in trials]),
        chance=statistics.fmean([one.chance for one in trials]) if trials else None,
        better_years=better,
    )


def spread(values: Sequence[float]) -> Spread | None:
    """None for no values."""
    if not values:
        return None
    return Spread(statistics.fmean(values), statistics.stdev(values) if len(values) > 1 else None)


def _try(scoring: Scoring, weights: Weights, target: Target, at: int) -> Trial | None:
    before, after = scoring.panel.value[:, at], scoring.panel.value[:, at + AHEAD]
    has_trade = before > 0
    count = int(has_trade.sum())
    if count < _FEWEST_PARTNERS:
        return None
    came = midpoint_growth(before, after) if target is Target.GROWTH else after - before
    score, size, true = scoring.scores(at, weights)[has_trade], before[has_trade], came[has_trade]
    top = min(TOP, count // 2)
    return Trial(
        year=scoring.panel.years[at],
        partners=count,
        top=top,
        score_correlation=spearman(score, true),
        size_correlation=spearman(size, true),
        score_hits=_hits(score, true, top),
        size_hits=_hits(size, true, top),
        chance=top / count,
    )


def _hits(guess: Floats, true: Floats, top: int) -> float:
    return len(largest(guess, top) & largest(true, top)) / top


def _foretells(correlations: Sequence[float]) -> bool:
    """Whether the mean is above zero by more than chance makes it: by two standard errors."""
    error = statistics.stdev(correlations) / math.sqrt(len(correlations))
    return statistics.fmean(correlations) > _STANDARD_ERRORS * error


def _verdict(pairs: Sequence[tuple[float, float]]) -> Verdict:
    if len(pairs) < _FEWEST_YEARS:
        return Verdict.TOO_LITTLE
    differences = np.array([score - size for score, size in pairs])
    if not _foretells([score for score, _ in pairs]) and not _foretells([size for _, size in pairs]):
        return Verdict.NEITHER
    if differences.mean() > 0 and (differences > 0).mean() >= _CLEAR_SHARE:
        return Verdict.BETTER
    if differences.mean() < 0 and (differences < 0).mean() >= _CLEAR_SHARE:
        return Verdict.WORSE
    return Verdict.NO_DIFFERENCE
