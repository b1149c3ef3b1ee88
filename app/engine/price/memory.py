"""How long prices of a store stay true: what a record weighs for each year that it is older.

Where partners keep their prices for years, old records count like new ones; where prices wander, the newest tell most.
Which of both holds is found from the newest known year: how well the years before it would have told it.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from app.engine.price.backfit import Factor, fit_effects
from app.engine.price.keys import BY_YEAR

MEMORIES = (1.0, 0.8, 0.6)
_SAMPLE_EVERY = 8  # product, where there are many prices
_ENOUGH_LINES = 20_000
_LEAST_GAIN = 0.995  # of the error; a shorter memory has to be worth it

Floats = NDArray[np.float64]
Years = NDArray[np.int16]


def weights(records: Floats, years: Years, memory: float) -> Floats:
    """What each line weighs, the newest year's in full."""
    if memory == 1.0:
        return records
    faded: Floats = records * memory ** (years[-1] - years).astype(np.float64)
    return faded


def choose_memory(ln_price: Floats, records: Floats, years: Years, factors: Mapping[str, Factor]) -> float:
    """The memory with which earlier years tell the newest one best; lines are sorted by year."""
    if years[0] >= years[-1] - 1:
        return MEMORIES[0]
    lines = _sample(factors["product"].codes)
    earlier = int(np.searchsorted(years[lines], years[-1]))
    sampled = {name: Factor(factor.codes[lines], factor.groups) for name, factor in factors.items()}
    told, held = slice(0, earlier), slice(earlier, None)
    errors = []
    for memory in MEMORIES:
        weight = weights(records[lines][told], years[lines][told], memory)
        first = {name: factor.first(earlier) for name, factor in sampled.items()}
        fit = fit_effects(ln_price[lines][told], weight, list(first.values()), first["heading"])
        left = ln_price[lines][held].copy()
        for effects, (name, factor) in zip(fit.effects, sampled.items(), strict=True):
            if name not in BY_YEAR:
                left -= effects[factor.codes[held]]
        errors.append(_error(left, records[lines][held], sampled["chapter"].codes[held]))
    best = int(np.argmin(errors))
    return MEMORIES[best] if errors[best] < _LEAST_GAIN * errors[0] else MEMORIES[0]


def _sample(products: NDArray[np.int32]) -> NDArray[np.intp]:
    if len(products) <= _ENOUGH_LINES:
        return np.arange(len(products))
    return np.flatnonzero(products % _SAMPLE_EVERY == 0)


def _error(left: Floats, records: Floats, chapters: NDArray[np.int32]) -> float:
    """Mean absolute error, without what moved a whole chapter in the year."""
    held = np.maximum(np.bincount(chapters, weights=records), 1.0)
    moved = np.bincount(chapters, weights=records * left) / held
    return float(np.average(np.abs(left - moved[chapters]), weights=records))
