"""Finds the cells of a column among known texts, comparing every byte; a text that is not known exactly has no code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.engine.store.ingest_blocks import Cells, Flags, Places, Words, cells_of

Codes = NDArray[np.uint16]
MOST_TEXTS = (1 << 16) - 1
_WORD = 8
_SPARE_BITS = 4
_MASKS: Words = np.array([(1 << 8 * size) - 1 for size in range(_WORD + 1)], np.uint64)
# Odd numbers without a pattern; each table has its own, so that texts that meet in one part in the next
_FACTORS: Words = np.array(
    [
        [0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9],
        [0xD6E8FEB86659FD93, 0xA0761D6478BD642F, 0xE7037ED1A0B428DB],
        [0x8EBC6AF09C88C6E3, 0x589965CC75374CC3, 0x1D8E4E27C47D124F],
    ],
    np.uint64,
)


@dataclass(frozen=True, slots=True)
class _Keys:
    """What is compared first: of all texts the first eight bytes, of wider ones the next, of long ones the last."""

    length: Places
    first: Words
    wide: Places | slice
    second: Words
    long: Places
    last: Words

    def slots(self, factors: Words, shift: np.uint64) -> Words:
        """A place in a table for each text."""
        mixed: Words = self.first * factors[0]
        mixed[self.wide] += self.second * factors[1]
        mixed[self.long] += self.last * factors[2]
        mixed >>= shift
        return mixed


class TextTable:
    """Known texts of one column; a text's code is its position plus one, 0 stands for others and for empty cells."""

    def __init__(self, texts: Sequence[str]) -> None:
        if len(texts) > MOST_TEXTS:
            raise ValueError(len(texts))
        cells = cells_of(["", *texts])
        self.wide_bytes = np.array([0, *(sum(byte > 127 for byte in text.encode()) for text in texts)], np.intp)
        self._words, self._start, end = cells.words, cells.starts[0], cells.ends[0]
        self._keys = _read_keys(self._words, self._start, end)
        self._second, self._last = np.zeros_like(self._keys.first), np.zeros_like(self._keys.first)
        self._second[self._keys.wide] = self._keys.second
        self._last[self._keys.long] = self._keys.last
        # no cell is as long as what code 0 stands for, or as an empty text
        self._keys.length[self._keys.length == 0] = -1
        self._shift = np.uint64(64 - len(texts).bit_length() - _SPARE_BITS)
        self._tables = self._build(len(texts) + 1)

    def codes(self, cells: Cells, column: int) -> Codes:
        """The code of each cell of a column."""
        start, end = cells.starts[column], cells.ends[column]
        found = self._look_up(0, cells.words, start, end)
        for table in range(1, len(self._tables)):
            missing = np.flatnonzero(found == 0)
            if len(missing) == 0:
                break
            found[missing] = self._look_up(table, cells.words, start[missing], end[missing])
        return found

    def _build(self, size: int) -> list[Codes]:
        """Each table holds the texts that had to give way in the ones before."""
        codes = np.arange(1, size)
        tables: list[Codes] = []
        for factors in _FACTORS:
            if tables and len(codes) == 0:
                break
            table: Codes = np.zeros(1 << (64 - int(self._shift)), np.uint16)
            slots = self._keys.slots(factors, self._shift)[codes]
            table[slots] = codes
            codes = codes[table[slots] != codes]
            tables.append(table)
        return tables

    def _look_up(self, table: int, words: Words, start: Places, end: Places) -> Codes:
        keys = _read_keys(words, start, end)
        codes: Codes = self._tables[table][keys.slots(_FACTORS[table], self._shift)]
        is_same: Flags = self._keys.first[codes] == keys.first
        is_same &= self._keys.length[codes] == keys.length
        is_same[keys.wide] &= self._second[codes[keys.wide]] == keys.second
        is_same[keys.long] &= self._last[codes[keys.long]] == keys.last
        codes[~is_same] = 0
        self._compare_middles(codes, words, start, keys)
        return codes

    def _compare_middles(self, codes: Codes, words: Words, start: Places, keys: _Keys) -> None:
        """Take the code from long texts that differ where the keys do not look."""
        rows, offset = keys.long, 2 * _WORD
        while len(rows):
            rows = rows[(keys.length[rows] > offset + _WORD) & (codes[rows] > 0)]
            is_other = words[start[rows] + offset] != self._words[self._start[codes[rows]] + offset]
            codes[rows[is_other]] = 0
            offset += _WORD


def _read_keys(words: Words, start: Places, end: Places) -> _Keys:
    length = end - start
    first = words[start] & _MASKS[np.minimum(length, _WORD)]
    is_wide = length > _WORD
    # where most are wide, picking them would cost more than reading all
    wide = slice(None) if 2 * np.count_nonzero(is_wide) > len(length) else np.flatnonzero(is_wide)
    second = words[start[wide] + _WORD] & _MASKS[np.clip(length[wide] - _WORD, 0, _WORD)]
    long = np.flatnonzero(length > 2 * _WORD)
    return _Keys(length, first, wide, second, long, words[end[long] - _WORD])
