"""How common each of several kinds is among the lines of a file, by expectation and maximisation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_STEPS, _STILL = 60, 1e-7
_LEAST_LN_SHARE = -40.0
_AT_ONCE = 4_096  # in the processor's cache


def learn_shares(ratios: Floats, guess: Floats, guess_lines: float, least: Floats) -> Floats:
    """Shares of the kinds, which add up to one: the first no commoner than guessed, none rarer than its `least`.

    `ratios` are densities (kinds, lines) over that of the first kind; the guess counts for so many lines beside those
    of the file. Steps grow short where kinds are hard to tell apart, so they are lengthened by how they shorten:
    squared extrapolation, of logarithms (SQUAREM; Varadhan and Roland 2008, doi:10.1111/j.1467-9469.2007.00585.x, S3).
    """
    parts = [np.ascontiguousarray(ratios[:, at : at + _AT_ONCE]) for at in range(0, ratios.shape[1], _AT_ONCE)]
    mixture = _Mixture(parts, guess[0], guess * guess_lines, least)
    shares = guess
    for _ in range(_STEPS):
        once = mixture.likelier(shares)
        twice = mixture.likelier(once)
        if np.abs(twice - shares).max() < _STILL:
            return twice
        further = mixture.likelier(mixture.allowed(_beyond(shares, once, twice)))
        shares = further if mixture.likelihood(further) > mixture.likelihood(twice) else twice
    return shares


@dataclass(frozen=True, slots=True)
class _Mixture:
    """`parts` are ratios of some lines each; `prior` is what the guess counts for, in lines."""

    parts: list[Floats]
    most_sound: float
    prior: Floats
    least: Floats

    def likelier(self, shares: Floats) -> Floats:
        found = sum((part @ (1 / (shares @ part)) for part in self.parts), start=np.zeros_like(shares))
        counts = shares * found + self.prior
        return self.allowed(counts / counts.sum())

    def allowed(self, shares: Floats) -> Floats:
        is_rare = shares <= self.least
        kept = np.where(is_rare, self.least, shares)
        kept[~is_rare] *= (1 - kept[is_rare].sum()) / kept[~is_rare].sum()
        if kept[0] > self.most_sound:
            is_rare[0] = True
            kept[0] = self.most_sound
            kept[~is_rare] *= (1 - kept[is_rare].sum()) / kept[~is_rare].sum()
        return kept

    def likelihood(self, shares: Floats) -> float:
        """Logarithm, but for a constant."""
        lines = sum(float(np.log(shares @ part).sum()) for part in self.parts)
        return lines + float(self.prior @ np.log(shares))


def _beyond(shares: Floats, once: Floats, twice: Floats) -> Floats:
    start, next_ = np.log(shares), np.log(once)
    way = next_ - start
    bend = np.log(twice) - next_ - way
    length = max(float(np.linalg.norm(way)) / max(float(np.linalg.norm(bend)), 1e-12), 1.0)
    far = np.exp(np.clip(start + 2 * length * way + length**2 * bend, _LEAST_LN_SHARE, 0.0))
    return np.asarray(far / far.sum())
