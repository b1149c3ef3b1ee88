"""How likely a price was declared too low or too high, by how much, and what that is worth.

A sound price scatters around the expected one, one that was declared at a share of the true price around that share,
and one of other goods lies anywhere and is predicted with doubt. How common each share is in a file is learned from
the file itself, starting from a small guess, so that what is rare there counts for little. Prices a little too low look
like noise, so a file can show that hardly any line is far too low, never that hardly any is wrong: without far ones,
the value of a line counts for more than the place of its price. Nor can it show that no line is of other goods.

The level of prices is learned, too, by direction and chapter: a year in which all oil is dearer is no file of frauds.
It moves by a limited amount, so that no file hides what all its lines share.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.engine.price.conformal import Spread
from app.engine.screening.doubt import ln_width
from app.engine.screening.mixing import learn_shares
from app.engine.screening.noise import Noise

Floats = NDArray[np.float64]

LOW = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
HIGH = (1.1, 1.25, 1.5, 2.0, 2.5, 3.0)
"""Declared over true price of what is looked for."""
ANYWHERE, ANYWHERE_WIDTH = Noise(3.0, 1.0), 2.0
"""How prices of other goods scatter, in ln price."""
SHARE, OTHER_GOODS = 0.03, 0.006
"""Of lines that are guessed to be wrong by one of the multipliers, all alike, and of those that are guessed to be other
goods where both sides are looked for; no fewer in all, nor of other goods, whatever a file says of them."""
GUESS_LINES, LONG_FILE = 60, 20_000
"""What the guess counts for beside the lines of the file; less in a longer one, which can tell more."""
MOST_LEVEL = 0.25
"""A file may lie so far, in ln price, above or below what was expected before its lines count as too low or high."""
_LEVEL_LINES = 30
_LEARNED_FROM = 100_000
_BATCH = 16_384  # in the processor's cache
_CHAPTERS = 100
_MOST_LN_RATIO = 12.0


class Side(enum.Enum):
    """Which prices are looked for: one side alone is found better where only that one matters."""

    LOW = "low"
    HIGH = "high"
    BOTH = "both"

    @property
    def multipliers(self) -> tuple[float, ...]:
        """Declared over true prices of this side."""
        return {Side.LOW: LOW, Side.HIGH: HIGH, Side.BOTH: (*LOW, *HIGH)}[self]


# Chosen by what drills in the second newest year of demo data found
_SOUND_DEGREES = 5.0


@dataclass(frozen=True, slots=True)
class PlacedPrices:
    """Columns of lines: ln of the declared price, its predicted distribution (nan: not checked), and its group."""

    ln_price: Floats
    spread: Spread
    direction: NDArray[np.int8]
    chapter: NDArray[np.integer[Any]]

    @property
    def away(self) -> Floats:
        """Of ln price from the predicted median; nan where it was not checked."""
        return self.ln_price - self.spread.median


@dataclass(frozen=True, slots=True)
class Habits:
    """What a file is like: its level by direction and chapter, and how common each multiplier is in it.

    `wider` is by how much, in ln, its prices are predicted wider than earlier records: a file may lack columns.
    """

    side: Side
    levels: Floats  # (3, 100) by direction id and chapter
    shares: Floats  # of sound lines, by multiplier, and of other goods where both sides are looked for
    wider: float

    def level_of(self, prices: PlacedPrices) -> Floats:
        """By how much the group of each line lies above what was expected."""
        return np.asarray(self.levels[prices.direction, prices.chapter])


@dataclass(frozen=True, slots=True)
class Odds:
    """By line: odds that the price is wrong, and what of the declared value is then at stake, as a share of it."""

    odds: Floats
    stake: Floats


def learn_habits(prices: PlacedPrices, noise: Noise, side: Side) -> Habits:
    """From all lines of a file; the same lines in any order give the same."""
    levels = _levels(prices)
    away = prices.away
    checked = np.flatnonzero(np.isfinite(away))
    if len(checked) > _LEARNED_FROM:
        checked = checked[np.linspace(0, len(checked) - 1, _LEARNED_FROM).astype(np.int64)]
    habits = Habits(side, levels, _guess(side), _wider(prices.spread, noise))
    level = levels[prices.direction[checked], prices.chapter[checked]]
    ratios = _ratios(away[checked] - level, prices.spread.take(checked), habits, noise)
    guess_lines = GUESS_LINES * min(1.0, LONG_FILE / max(len(checked), 1))
    least = np.zeros_like(habits.shares)
    if side is Side.BOTH:
        least[-1] = OTHER_GOODS
    return replace(habits, shares=learn_shares(ratios, habits.shares, guess_lines, least))


def price_odds(prices: PlacedPrices, habits: Habits, noise: Noise) -> Odds:
    """Odds of each line, those of the file as a whole where the price was not checked."""
    away = prices.away - habits.level_of(prices)
    odds, stake = np.empty(len(away)), np.empty(len(away))
    for first in range(0, len(away), _BATCH):
        own = np.arange(first, min(first + _BATCH, len(away)))
        odds[own], stake[own] = _odds(away[own], prices.spread.take(own), habits, noise)
    return Odds(odds, stake)


def _odds(away: Floats, spread: Spread, habits: Habits, noise: Noise) -> tuple[Floats, Floats]:
    weights = _ratios(away, spread, habits, noise)[1:] * habits.shares[1:, None]
    stakes = np.array([abs(1 / multiplier - 1) for multiplier in habits.side.multipliers])
    if habits.side is Side.BOTH:
        stakes = np.append(stakes, 1.0)  # the whole value of other goods is in doubt
    total = weights.sum(axis=0)
    return total / habits.shares[0], stakes @ weights / total


def _guess(side: Side) -> Floats:
    kinds = len(side.multipliers)
    other_goods = [OTHER_GOODS] if side is Side.BOTH else []
    return np.array([1 - SHARE - sum(other_goods), *[SHARE / kinds] * kinds, *other_goods])


def _ratios(away: Floats, spread: Spread, habits: Habits, noise: Noise) -> Floats:
    """Density of each line if it is sound, under each multiplier and as other goods, over that of a sound line.

    1 throughout for a line that was not checked.
    """
    ratios = [np.zeros((1, len(away))), noise.ln_ratios(away, np.log(habits.side.multipliers).tolist(), spread)]
    if habits.side is Side.BOTH:
        ratios.append(_ln_ratio_of_other_goods(away, spread, habits, noise)[None])
    return np.asarray(np.exp(np.nan_to_num(np.concatenate(ratios))))


def _ln_ratio_of_other_goods(away: Floats, spread: Spread, habits: Habits, noise: Noise) -> Floats:
    """Heavy tails of sound prices count for less here: they would hide other goods."""
    width = np.full(len(away), ANYWHERE_WIDTH)
    anywhere = ANYWHERE.ln_density(away, Spread(np.zeros(len(away)), width, width))
    ratio = anywhere - Noise(_SOUND_DEGREES, noise.scale).ln_density(away, spread)
    return np.minimum(ratio + noise.doubt.ln_odds(spread, habits.wider), _MOST_LN_RATIO)


def _wider(spread: Spread, noise: Noise) -> float:
    """Few lines hardly tell."""
    widths = ln_width(spread)
    return _shrunken_median(widths[np.isfinite(widths)] - noise.doubt.right)


def _levels(prices: PlacedPrices) -> Floats:
    """Medians of whole directions, then of their chapters around them; few lines hardly move one."""
    levels = np.zeros((3, _CHAPTERS))
    away = prices.away
    is_checked = np.isfinite(away)
    for direction in (1, 2):
        own = np.flatnonzero(is_checked & (prices.direction == direction))
        levels[direction] = _shrunken_median(away[own])
        for chapter in np.unique(prices.chapter[own]):
            lines = own[prices.chapter[own] == chapter]
            levels[direction, chapter] += _shrunken_median(away[lines] - levels[direction, chapter])
    return np.clip(levels, -MOST_LEVEL, MOST_LEVEL)


def _shrunken_median(away: Floats) -> float:
    return float(np.median(away)) * len(away) / (len(away) + _LEVEL_LINES) if len(away) else 0.0
