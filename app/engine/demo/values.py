"""Quantities and values: lots sized so that value sums match the levels of countries, provinces and chapters."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.engine.demo.cells import Cells
from app.engine.demo.facts import YEARS, Margins, read_products
from app.engine.demo.hashing import Floats, hashed_normal
from app.engine.demo.prices import Draw
from app.engine.demo.products import Products
from app.engine.demo.relations import Relations
from app.engine.demo.units import is_counted

_LOT_SPREAD = 1.2
_ROUNDS = 8
_FACTOR_LIMIT = 40.0
_LEAST_VALUE_USD = 60.0
# Beyond this noise a dear lot is a small lot, so that single records do not outweigh whole countries.
FREE_NOISE = 1.5
_DECIMALS_BELOW = 1000.0


@dataclass(frozen=True, slots=True)
class Lots:
    """Quantities in hundredths of their unit and values in whole US dollars."""

    quantity_hundredths: NDArray[np.int64]
    value_usd: NDArray[np.int64]


def size_lots(
    products: Products,
    margins: Margins,
    relations: Relations,
    cells: Cells,
    draw: Draw,
    *,
    direction: str,
    year: int,
) -> tuple[Lots, Floats]:
    """Lots of the clean records, and their sizes in US dollars before noise."""
    at = YEARS.index(year)
    product = relations.product[cells.relation]
    size = _first_sizes(products, relations, cells, draw, product, at)
    free = np.exp(np.clip(draw.noise, -FREE_NOISE, FREE_NOISE))
    targets = _targets(margins, cells.country, at)
    _rake(size, free, products.hs2[product], cells, margins, targets, direction=direction, at=at)
    counted = counted_units(products)[product]
    lots = quantise(size, draw, counted)
    for _ in range(3):
        reached = np.bincount(cells.country, weights=lots.value_usd, minlength=len(targets))
        size *= (targets / np.maximum(reached, 1.0))[cells.country]
        lots = quantise(size, draw, counted)
    return lots, size


def counted_units(products: Products) -> NDArray[np.bool_]:
    """True for commodities whose quantities are whole numbers."""
    return np.array([is_counted(unit) for unit in products.unit_id.tolist()])


def quantise(size: Floats, draw: Draw, counted: NDArray[np.bool_]) -> Lots:
    """Quantity and value of each lot: whole pieces, two decimals for small measured lots, whole dollars."""
    extreme = draw.noise - np.clip(draw.noise, -FREE_NOISE, FREE_NOISE)
    price = np.exp(draw.mean + draw.noise)
    quantity = np.maximum(size / np.exp(draw.mean + extreme), _LEAST_VALUE_USD / price)
    step = np.where(counted | (quantity >= _DECIMALS_BELOW), 100.0, 1.0)
    hundredths = np.maximum(np.rint(quantity * 100.0 / step), 1.0) * step
    value = np.maximum(np.rint(hundredths / 100.0 * price), 1.0)
    return Lots(hundredths.astype(np.int64), value.astype(np.int64))


def _first_sizes(
    products: Products, relations: Relations, cells: Cells, draw: Draw, product: NDArray[np.int32], at: int
) -> Floats:
    """Each relation's weight shared among its records, drifting over the years, with lots of unequal size."""
    records = np.bincount(cells.relation, minlength=len(relations.product))
    drift = 0.05 * hashed_normal("value drift", products.hs4) * (at - 4.5)
    size = (relations.value_weight / np.maximum(records, 1))[cells.relation]
    size *= np.exp(drift)[product]
    size *= np.exp(_LOT_SPREAD * draw.lot)
    return np.asarray(size)


def _targets(margins: Margins, country: NDArray[np.int16], at: int) -> Floats:
    present = np.bincount(country, minlength=len(margins.countries.codes)) > 0
    return np.where(present, margins.countries.usd[at], 0.0)


def _rake(
    size: Floats,
    free: Floats,
    hs2: NDArray[np.int64],
    cells: Cells,
    margins: Margins,
    targets: Floats,
    *,
    direction: str,
    at: int,
) -> None:
    """Scale `size` in place towards chapter and province levels, ending on the countries'."""
    total = targets.sum()
    chapters = _chapter_shares(direction) * total
    provinces = margins.provinces.usd[at] / margins.provinces.usd[at].sum() * total
    for _ in range(_ROUNDS):
        for group, wanted, limit in (
            (hs2, chapters, _FACTOR_LIMIT),
            (cells.province, provinces, _FACTOR_LIMIT),
            (cells.country, targets, np.inf),
        ):
            reached = np.bincount(group, weights=size * free, minlength=len(wanted))
            is_set = (reached > 0) & (wanted > 0)
            factor = np.where(is_set, wanted / np.where(is_set, reached, 1.0), 1.0)
            size *= np.clip(factor, 1.0 / limit, limit)[group]


def _chapter_shares(direction: str) -> Floats:
    shares = np.zeros(100)
    for row in read_products():
        shares[int(row.prefix[:2])] += row.value_share[direction]
    return np.asarray(shares / shares.sum())
