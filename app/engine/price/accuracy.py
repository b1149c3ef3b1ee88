"""How far told prices are from real ones, in the figures that the trade quotes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_MOST_LN = 25.0  # beyond it an exponent is no price


@dataclass(frozen=True, slots=True)
class PointPrices:
    """ln prices told of the same rows: the one for each figure, each as good as its teller can for that figure."""

    price_point: Floats  # for relative errors
    median: Floats  # for their median, and for errors of value
    mean: Floats  # for squares of ln price


@dataclass(frozen=True, slots=True)
class PriceErrors:
    """Shares (0.083 is 8.3 %), but for the root mean square error, which is of ln price."""

    rows: int
    mape: float
    median_ape: float
    wape: float
    rmse_ln: float

    def as_dict(self) -> dict[str, float]:
        """By name, as JSON has them."""
        return asdict(self)


def measure_errors(estimates: PointPrices, ln_price: Floats, ln_quantity: Floats) -> PriceErrors:
    """Errors of `estimates`; `wape` sums errors of value, so that large trades weigh more."""
    value = np.exp(ln_price + ln_quantity)
    at_median = _relative(estimates.median, ln_price)
    return PriceErrors(
        rows=len(ln_price),
        mape=float(_relative(estimates.price_point, ln_price).mean()),
        median_ape=float(np.median(at_median)),
        wape=float((at_median * value).sum() / value.sum()),
        rmse_ln=float(np.sqrt(np.mean((estimates.mean - ln_price) ** 2))),
    )


def pinball(quantiles: Floats, probabilities: Sequence[float], ln_price: Floats) -> float:
    """Mean pinball loss of ln price over all quantiles."""
    off = ln_price[:, None] - quantiles
    levels = np.asarray(probabilities)
    return float(np.maximum(levels * off, (levels - 1.0) * off).mean())


def share_of_reducible_error(mean: Floats, baseline: Floats, truth: Floats) -> float:
    """Of the squared error of ln price that is not noise, the share that `mean` removes of what `baseline` leaves."""
    return float(1.0 - np.mean((mean - truth) ** 2) / np.mean((baseline - truth) ** 2))


def mean_of(quantiles: Floats, probabilities: Sequence[float]) -> Floats:
    """The expected value of the distributions, each quantile standing for what lies nearest to it."""
    levels = np.asarray(probabilities)
    edges = np.concatenate([[0.0], (levels[1:] + levels[:-1]) / 2.0, [1.0]])
    expected: Floats = quantiles @ np.diff(edges)
    return expected


def _relative(told: Floats, ln_price: Floats) -> Floats:
    apart: Floats = np.abs(np.expm1(np.clip(told - ln_price, -_MOST_LN, _MOST_LN)))
    return apart
