"""All lines of a file in the order in which they are worth a look."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from app.engine.errors import UsageError
from app.engine.screening.declaration import Declaration
from app.engine.screening.price_check import PriceCheck, PricePlace


@dataclass(frozen=True, slots=True)
class RankedLine:
    """A declaration with what was found; `is_proposed` says whether the budget reaches it."""

    declaration: Declaration
    price: PriceCheck
    is_proposed: bool


def rank(declarations: Sequence[Declaration], prices: Sequence[PriceCheck], *, budget: float) -> list[RankedLine]:
    """Rarest first, of equals the farthest out, then as in the file; what was not checked comes last.

    `budget` is the share of all lines that can be inspected. Only checked lines are proposed.
    """
    check_budget(budget)
    within = math.ceil(round(budget * len(declarations), 9))
    order = sorted(range(len(declarations)), key=lambda row: _key(prices[row]))
    return [
        RankedLine(declarations[row], prices[row], place < within and isinstance(prices[row], PricePlace))
        for place, row in enumerate(order)
    ]


def check_budget(budget: float) -> None:
    """UsageError for what is no share of the lines."""
    if not 0 < budget <= 1:
        raise UsageError("screening.budget_out_of_reach", given=f"{budget:g}")


def _key(price: PriceCheck) -> tuple[bool, float, float]:
    return (False, price.tail, -price.distance) if isinstance(price, PricePlace) else (True, 0.0, 0.0)
