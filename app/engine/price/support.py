"""What a price rests on: the products of a store with their units, and how deep the history of a row is."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.engine.price.conformal import Ints
from app.engine.price.features import LEVELS, YEARS_SCALE, Features
from app.engine.price.rows import OPEN, PriceRows
from app.engine.reference import hs_codes
from app.engine.store.questions.product_members import ProductUnit

DIGITS = (8, 6, 4, 2)
LEAST_OWN = 3
"""Earlier records of the asked code below which a wider one answers; from three on, errors are those of hundreds."""
LEAST_WIDER = 10
"""Earlier records of a wider code below which there is not enough history: goods under one heading differ more."""
LEAST_DIGITS = 4
"""A chapter answers for itself only: four in five prices under one span a factor of sixteen."""

_LEVEL_OF = {8: "product", 6: "subheading", 4: "heading", 2: "chapter"}
_FEW_WITH_PARTNER, _FEW_OF_PRODUCT = 5, 20


class Products:
    """Codes of every level that records have, with the units that they are counted in."""

    def __init__(self, counts: Iterable[ProductUnit], *, hs_digits: int) -> None:
        self.hs_digits = hs_digits
        records: dict[tuple[int, str], dict[int, int]] = {}
        for count in counts:
            for digits in (digits for digits in DIGITS if digits <= len(count.hs)):
                found = records.setdefault((count.direction, count.hs[:digits]), {})
                found[count.unit] = found.get(count.unit, 0) + count.records
        self._units = {product: sorted(found, key=lambda unit: -found[unit]) for product, found in records.items()}
        self._records = {product: sum(found.values()) for product, found in records.items()}

    def units_of(self, direction: int, hs: str) -> list[int]:
        """Units of the product, commonest first; those of the nearest wider code with records if it has none."""
        for digits in (digits for digits in DIGITS if digits <= len(hs)):
            found = self._units.get((direction, hs[:digits]))
            if found:
                return list(found)
        return []

    def records_of(self, direction: int, hs: str) -> int:
        """How many records have a code that begins with `hs`."""
        return self._records.get((direction, hs), 0)

    def is_known(self, direction: int, hs: str) -> bool:
        """Whether any record has a code that begins with `hs`."""
        return (direction, hs) in self._units


@dataclass(frozen=True, slots=True)
class Depths:
    """How much earlier history each row has; digits are 0 where no level has enough, or any."""

    digits: Ints  # of the level that answers
    nearest: Ints  # of the finest level with any record
    records: Ints  # of that which answers, else of the nearest
    partner: Ints  # of the finest code with the partner
    last_year: Ints  # with any record; 0 where there is none
    place: Ints  # index among DIGITS of the level that `records` counts
    is_wider: NDArray[np.bool_]  # whether a wider code than the asked one answers


def depths_of(features: Features, rows: PriceRows, *, hs_digits: int) -> Depths:
    """The levels at which the rows have history in a store of codes of so many digits."""
    asked = np.minimum(rows.hs_digits.astype(np.int64), hs_digits)
    digits, nearest, records = np.zeros_like(asked), np.zeros_like(asked), np.zeros_like(asked)
    for level in DIGITS:
        own = features.records[:, LEVELS.index(_LEVEL_OF[level])].astype(np.int64) * (asked >= level)
        may_answer = (asked == level) | (level >= LEAST_DIGITS)
        is_enough = (digits == 0) & may_answer & (own >= np.where(asked == level, LEAST_OWN, LEAST_WIDER))
        is_nearest = (nearest == 0) & (own > 0)
        records[is_enough | (is_nearest & (digits == 0))] = own[is_enough | (is_nearest & (digits == 0))]
        nearest[is_nearest], digits[is_enough] = level, level
    partner = features.records[:, LEVELS.index("partner_product")] * (asked == hs_digits)
    shown = np.where(digits > 0, digits, np.where(nearest > 0, nearest, DIGITS[-1]))
    is_wider = (digits > 0) & (digits < asked)
    place = (DIGITS[0] - shown) // 2
    last_year = np.where(nearest > 0, _last_years(features, rows, place, partner), 0)
    return Depths(digits, nearest, records, partner.astype(np.int64), last_year, place, is_wider)


def _last_years(features: Features, rows: PriceRows, place: Ints, partner: Ints) -> Ints:
    """When what is counted was last seen; whole chapters and headings are traded every year."""
    newest = rows.year - features.column("years_ahead") / YEARS_SCALE
    ages = {0: "product_age", 1: "subheading_age"}
    age = np.zeros(len(rows))
    for at, name in ages.items():
        age = np.where(place == at, features.column(name) / YEARS_SCALE, age)
    age = np.where(partner >= LEAST_OWN, features.column("partner_product_age") / YEARS_SCALE, age)
    return np.rint(newest - age).astype(np.int64)


def strata(depths: Depths, rows: PriceRows) -> Ints:
    """Keys of the groups of each row, finest first: chapter and depth, section and depth, depth, all.

    A row that a wider code answers is as uncertain as one that was asked for a level wider still, because the goods of
    that code include none of its own.
    """
    chapter = rows.hs.astype(np.int64) // 10**6
    partner = np.where(rows.country == OPEN, 3, np.digitize(depths.partner, [1, _FEW_WITH_PARTNER]))
    place = np.minimum(depths.place + depths.is_wider, len(DIGITS) - 1)
    depth = (place * 2 + (depths.records >= _FEW_OF_PRODUCT)) * 4 + partner
    way = rows.direction.astype(np.int64) * 1_000
    section = _sections()[np.minimum(chapter, 99)]
    return np.column_stack(
        [(way + chapter) * 100 + depth, (way + section) * 100 + depth, depth, np.zeros_like(depth)]
    ).astype(np.int64)


@functools.cache
def _sections() -> Ints:
    """Number of the section of each chapter; 0 where there is none."""
    numbers = {section.section: section.number for section in hs_codes.table().sections}
    found = np.zeros(100, dtype=np.int64)
    for chapter in hs_codes.table().chapters:
        found[int(chapter.code)] = numbers.get(chapter.section, 0)
    return found
