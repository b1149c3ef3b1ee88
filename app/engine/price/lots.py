"""How large lots usually are, and how much cheaper larger ones come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.engine.price.backfit import Factor
from app.engine.price.keys import KEYS
from app.engine.price.rows import PriceRows
from app.engine.price.tables import FigureTable, table_of

LARGEST = 6.0  # a lot is cut off at so many natural logarithms above or below the usual one
_SIZE_SHRINKAGE = 2.0
_SLOPE_SHRINKAGE = 150.0  # records that the common slope counts for in that of a heading
_CHAIN = ("chapter", "heading", "subheading", "product", "partner_product")

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class LotTables:
    """Usual ln quantity as a sum of steps down the hierarchy, and the slope of ln price by heading."""

    steps: Mapping[str, FigureTable]
    slopes: FigureTable

    def usual(self, rows: PriceRows, is_open: Mapping[str, NDArray[np.bool_]]) -> Floats:
        """Usual ln quantity of each row's trade."""
        total = np.zeros(len(rows))
        for name, table in self.steps.items():
            total += table.look_up(KEYS[name](rows), is_open.get(name))[:, 0]
        return total


def fit_lots(
    rows: PriceRows,
    records: Floats,
    residual: Floats,
    factors: Mapping[str, Factor],
    keys: Mapping[str, NDArray[np.int64]],
) -> LotTables:
    """Sizes of the lots in `rows`, and what of `residual` goes with them."""
    left = rows.ln_quantity.copy()
    steps = {}
    for name in _CHAIN:
        factor = factors[name]
        step = factor.sums(records * left) / (factor.sums(records) + _SIZE_SHRINKAGE)
        left -= step[factor.codes]
        steps[name] = table_of(keys[name], [step], [0.0])
    lot = np.clip(left, -LARGEST, LARGEST)
    heading = factors["heading"]
    moment, product = heading.sums(records * lot**2), heading.sums(records * lot * residual)
    total = max(moment.sum(), 1e-9)
    common = product.sum() / total
    prior = _SLOPE_SHRINKAGE * total / max(records.sum(), 1.0)
    slopes = (product + prior * common) / (moment + prior)
    return LotTables(steps, table_of(keys["heading"], [slopes], [common]))
