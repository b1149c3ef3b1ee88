"""The declared price against what comparable trades cost: how far out on either side, or why it was not checked."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal

from app.engine.errors import EngineError, NotInDataError
from app.engine.screening.price_columns import PlacedColumns
from app.engine.screening.value_columns import Values
from app.engine.screening.valuing import ComparablePrice

_DIGITS = 15  # that a float holds


@dataclass(frozen=True, slots=True)
class PricePlace:
    """A declared price beside the expected one, both per unit of `declared` in the currency of the store."""

    declared: ComparablePrice
    expected: float
    percentile: float  # share of comparable trades expected to be cheaper
    distance: float  # from the expected price, in predicted half-widths; orders what lies beyond all seen

    @property
    def tail(self) -> float:
        """How rarely a sound declaration lies so far out on either side."""
        # Rounded, so that equal places on either side are equal
        return round(min(2 * min(self.percentile, 1 - self.percentile), 1.0), 9)


PriceCheck = PricePlace | EngineError
"""What was found, or why nothing could be."""


def check_of(values: Values, placed: PlacedColumns, place: int) -> PriceCheck:
    """What the columns say of one line."""
    problem = placed.problems[place]
    if problem is not None or math.isnan(placed.percentile[place]):
        return problem or NotInDataError("screening.unchecked_no_history")
    total, quantity = float(values.total[place]), float(values.quantity[place])
    figures = (float(column[place]) for column in (placed.expected, placed.percentile, placed.distance))
    return place_of(total, quantity, values.unit[place], *figures)


def place_of(
    total: float, quantity: float, unit: int | None, expected: float, percentile: float, distance: float
) -> PricePlace:
    """The place of the price of a line of such a value and quantity."""
    declared = ComparablePrice(_decimal(total / quantity), unit, _decimal(quantity), _decimal(total))
    return PricePlace(declared, expected, percentile, distance)


def _decimal(figure: float) -> Decimal:
    return Decimal(f"{figure:.{_DIGITS}g}")
