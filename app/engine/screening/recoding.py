"""Records under codes that are not those of their goods."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from app.engine.price.rows import PriceRows


def under_other_codes(rows: PriceRows, is_wrong: NDArray[np.bool_], random: np.random.Generator) -> PriceRows:
    """Some of the rows under codes of others with their direction and unit, of other chapters where there are any."""
    hs, digits = rows.hs.copy(), rows.hs_digits.copy()
    groups = rows.direction.astype(np.int64) * 10**6 + rows.unit
    for group in np.unique(groups[is_wrong]):
        own = np.flatnonzero(groups == group)
        wrong = own[is_wrong[own]]
        given = random.choice(own, len(wrong))
        for _ in range(20):
            same = np.flatnonzero(rows.hs[given] // 10**6 == rows.hs[wrong] // 10**6)
            given[same] = random.choice(own, len(same))
        hs[wrong], digits[wrong] = rows.hs[given], rows.hs_digits[given]
    return replace(rows, hs=hs, hs_digits=digits)
