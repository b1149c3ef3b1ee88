"""What rules look at, of many lines at once: numbers as columns, and keys of what makes lines alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.engine.records.byte_columns import ByteColumn, keys_of
from app.engine.screening.coded import Coded
from app.engine.screening.lines import Lines
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


def facts_of(lines: Lines) -> Facts:
    """The columns of some lines."""
    partner, mode = (column.told(lambda member: member or 0, np.int64) for column in (lines.partner, lines.mode))
    direction = lines.way.astype(np.int64)
    quantity = np.where(np.isfinite(lines.first_quantity), lines.first_quantity, lines.declared_quantity)
    days = lines.declared_on.told(lambda day: 0 if day is None else day.toordinal(), np.int64)
    coded = (lines.hs, lines.currency, lines.name, lines.trader)
    hs, currency, name, trader = (column.told_once(hash, np.int64) for column in coded)
    number = hashes(lines.number)
    has_trader, has_number = lines.trader.told_once(bool, np.bool_), are_told(lines.number)
    goods = _mixed(direction, hs, trader, partner)
    figures = (lines.declared_quantity, lines.unit_price, lines.total)
    return Facts(
        row=ints_of(lines.row),
        product=_products(lines.hs, direction),
        partner=partner,
        mode=mode,
        declared_quantity=lines.declared_quantity,
        unit_price=lines.unit_price,
        total=lines.total,
        whole_key=_mixed(goods, number, days, name, mode, *map(_bits, (quantity, *figures)), currency),
        goods_key=np.where(has_trader & np.isfinite(quantity), _mixed(goods, _bits(quantity)), 0),
        day_key=np.where(has_trader & (days != 0) & has_number, _mixed(goods, days), 0),
        number_key=np.where(has_number, number, 0),
    )


def _products(codes: Coded[str], direction: Ints) -> Ints:
    found = codes.told_once(_product, np.int64)
    return np.where(found > 0, found + product_key(1, "0" * 8) * direction, 0)


def _product(code: str) -> int:
    return product_key(0, code)


def are_told(values: Sequence[str]) -> NDArray[np.bool_]:
    """Whether each says anything."""
    if isinstance(values, ByteColumn):
        return values.are_told
    return np.ones(len(values), dtype=np.bool_) if all(values) else np.array(list(map(bool, values)), dtype=np.bool_)


def hashes(values: Sequence[str]) -> Ints:
    """Equal for equal texts, and for others hardly ever."""
    column = values if isinstance(values, ByteColumn) else ByteColumn.of(values)
    return keys_of(column, column.words()).view(np.int64)


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


def ints_of(values: Sequence[int]) -> Ints:
    """Whole numbers as a column."""
    if isinstance(values, range):
        return np.arange(values.start, values.stop, values.step, dtype=np.int64)
    return np.array(values, dtype=np.int64)
