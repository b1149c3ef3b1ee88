"""From figures to comparable columns: logarithms where skewed, median and quartiles as zero and unit, limits.

With the figures of one matrix those of other years can be scaled alike, which shows how members move.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from app.engine.analysis.clusters.features import Feature
from app.engine.analysis.clusters.measures import measured
from app.engine.analysis.clusters.member_table import MemberTable
from app.engine.store.dimensions import Dimension
from app.engine.store.questions.member_facts import Integers, Reals

FARTHEST = 3.0  # in units of the distance between the quartiles
_SKEWED = 1.0
_LEAST_KNOWN = 0.5
_SPREAD_FROM = 1e-9  # of the largest figure; below, differences are those of rounding
_HEADINGS = Dimension.HS4


class Reason(enum.Enum):
    """Why a chosen feature is not used."""

    NOT_IN_DATA = "not_in_data"
    UNKNOWN_FOR_MOST = "unknown_for_most"
    ALIKE = "alike"


@dataclass(frozen=True, slots=True)
class Scale:
    """How one feature is scaled: median and width after the logarithm of the figure plus `offset`, if there is one."""

    is_logged: bool
    offset: float
    middle: float
    width: float

    def scaled(self, figures: Reals) -> Reals:
        """Figures within limits; the middle where there is none."""
        with np.errstate(divide="ignore", invalid="ignore"):
            logged = np.log(figures + self.offset) if self.is_logged else figures
        return np.clip(np.nan_to_num((logged - self.middle) / self.width, nan=0.0), -FARTHEST, FARTHEST)


@dataclass(frozen=True, slots=True, eq=False)
class Matrix:
    """Members × used features: figures (NaN for none) and the scaled columns that groups are found in."""

    members: Integers
    values: Reals
    features: tuple[Feature, ...]
    scales: tuple[Scale, ...]
    figures: Reals
    scaled: Reals
    left_out: dict[Feature, Reason]

    @property
    def count(self) -> int:
        """How many members there are."""
        return len(self.members)


def make_matrix(table: MemberTable, features: Sequence[Feature], missing: frozenset[Dimension]) -> Matrix:
    """The matrix of all features that tell members apart; the others are told with the reason."""
    used: list[tuple[Feature, Scale, Reals]] = []
    left_out: dict[Feature, Reason] = {}
    for feature in features:
        if feature.part in missing or (feature.needs_prices and _HEADINGS in missing):
            left_out[feature] = Reason.NOT_IN_DATA
            continue
        figures = measured(feature, table)
        outcome = scale_of(figures, may_log=feature.may_log)
        if isinstance(outcome, Reason):
            left_out[feature] = outcome
        else:
            used.append((feature, outcome, figures))
    return Matrix(
        members=table.members,
        values=table.values,
        features=tuple(feature for feature, _, _ in used),
        scales=tuple(scale for _, scale, _ in used),
        figures=_columns([figures for _, _, figures in used], table.count),
        scaled=_columns([scale.scaled(figures) for _, scale, figures in used], table.count),
        left_out=left_out,
    )


def scaled_alike(matrix: Matrix, table: MemberTable) -> Reals:
    """The members of another table in the columns of the matrix."""
    columns = [
        scale.scaled(measured(feature, table)) for feature, scale in zip(matrix.features, matrix.scales, strict=True)
    ]
    return _columns(columns, table.count)


def scale_of(figures: Reals, *, may_log: bool) -> Scale | Reason:
    """Median and distance of the quartiles; the standard deviation where most members are alike."""
    known = figures[np.isfinite(figures)]
    if len(known) < max(2, _LEAST_KNOWN * len(figures)):
        return Reason.UNKNOWN_FOR_MOST
    if np.ptp(known) <= _SPREAD_FROM * max(1e-300, float(np.abs(known).max())):
        return Reason.ALIKE
    is_logged = may_log and skewness(known) > _SKEWED
    # A logarithm has no place for zero: the usual figure is added, which leaves large ones nearly as they are
    offset = float(np.median(known[known > 0])) if is_logged and not (known > 0).all() else 0.0
    logged = np.log(known + offset) if is_logged else known
    lower, middle, upper = np.percentile(logged, [25, 50, 75])
    width = upper - lower
    if width <= _SPREAD_FROM * max(1e-300, float(np.abs(logged).max())):
        width = logged.std()
    return Scale(is_logged, offset, float(middle), float(width))


def skewness(figures: Reals) -> float:
    """Third standardised moment: 0 is symmetric, above 1 a long tail to the right."""
    deviations = figures - figures.mean()
    return float((deviations**3).mean() / (deviations**2).mean() ** 1.5)


def _columns(columns: Sequence[Reals], count: int) -> Reals:
    return np.stack(columns, axis=1) if columns else np.zeros((count, 0))
