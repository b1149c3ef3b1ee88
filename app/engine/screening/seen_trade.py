"""Which partners and modes the data know for a product: sorted keys, so that a million lines are looked up at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.engine.store.open_store import Store
from app.engine.store.questions.priced_records import price_cells
from app.engine.store.selection import Selection

Ints = NDArray[np.int64]
_MEMBERS = 32_768  # codes of members are small numbers


@dataclass(frozen=True, slots=True)
class SeenTrade:
    """Products by direction and eight digits with their records; pairs with partners and with modes."""

    products: Ints
    records: Ints
    with_partner: Ints
    with_mode: Ints

    def records_of(self, products: Ints) -> Ints:
        """How many records each product has."""
        if not len(self.products):
            return np.zeros_like(products)
        at = np.minimum(np.searchsorted(self.products, products), len(self.products) - 1)
        return np.where(self.products[at] == products, self.records[at], 0)

    def count(self, product: int) -> int:
        """Records of one product."""
        return int(self.records_of(np.array([product], dtype=np.int64))[0])

    def has_partner(self, products: Ints, partners: Ints) -> NDArray[np.bool_]:
        """Whether any record has this pair; True as well for a partner that the data leave out altogether."""
        return _holds(self.with_partner, products * _MEMBERS + partners) | ~_is_member(self.with_partner, partners)

    def has_mode(self, products: Ints, modes: Ints) -> NDArray[np.bool_]:
        """Whether any record has this pair; True as well for a mode that the data leave out altogether."""
        return _holds(self.with_mode, products * _MEMBERS + modes) | ~_is_member(self.with_mode, modes)

    def lacks_partner(self, partners: Ints) -> NDArray[np.bool_]:
        """Whether the data, which tell partners, have no record of this one whatever the product."""
        return _is_lacking(self.with_partner, partners)

    def lacks_mode(self, modes: Ints) -> NDArray[np.bool_]:
        """The same of modes."""
        return _is_lacking(self.with_mode, modes)


NOTHING_SEEN = SeenTrade(*(np.zeros(0, dtype=np.int64),) * 4)


def product_key(direction: int, hs: str) -> int:
    """A product as one number; codes that are shorter than eight digits are no product."""
    return direction * 10**8 + int(hs) if len(hs) == 8 else 0


def seen_trade(store: Store, choices: Selection) -> SeenTrade:
    """What the records of the context hold."""
    cells = price_cells(store, choices)
    products = cells.direction.astype(np.int64) * 10**8 + cells.hs
    known, place = np.unique(products, return_inverse=True)
    if cells.hs_digits != 8:
        return NOTHING_SEEN
    records = np.bincount(place, weights=cells.records).astype(np.int64)
    is_told = bool(cells.country.any()), bool(cells.mode.any())
    partner, mode = (
        np.unique(products * _MEMBERS + members) if told else np.zeros(0, dtype=np.int64)
        for members, told in zip((cells.country, cells.mode), is_told, strict=True)
    )
    return SeenTrade(known, records, partner, mode)


def _holds(known: Ints, keys: Ints) -> NDArray[np.bool_]:
    """True as well where nothing at all is known."""
    if not len(known):
        return np.ones(len(keys), dtype=np.bool_)
    at = np.minimum(np.searchsorted(known, keys), len(known) - 1)
    return np.asarray(known[at] == keys)


def _is_lacking(pairs: Ints, members: Ints) -> NDArray[np.bool_]:
    """False as well for what is not told."""
    return (members > 0) & ~_is_member(pairs, members) if len(pairs) else np.zeros(len(members), dtype=np.bool_)


def _is_member(pairs: Ints, members: Ints) -> NDArray[np.bool_]:
    known = np.zeros(_MEMBERS, dtype=np.bool_)
    known[pairs % _MEMBERS] = True
    return known[members]
