"""What rules look at, of many lines at once: numbers as columns, and keys of what makes lines alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from app.engine.screening.lines import Lines, by_value, lines_of
from app.engine.screening.seen_trade import product_key

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
_ODD, _HALF = np.uint64(0x9E3779B97F4A7C15), np.uint64(32)


@dataclass(frozen=True, slots=True)
class Facts:
    """Equal-length columns; 0 and nan where a line does not say. Keys are 0 where a line is like no other."""

    row: Ints
    product: Ints
    partner: Ints
    mode: Ints
    declared_quantity: Floats
    unit_price: Floats
    total: Floats
    whole_key: Ints  # everything that is declared
    goods_key: Ints  # trader, goods, partner and quantity
    day_key: Ints  # trader, goods, partner and day
    number_key: Ints  # the declaration

    def __len__(self) -> int:
        return len(self.row)

    def take(self, at: slice) -> Facts:
        """Some of the lines."""
        return Facts(*(getattr(self, each.name)[at] for each in fields(Facts)))


def facts_of(lines: Lines) -> Facts:
    """The columns of some lines."""
    partner, mode = (_ints([member or 0 for member in column]) for column in (lines.partner, lines.mode))
    direction = lines.way.astype(np.int64)
    quantity = np.where(np.isfinite(lines.first_quantity), lines.first_quantity, lines.declared_quantity)
    days = by_value(lines.declared_on, lambda day: 0 if day is None else day.toordinal())
    hs, trader, number = (_hashes(column) for column in (lines.hs, lines.trader, lines.number))
    has_trader = np.array(list(map(bool, lines.trader)), dtype=np.bool_)
    has_number = np.array(list(map(bool, lines.number)), dtype=np.bool_)
    goods = _mixed(direction, hs, trader, partner)
    figures = (lines.declared_quantity, lines.unit_price, lines.total)
    return Facts(
        row=_ints(lines.row),
        product=_products(lines.hs, direction),
        partner=partner,
        mode=mode,
        declared_quantity=lines.declared_quantity,
        unit_price=lines.unit_price,
        total=lines.total,
        whole_key=_mixed(
            goods, number, days, _hashes(lines.name), mode, *map(_bits, (quantity, *figures)), _hashes(lines.currency)
        ),
        goods_key=np.where(has_trader & np.isfinite(quantity), _mixed(goods, _bits(quantity)), 0),
        day_key=np.where(has_trader & (days != 0) & has_number, _mixed(goods, days), 0),
        number_key=np.where(has_number, number, 0),
    )


def joined(parts: Sequence[Facts]) -> Facts:
    """Parts one after the other."""
    if not parts:
        return facts_of(lines_of(()))
    return Facts(*(np.concatenate([getattr(part, each.name) for part in parts]) for each in fields(Facts)))


def _products(codes: Sequence[str], direction: Ints) -> Ints:
    found = by_value(codes, lambda code: product_key(0, code))
    return np.where(found > 0, found + product_key(1, "0" * 8) * direction, 0)


def _hashes(values: Sequence[str | None]) -> Ints:
    return np.fromiter(map(hash, values), dtype=np.int64, count=len(values))


def _bits(values: Floats) -> Ints:
    """Equal for equal figures: one nan is like the next, and 0 like -0."""
    return np.where(np.isnan(values), np.nan, values + 0.0).view(np.int64)


def _mixed(*columns: Ints) -> Ints:
    """One key of several."""
    key = np.zeros(len(columns[0]), dtype=np.uint64)
    for column in columns:
        key = key * _ODD + column.view(np.uint64)
        key ^= key >> _HALF
    return key.view(np.int64)


def _ints(values: Sequence[int]) -> Ints:
    return np.array(values, dtype=np.int64)
