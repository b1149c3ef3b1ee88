"""Cells that were met before, by their bytes: thousands at once are told apart without a text of any."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.engine.records.byte_columns import WORD, ByteColumn, Places, Words, keys_of
from app.engine.screening.meanings import Codes

_FEWEST_BITS, _MOST_BITS, _SPARE_BITS = 10, 20, 5
_KEY_BITS = 64


@dataclass(frozen=True, slots=True)
class _Table:
    """Cells by number, of which the first is none; `slots` are their numbers by the first bits of their keys."""

    slots: NDArray[np.int32]
    keys: Words
    lengths: Places
    firsts: Places  # of their words
    words: Words
    codes: Codes

    def found(self, column: ByteColumn) -> Codes:
        """The code of each cell, -1 for what is not here."""
        words = list(column.words())
        number = self.slots.take(_slots(keys_of(column, words), len(self.slots)))
        is_same = self.lengths.take(number) == column.lengths
        first = self.firsts.take(number)
        for place, (at, word) in enumerate(words):
            is_whole = len(at) == len(first)
            same = self.words.take((first if is_whole else first[at]) + place, mode="clip") == word
            if is_whole:
                is_same &= same
            else:
                is_same[at] &= same
        return np.where(is_same, self.codes.take(number), np.int32(-1))

    def with_more(self, cells: ByteColumn, codes: Sequence[int]) -> _Table:
        """A new table, as other threads may look into this one."""
        words = list(cells.words())
        sizes = np.maximum(-(-cells.lengths // WORD), 1)
        firsts = np.cumsum(sizes) - sizes
        new = np.zeros(int(sizes.sum()), dtype=np.uint64)
        for place, (at, word) in enumerate(words):
            new[firsts[at] + place] = word
        keys = np.concatenate([self.keys, keys_of(cells, words)])
        return _Table(
            _filled_slots(keys),
            keys,
            np.concatenate([self.lengths, cells.lengths]),
            np.concatenate([self.firsts, firsts + len(self.words)]),
            np.concatenate([self.words, new]),
            np.concatenate([self.codes, np.array(codes, dtype=np.int32)]),
        )


class KnownCells:
    """Callable from several threads, of which one at a time adds."""

    def __init__(self) -> None:
        nowhere = np.zeros(1, dtype=np.int64)
        self._table = _Table(
            np.zeros(1 << _FEWEST_BITS, dtype=np.int32),
            np.zeros(1, dtype=np.uint64),
            nowhere - 1,
            nowhere,
            np.zeros(1, dtype=np.uint64),
            np.zeros(1, dtype=np.int32),
        )
        self._texts: set[str] = set()

    def codes(self, column: ByteColumn) -> Codes:
        """The code of each cell; -1 for those that were not added, and for a few that are in the way of others."""
        return self._table.found(column)

    def add(self, cells: Iterable[tuple[str, int]]) -> None:
        """Texts with their codes."""
        new = {text: code for text, code in cells if text not in self._texts}
        if new:
            self._table = self._table.with_more(ByteColumn.of(new), list(new.values()))
            self._texts.update(new)


def _filled_slots(keys: Words) -> NDArray[np.int32]:
    bits = min(max((len(keys) - 1).bit_length() + _SPARE_BITS, _FEWEST_BITS), _MOST_BITS)
    slots = np.zeros(1 << bits, dtype=np.int32)
    slots[_slots(keys[1:], len(slots))] = np.arange(1, len(keys), dtype=np.int32)
    return slots


def _slots(keys: Words, size: int) -> Places:
    return (keys >> np.uint64(_KEY_BITS - (size.bit_length() - 1))).view(np.int64)
