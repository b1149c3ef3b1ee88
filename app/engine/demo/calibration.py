"""Base prices of the commodities, so that imports have the known moments and well-known goods their known price."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.engine.demo.cells import Cells
from app.engine.demo.facts import Margins, read_products
from app.engine.demo.hashing import Floats
from app.engine.demo.prices import build_price_model, noise_variance
from app.engine.demo.products import Products
from app.engine.demo.relations import Relations

IMPORT_MEAN, IMPORT_DEVIATION = 4.0703, 2.0955
"""Mean and standard deviation of ln unit price over the import records of all years."""
_STEPS = 40


@dataclass(frozen=True, slots=True)
class _Typical:
    """Typical imports: records of each relation, and its ln price apart from the commodity's base."""

    relations: Relations
    records: NDArray[np.int64]
    other: Floats

    def mean(self, base: Floats) -> float:
        """Mean ln price over the records with this base."""
        return float(np.average(base[self.relations.product] + self.other, weights=self.records))

    def variance(self, base: Floats) -> float:
        """Variance between relations over the records with this base."""
        total = base[self.relations.product] + self.other
        return float(np.average((total - self.mean(base)) ** 2, weights=self.records))


def calibrate_base(products: Products, margins: Margins, relations: Relations, cells: Cells, *, seed: int) -> Floats:
    """Base ln price of each commodity; `cells` are typical of imports."""
    nothing = np.zeros(len(products.hs8))
    flat = build_price_model(products, margins, relations, direction="import", seed=seed, base=nothing)
    product = relations.product[cells.relation]
    records = np.bincount(cells.relation, minlength=len(relations.product))
    effect = flat.province[cells.province, products.hs2[product]] + flat.mode[cells.mode]
    mean_effect = np.bincount(cells.relation, weights=effect, minlength=len(records)) / np.maximum(records, 1)
    cycle = flat.cycle.mean(axis=1)[flat.cycle_of_product[relations.product]]
    typical = _Typical(relations, records, flat.relation + mean_effect + cycle)
    noise = float(np.mean(flat.scale[product] ** 2)) * noise_variance()
    within = float(flat.cycle.var(axis=1).mean() + effect.var() + (flat.discount[product] ** 2).mean())
    wanted = IMPORT_DEVIATION**2 - noise - within
    narrow, wide = 0.0, 4.0
    for _ in range(_STEPS):
        middle = (narrow + wide) / 2
        is_too_wide = typical.variance(_stretched(products, typical, middle)) > wanted
        narrow, wide = (narrow, middle) if is_too_wide else (middle, wide)
    return _stretched(products, typical, narrow)


def _stretched(products: Products, typical: _Typical, stretch: float) -> Floats:
    """Raw prices stretched; known goods moved to their price, all others moved together to the wanted mean."""
    base = products.raw_price * stretch
    is_known = np.zeros(len(base), bool)
    for row in read_products():
        group = products.hs4 == int(row.prefix) if row.usd_per_unit is not None else is_known & False
        group &= products.unit_id == (row.unit_id or 0)
        if group.any():
            base[group] += np.log(row.usd_per_unit or 1.0) - base[group].mean()
        is_known |= group
    free_share = np.average(~is_known[typical.relations.product], weights=typical.records)
    return base + np.where(is_known, 0.0, (IMPORT_MEAN - typical.mean(base)) / free_share)
