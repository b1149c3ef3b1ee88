"""How sound prices scatter around the expected one: a Student distribution in half-widths of the price's own spread.

Both sides are held to be alike: which of them is predicted wider tells less than it confuses, found drills in the two
years before the newest of demo data.

How wide that spread is tells of wrong codes, which is learned from the same records.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from app.engine.price.conformal import Spread
from app.engine.price.pricer import Pricer
from app.engine.price.rows import PriceRows, rows_of_records
from app.engine.screening.doubt import NO_DOUBT, Doubt, half_width, learn_doubt
from app.engine.screening.recoding import under_other_codes
from app.engine.store.open_store import Store
from app.engine.store.questions.priced_records import priced_sample

Floats = NDArray[np.float64]

YEARS, ROWS = 2, 40_000
"""So many records of each of the years before are looked at."""
LEAST_ROWS = 200
DEGREES = 3.5
"""Chosen by what drills in the two years before the newest of demo data found, of three, three and a half, and four."""
_STEPS = 20
_BATCH = 16_384


@dataclass(frozen=True, slots=True)
class Noise:
    """Student's distribution: degrees of freedom, and its scale in half-widths of the predicted 80 % interval."""

    degrees: float
    scale: float
    doubt: Doubt = NO_DOUBT

    def ln_density(self, away: Floats, spread: Spread) -> Floats:
        """Of ln prices that lie so far from the predicted median."""
        width = half_width(spread) * self.scale
        constant = math.lgamma((self.degrees + 1) / 2) - math.lgamma(self.degrees / 2)
        constant -= math.log(self.degrees * math.pi) / 2
        return np.asarray(constant + self._ln_shape(away / width) - np.log(width))

    def ln_ratios(self, away: Floats, shifts: Sequence[float], spread: Spread) -> Floats:
        """Ln density where the median is shifted so far over that where it is not: (shifts, lines)."""
        width = half_width(spread) * self.scale
        unshifted = self._ln_shape(away / width)
        return np.stack([self._ln_shape((away - shift) / width) - unshifted for shift in shifts])

    def _ln_shape(self, x: Floats) -> Floats:
        return np.asarray(-(self.degrees + 1) / 2 * np.log1p(x * x / self.degrees))


USUAL = Noise(DEGREES, scale=1 / 1.577)
"""For stores with too few records to learn from: a tenth beyond each half-width."""


def learn_noise(store: Store, pricer: Pricer, *, before: int) -> Noise:
    """From records of the last years before a year, each predicted from what was known before it.

    Once more under codes of others, for what widths tell.
    """
    years = [year for year in pricer.years[1:] if year < before][-YEARS:]
    if not years:
        return USUAL
    rows = rows_of_records(priced_sample(store, pricer.choices, dict.fromkeys(years, ROWS)))
    assert rows.ln_price is not None
    spread = _spread(pricer, rows)
    residuals = (rows.ln_price - spread.median) / half_width(spread)
    recoded = under_other_codes(rows, np.ones(len(rows), dtype=np.bool_), np.random.default_rng(0))
    doubt = learn_doubt(spread, _spread(pricer, recoded))
    return replace(fit_noise(residuals[np.isfinite(residuals)]), doubt=doubt)


def fit_noise(residuals: Floats) -> Noise:
    """With the likeliest scale, by the usual iteration, in which far residuals count little."""
    if len(residuals) < LEAST_ROWS:
        return USUAL
    square = float(np.median(residuals**2))
    for _ in range(_STEPS):
        weights = (DEGREES + 1) / (DEGREES + residuals**2 / max(square, 1e-9))
        square = float(np.mean(weights * residuals**2))
    return Noise(DEGREES, math.sqrt(max(square, 1e-6)))


def _spread(pricer: Pricer, rows: PriceRows) -> Spread:
    parts = [pricer.estimator.estimate(rows.take(slice(at, at + _BATCH))).spread for at in range(0, len(rows), _BATCH)]
    return Spread(*(np.concatenate([[], *(getattr(part, name) for part in parts)]) for name in Spread.__slots__))
