"""What rules look at, of many lines at once: numbers as columns, and keys of what makes lines alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.engine.screening.declaration import Amount, Declaration
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


def facts_of(lines: Sequence[Declaration]) -> Facts:
    """The columns of some lines."""
    return Facts(
        row=_ints([line.row for line in lines]),
        product=_ints([product_key(line.direction.id, line.hs) for line in lines]),
        partner=_ints([line.partner or 0 for line in lines]),
        mode=_ints([line.mode or 0 for line in lines]),
        declared_quantity=_floats([None if line.declared is None else line.declared.quantity for line in lines]),
        unit_price=_floats([line.unit_price for line in lines]),
        total=_floats([line.total for line in lines]),
        whole_key=_keys(lines, _whole),
        goods_key=_keys(lines, _goods),
        day_key=_keys(lines, _day),
        number_key=_ints([hash(line.number) if line.number else 0 for line in lines]),
    )


def joined(parts: Sequence[Facts]) -> Facts:
    """Parts one after the other."""
    if not parts:
        return facts_of(())
    return Facts(*(np.concatenate([getattr(part, each.name) for part in parts]) for each in fields(Facts)))


def _whole(line: Declaration) -> tuple[Any, ...]:
    return (
        line.number, line.declared_on, line.direction.id, line.hs, line.name, line.trader, line.partner, line.mode,
        _amount(line.first), _amount(line.declared), line.unit_price, line.total, line.currency,
    )  # fmt: skip


def _goods(line: Declaration) -> tuple[Any, ...] | None:
    amount = line.first or line.declared
    if not line.trader or amount is None:
        return None
    return line.direction.id, line.hs, line.trader, line.partner, _amount(amount)


def _day(line: Declaration) -> tuple[Any, ...] | None:
    if not line.trader or line.declared_on is None or not line.number:
        return None
    return line.direction.id, line.hs, line.trader, line.partner, line.declared_on.toordinal()


def _amount(amount: Amount | None) -> Decimal | None:
    return None if amount is None else amount.quantity


def _keys(lines: Sequence[Declaration], key: Callable[[Declaration], tuple[Any, ...] | None]) -> Ints:
    found = (key(line) for line in lines)
    return _ints([0 if each is None else hash(each) for each in found])


def _ints(values: Sequence[int]) -> Ints:
    return np.array(values, dtype=np.int64)


def _floats(values: Sequence[Decimal | None]) -> Floats:
    return np.array([np.nan if value is None else float(value) for value in values], dtype=np.float64)
