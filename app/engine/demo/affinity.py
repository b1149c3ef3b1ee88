"""How much more or less each member trades each commodity than its size says."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from app.engine.demo.facts import AffinityRow
from app.engine.demo.hashing import Codes


def affinity_matrix(rows: Sequence[AffinityRow], hs8: Codes, members: Codes) -> NDArray[np.float32]:
    """Factor per commodity and member; the longest prefix that is named for a commodity holds alone."""
    factors = np.ones((len(hs8), len(members)), dtype=np.float32)
    for prefix in sorted({row.prefix for row in rows}, key=len):
        line = np.ones(len(members), dtype=np.float32)
        named = {row.code: row.factor for row in rows if row.prefix == prefix}
        line[:] = named.get(None, 1.0)
        for position, code in enumerate(members):
            line[position] = named.get(int(code), line[position])
        factors[hs8 // 10 ** (8 - len(prefix)) == int(prefix)] = line
    return factors
