"""Steps of a colour scale: where one colour ends and the next begins."""

from __future__ import annotations

import enum
import itertools
import math
from collections.abc import Sequence

_MOST_STEPS = 7
_GROWTH_STEPS = (-0.5, -0.2, -0.05, 0.05, 0.2, 0.5)


class Scale(enum.Enum):
    """How values are sorted into colours; GROWTH is for changes, with a neutral middle."""

    LOG = "log"
    QUANTILE = "quantile"
    GROWTH = "growth"


def bounds(values: Sequence[float], scale: Scale) -> list[float]:
    """Inner bounds of the steps in ascending order; none where all values are alike."""
    if scale is Scale.GROWTH:
        return list(_GROWTH_STEPS)
    positive = sorted(value for value in values if value > 0)
    if len(set(positive)) < 2:
        return []
    return _log_bounds(positive) if scale is Scale.LOG else _quantile_bounds(positive)


def _log_bounds(values: Sequence[float]) -> list[float]:
    """Powers of ten, or with fewer than three of them 1, 2 and 5 of each, the largest that fit."""
    first, last = math.floor(math.log10(values[0])), math.ceil(math.log10(values[-1]))
    for mantissas in ((1,), (1, 3), (1, 2, 5)):
        steps = [mantissa * 10.0**power for power in range(first, last + 1) for mantissa in mantissas]
        inner = [step for step in steps if values[0] < step < values[-1]]
        if len(inner) >= 4:
            break
    return inner[-(_MOST_STEPS - 1) :]


def _quantile_bounds(values: Sequence[float]) -> list[float]:
    """Bounds that put equally many values into each step, rounded to two digits."""
    steps = min(_MOST_STEPS, len(set(values)))
    cuts = (values[len(values) * step // steps] for step in range(1, steps))
    rounded = [_two_digits(cut) for cut in cuts]
    return [value for value, _ in itertools.groupby(rounded)]


def _two_digits(value: float) -> float:
    unit = 10.0 ** (math.floor(math.log10(value)) - 1)
    return round(value / unit) * unit
