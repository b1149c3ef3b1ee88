"""Values that many blocks of a file share: they grow in number, none changes, and what holds for one is asked once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import DTypeLike, NDArray

_Value = TypeVar("_Value")
Codes = NDArray[np.int32]
Ints = NDArray[np.int64]
_MOST_PAIRS = 100_000
_MOST_PARTNERS = 8
_SECOND = 32  # bits


@dataclass(frozen=True, slots=True)
class _Table:
    """What was found out, by place of the value, and of which values it was."""

    told: NDArray[Any]
    is_known: NDArray[np.bool_]


class Meanings(list[_Value]):
    """Callable from several threads. Functions that are asked must say the same of a value for good."""

    def __init__(self, values: Iterable[_Value] = ()) -> None:
        super().__init__(values)
        self._lock = threading.Lock()
        self._tables: dict[Hashable, _Table] = {}
        self._others: dict[Hashable, Meanings[Any]] = {}
        self._places: dict[Any, int] = {}
        self._pairs: dict[int, Pairs] = {}

    def told(self, codes: Codes, tell: Callable[[_Value], Any], dtype: DTypeLike) -> NDArray[Any]:
        """What holds for the value of each code; `tell` is asked once for each value that ever occurs."""
        return self._table(codes, tell, dtype, key=tell)[codes]

    def mapped(self, codes: Codes, tell: Callable[[_Value], Hashable]) -> tuple[Codes, Meanings[Any]]:
        """The same with other values, of which equal ones are one."""
        others = self._others.setdefault(tell, Meanings())
        return self._table(codes, lambda value: others.place(tell(value)), np.int32, key=(tell,))[codes], others

    def place(self, value: _Value) -> int:
        """Of a value that may be new; not to be asked of values from elsewhere."""
        known = self._places.setdefault(value, len(self))
        if known == len(self):
            self.append(value)
        return known

    def paired(self, other: Meanings[Any]) -> Pairs:
        """Combinations with values of another column; after too many these are begun anew."""
        with self._lock:
            found = self._pairs.get(id(other))
            if found is None or len(found.values) > _MOST_PAIRS:
                if len(self._pairs) >= _MOST_PARTNERS:
                    self._pairs.clear()
                found = self._pairs[id(other)] = Pairs(self, other)
            return found

    def _table(self, codes: Codes, tell: Callable[[_Value], Any], dtype: DTypeLike, *, key: Hashable) -> NDArray[Any]:
        occurring = np.flatnonzero(np.bincount(codes))
        table = self._tables.get(key)
        if table is None or len(table.told) <= occurring[-1] or not table.is_known[occurring].all():
            with self._lock:
                table = self._learnt(occurring, tell, dtype, self._tables.get(key))
                self._tables[key] = table
        return table.told

    def _learnt(
        self, occurring: Ints, tell: Callable[[_Value], Any], dtype: DTypeLike, before: _Table | None
    ) -> _Table:
        """A new table, as other threads may look at that of before; who reads the file adds values meanwhile."""
        size = len(self)
        told, is_known = np.zeros(size, dtype=dtype), np.zeros(size, dtype=np.bool_)
        if before is not None:
            told[: len(before.told)], is_known[: len(before.told)] = before.told, before.is_known
        new = occurring[~is_known[occurring]]
        told[new] = [tell(self[code]) for code in new.tolist()]
        is_known[new] = True
        return _Table(told, is_known)


@dataclass(frozen=True, slots=True)
class _Known:
    keys: Ints  # rising
    codes: Codes


class Pairs:
    """Combinations of the values of two columns, numbered as they come."""

    def __init__(self, first: Meanings[Any], second: Meanings[Any]) -> None:
        self.values: Meanings[tuple[Any, Any]] = Meanings()
        self._first, self._second = first, second
        self._lock = threading.Lock()
        self._known = _Known(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int32))

    def codes(self, first: Codes, second: Codes) -> Codes:
        """The number of each line's combination."""
        keys, at = np.unique(first.astype(np.int64) << _SECOND | second, return_inverse=True)
        known = self._known
        if not _are_among(keys, known.keys):
            with self._lock:
                known = self._known = self._learnt(keys, self._known)
        return np.asarray(known.codes[np.searchsorted(known.keys, keys)][at])

    def _learnt(self, keys: Ints, before: _Known) -> _Known:
        new = np.setdiff1d(keys, before.keys, assume_unique=True)
        start = len(self.values)
        self.values.extend((self._first[key >> _SECOND], self._second[key & 0xFFFFFFFF]) for key in new.tolist())
        every = np.concatenate([before.keys, new])
        codes = np.concatenate([before.codes, np.arange(start, len(self.values), dtype=np.int32)])
        order = np.argsort(every)
        return _Known(every[order], codes[order])


def _are_among(keys: Ints, known: Ints) -> bool:
    if not len(known):
        return not len(keys)
    at = np.minimum(np.searchsorted(known, keys), len(known) - 1)
    return bool((known[at] == keys).all())
