"""Fraud of a known kind, planted in copies of rows by lot: what was declared too low or too high, or as other goods."""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from app.engine.errors import UsageError
from app.engine.price.rows import PriceRows
from app.engine.screening.price_odds import Side
from app.engine.screening.recoding import under_other_codes

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Kind(enum.Enum):
    """What is planted."""

    PRICE = "price"  # declared at a multiple of the true price
    CHAPTER = "chapter"  # declared under a code of another chapter; names and photos are those of the true goods
    NAME = "name"  # named as goods of another chapter, under the true code


@dataclass(frozen=True, slots=True)
class Fraud:
    """`multiplier` is declared over true price, below 1 for under-invoicing; None for other kinds."""

    kind: Kind
    share: float
    multiplier: float | None = None

    @property
    def side(self) -> Side:
        """Where prices of this kind lie."""
        if self.multiplier is None:
            return Side.BOTH
        return Side.LOW if self.multiplier < 1 else Side.HIGH


@dataclass(frozen=True, slots=True)
class Planted:
    """Rows as they would have been declared; `shortfall` is what a find brings to light, 0 for sound rows.

    `named` are codes, as eight digits, whose goods the declared name tells of; `pictured` those that a photo shows.
    """

    rows: PriceRows
    is_fraud: NDArray[np.bool_]
    shortfall: Floats
    value: Floats  # declared
    named: Ints
    pictured: Ints


def plant(rows: PriceRows, fraud: Fraud, *, seed: int) -> Planted:
    """Change a share of the rows; UsageError for a multiplier that changes nothing or is none."""
    random = np.random.default_rng(seed)
    is_fraud = np.zeros(len(rows), dtype=np.bool_)
    is_fraud[random.choice(len(rows), max(round(fraud.share * len(rows)), 1), replace=False)] = True
    true = rows.hs.astype(np.int64)
    if fraud.kind is not Kind.PRICE:
        swapped = under_other_codes(rows, is_fraud, random)
        if fraud.kind is Kind.CHAPTER:
            return _planted(swapped, is_fraud, stake=1.0, named=true, pictured=true)
        return _planted(rows, is_fraud, stake=1.0, named=swapped.hs.astype(np.int64), pictured=true)
    multiplier = fraud.multiplier
    if multiplier is None or not 0 < multiplier < 100 or multiplier == 1:
        raise UsageError("screening.drill_multiplier", given=f"{multiplier:g}" if multiplier is not None else "")
    assert rows.ln_price is not None
    changed = replace(rows, ln_price=rows.ln_price + np.where(is_fraud, np.log(multiplier), 0.0))
    return _planted(changed, is_fraud, stake=abs(1 / multiplier - 1), named=true, pictured=true)


def _planted(rows: PriceRows, is_fraud: NDArray[np.bool_], *, stake: float, named: Ints, pictured: Ints) -> Planted:
    assert rows.ln_price is not None
    value = np.exp(rows.ln_price + rows.ln_quantity)
    return Planted(rows, is_fraud, np.where(is_fraud, value * stake, 0.0), value, named, pictured)
