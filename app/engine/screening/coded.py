"""Columns of few distinct values, so that what holds for a value is found out once and not for each line."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import DTypeLike, NDArray

from app.engine.screening.meanings import Codes, Meanings

_Value = TypeVar("_Value")
_Other = TypeVar("_Other")
_MOST_KEYS = 2**62


@dataclass(frozen=True, slots=True, eq=False)
class Coded(Generic[_Value]):
    """By line, the place of its value among `values`, which may be more than occur."""

    codes: Codes
    values: Sequence[_Value]

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, place: int) -> _Value:
        return self.values[int(self.codes[place])]

    def __iter__(self) -> Iterator[_Value]:
        return map(self.values.__getitem__, self.codes.tolist())

    def take(self, at: Any) -> Coded[_Value]:
        """The lines at these places."""
        return Coded(self.codes[at], self.values)

    def told(self, tell: Callable[[_Value], Any], dtype: DTypeLike) -> NDArray[Any]:
        """What holds for each line; `tell` is asked once for each value that occurs."""
        if not len(self.codes):
            return np.zeros(0, dtype=dtype)
        occurring = np.flatnonzero(np.bincount(self.codes))
        table = np.zeros(int(occurring[-1]) + 1, dtype=dtype)
        table[occurring] = [tell(self.values[code]) for code in occurring.tolist()]
        return table[self.codes]

    def told_once(self, tell: Callable[[_Value], Any], dtype: DTypeLike) -> NDArray[Any]:
        """The same, asked once for all blocks where these share their values; `tell` must be the same each time."""
        if isinstance(self.values, Meanings) and len(self.codes):
            return self.values.told(self.codes, tell, dtype)
        return self.told(tell, dtype)

    def is_(self, wanted: object) -> NDArray[np.bool_]:
        """Whether each line has this very value."""
        return self.told(lambda value: value is wanted, np.bool_)

    def mapped(self, tell: Callable[[_Value], _Other]) -> Coded[_Other]:
        """Other values, which can be hashed, in the place of those that occur; equal ones become one."""
        known: dict[_Other, int] = {}
        codes = self.told(lambda value: known.setdefault(tell(value), len(known)), np.int32)
        return Coded(codes, list(known))

    def mapped_once(self, tell: Callable[[_Value], _Other]) -> Coded[_Other]:
        """The same, asked once for all blocks where these share their values; `tell` must be the same each time."""
        if isinstance(self.values, Meanings) and len(self.codes):
            return Coded(*self.values.mapped(self.codes, tell))
        return self.mapped(tell)


def coded(values: Iterable[Hashable]) -> Coded[Any]:
    """A column of any values."""
    each = list(values)
    known = {value: code for code, value in enumerate(dict.fromkeys(each))}
    return Coded(np.fromiter(map(known.__getitem__, each), dtype=np.int32, count=len(each)), list(known))


def constant(value: _Value, lines: int) -> Coded[_Value]:
    """The same in each line."""
    return Coded(np.zeros(lines, dtype=np.int32), [value])


def crossed(*columns: Coded[Any]) -> Coded[tuple[Any, ...]]:
    """The combinations of values that occur."""
    keys, size = np.zeros(len(columns[0]), dtype=np.int64), 1
    for column in columns:
        width = len(column.values)
        if width == 1:
            continue
        if size * width > _MOST_KEYS:
            example, keys = _distinct(keys)
            size = len(example)
        keys = keys * width + column.codes
        size *= width
    example, codes = _distinct(keys)
    values = list(zip(*(column.take(example) for column in columns), strict=True))
    return Coded(codes.astype(np.int32), values)


def crossed_once(first: Coded[Any], *others: Coded[Any]) -> Coded[tuple[Any, ...]]:
    """Combinations in pairs, ((a, b), c), numbered alike in all blocks where these share the values of all columns."""
    for other in others:
        if isinstance(first.values, Meanings) and isinstance(other.values, Meanings):
            pairs = first.values.paired(other.values)
            first = Coded(pairs.codes(first.codes, other.codes), pairs.values)
        else:
            first = crossed(first, other)
    return first


def _distinct(keys: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """A line of each key, in the order of the keys, and by line which key it has."""
    # Unlike a stable one, this sort is done many at once
    order = np.argsort(keys)
    ordered = keys[order]
    is_first = np.append(True, ordered[1:] != ordered[:-1])[: len(keys)]
    codes = np.empty(len(keys), dtype=np.int64)
    codes[order] = np.cumsum(is_first) - 1
    return order[is_first], codes
