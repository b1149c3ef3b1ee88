"""How much less surely a price is predicted under a wrong code, which partner, place and quantity do not fit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.engine.price.conformal import Spread

Floats = NDArray[np.float64]

_MOST = 3.0
"""Of ln odds, so that prices that are unsure for want of history are no accusation."""
_LEAST_ROWS = 200
_LEAST_VARIANCE = 1e-3


@dataclass(frozen=True, slots=True)
class Doubt:
    """Means of ln width of predicted prices under right and under wrong codes, and their variance around these."""

    right: float
    wrong: float
    variance: float

    def ln_odds(self, spread: Spread, wider: float) -> Floats:
        """Of each line to be under a wrong code; `wider` is what the ln widths of the whole file lie above usual."""
        beyond = ln_width(spread) - wider - (self.right + self.wrong) / 2
        return np.clip((self.wrong - self.right) / self.variance * beyond, -_MOST, _MOST)


NO_DOUBT = Doubt(0.0, 0.0, 1.0)
"""Widths tell nothing."""


def half_width(spread: Spread) -> Floats:
    """The mean of both sides."""
    return np.asarray((spread.below + spread.above) / 2)


def ln_width(spread: Spread) -> Floats:
    """Of the mean of both sides."""
    return np.asarray(np.log(half_width(spread)))


def learn_doubt(right: Spread, wrong: Spread) -> Doubt:
    """From prices predicted for the same records under their own and under other codes."""
    own, other = (found[np.isfinite(found)] for found in (ln_width(right), ln_width(wrong)))
    if min(len(own), len(other)) < _LEAST_ROWS:
        return NO_DOUBT
    variance = max(float(own.var() + other.var()) / 2, _LEAST_VARIANCE)
    return Doubt(float(own.mean()), max(float(other.mean()), float(own.mean())), variance)
