"""What rules look at, of many lines at once: numbers as columns, and keys of what makes lines alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.engine.screening.lines import Lines, lines_of
from app.engine.screening.seen_trade import product_key

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


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
    partner = lines.partner
    direction = [each.id for each in lines.direction]
    quantity = np.where(np.isfinite(lines.first_quantity), lines.first_quantity, lines.declared_quantity).tolist()
    days = [0 if day is None else day.toordinal() for day in lines.declared_on]
    figures = (lines.declared_quantity.tolist(), lines.unit_price.tolist(), lines.total.tolist())
    goods = list(zip(direction, lines.hs, lines.trader, partner, strict=True))
    everything = zip(goods, lines.number, days, lines.name, lines.mode, quantity, *figures, lines.currency, strict=True)
    return Facts(
        row=_ints(lines.row),
        product=_ints([product_key(way, hs) for way, hs in zip(direction, lines.hs, strict=True)]),
        partner=_ints([member or 0 for member in partner]),
        mode=_ints([member or 0 for member in lines.mode]),
        declared_quantity=lines.declared_quantity,
        unit_price=lines.unit_price,
        total=lines.total,
        whole_key=_ints([hash(_told(each)) for each in everything]),
        goods_key=_ints(
            [hash(each) if each[0][2] and each[1] == each[1] else 0 for each in zip(goods, quantity, strict=True)]
        ),
        day_key=_ints(
            [
                hash((each, day)) if each[2] and day and number else 0
                for each, day, number in zip(goods, days, lines.number, strict=True)
            ]
        ),
        number_key=_ints([hash(number) if number else 0 for number in lines.number]),
    )


def _told(line: tuple[Any, ...]) -> tuple[Any, ...]:
    """The hash of nan differs from one nan to the next."""
    return tuple(None if value != value else value for value in line)


def joined(parts: Sequence[Facts]) -> Facts:
    """Parts one after the other."""
    if not parts:
        return facts_of(lines_of(()))
    return Facts(*(np.concatenate([getattr(part, each.name) for part in parts]) for each in fields(Facts)))


def _ints(values: Sequence[int]) -> Ints:
    return np.array(values, dtype=np.int64)
