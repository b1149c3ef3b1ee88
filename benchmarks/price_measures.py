"""What is measured of every contestant in `bench price`, in the same way for all."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.engine.price.accuracy import PointPrices, measure_errors, pinball, share_of_reducible_error
from app.engine.price.baselines import relative_shift
from app.engine.price.network import QUANTILES
from training.price.data import Examples

Floats = NDArray[np.float64]
_LEVELS = {50: (0.25, 0.75), 80: (0.1, 0.9), 95: (0.025, 0.975)}
_LEAST_CHAPTER_ROWS = 500
_LEAST_MEASURED_S = 3.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What a contestant tells of rows: ln prices, and how far they spread, in any unit of its own.

    `quantiles` only where the contestant tells them itself; the others get those of its errors in the year to choose.
    """

    mean: Floats
    price_point: Floats
    scale: Floats
    quantiles: Floats | None = None


def measure_answer(choose: Examples, chosen: Answer, test: Examples, told: Answer, truth: Floats) -> dict[str, object]:
    """Errors on the test year; every contestant may use the year to choose for a shift and for its intervals."""
    ln_price, rows = _prices(test), test.rows
    shift = relative_shift(_prices(choose), chosen.price_point)
    quantiles = _calibrated(_prices(choose), chosen, told)
    median = told.mean if told.quantiles is None else told.quantiles[:, QUANTILES.index(0.5)]
    errors = measure_errors(PointPrices(told.price_point + shift, median, told.mean), ln_price, rows.ln_quantity)
    coverage, width, worst = _coverage(quantiles, ln_price, rows.hs // 1_000_000)
    return {
        **errors.as_dict(),
        "pinball": pinball(quantiles, QUANTILES, ln_price),
        "coverage": coverage,
        "width": width,
        "worst_chapter": worst,
        "reducible_removed": share_of_reducible_error(told.mean, _product_level(test), truth),
        "rmse_to_truth": float(np.sqrt(np.mean((told.mean - truth) ** 2))),
        "bias": float(np.mean(ln_price - told.mean)),
    }


def rows_per_cpu_second(call: Callable[[], object], rows: int) -> float:
    """How many rows one second of processor time answers, over some seconds of calls."""
    call()
    started, cpu, calls = time.perf_counter(), time.process_time(), 0
    while time.perf_counter() - started < _LEAST_MEASURED_S:
        call()
        calls += 1
    return calls * rows / (time.process_time() - cpu)


def _prices(examples: Examples) -> Floats:
    assert examples.rows.ln_price is not None
    return examples.rows.ln_price


def _calibrated(ln_price: Floats, chosen: Answer, told: Answer) -> Floats:
    """Quantiles moved by what they were off in the year to choose, in units of the contestant's own scale."""
    levels = np.array(QUANTILES)
    if chosen.quantiles is None or told.quantiles is None:
        off = (ln_price - chosen.mean) / chosen.scale
        return np.asarray(told.mean[:, None] + told.scale[:, None] * np.quantile(off, levels))
    off = (ln_price[:, None] - chosen.quantiles) / chosen.scale[:, None]
    moves = np.array([np.quantile(off[:, at], level) for at, level in enumerate(levels)])
    return np.asarray(np.sort(told.quantiles + told.scale[:, None] * moves, axis=1))


def _coverage(
    quantiles: Floats, ln_price: Floats, chapter: NDArray[np.int32]
) -> tuple[dict[str, float], dict[str, float], dict[str, float]]:
    """By level: share within, mean width of ln price, and the share furthest from nominal of any large chapter."""
    coverage, width, worst = {}, {}, {}
    counts = np.bincount(chapter)
    for level, (low, high) in _LEVELS.items():
        lower, upper = quantiles[:, QUANTILES.index(low)], quantiles[:, QUANTILES.index(high)]
        within = (ln_price >= lower) & (ln_price <= upper)
        large = counts >= _LEAST_CHAPTER_ROWS
        shares = np.bincount(chapter, weights=within)[large] / counts[large]
        coverage[str(level)] = float(within.mean())
        width[str(level)] = float((upper - lower).mean())
        worst[str(level)] = float(shares[np.argmax(np.abs(shares - level / 100))])
    return coverage, width, worst


def _product_level(test: Examples) -> Floats:
    """What reducible error is measured from: the first estimate without partner, province, mode and lot."""
    names = ("chapter", "heading", "subheading", "product", "year", "chapter_year", "heading_year")
    return np.asarray(sum(test.features.column(f"{name}_effect").astype(np.float64) for name in names))
