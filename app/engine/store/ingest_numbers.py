"""Reads columns of plain decimal numbers, exactly; what is written otherwise is left to a reader that knows more."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.engine.store.ingest_blocks import Cells, Flags, Places, Words

Numbers = NDArray[np.int64]
_WORD = 8
_POINT = ord(".")
_ZEROS = np.uint64(0x3030303030303030)
# The digit 0 in the lowest bytes, which are those before the text once it is moved to the highest
_FILLS: Words = np.array([0x3030303030303030 >> 8 * size for size in range(_WORD + 1)], np.uint64)
_SHIFTS: Words = np.array([8 * (_WORD - size) for size in range(_WORD + 1)], np.uint64)
_MOST_DIGITS = 18


def read_decimals(cells: Cells, column: int, places: int) -> tuple[Numbers, Flags]:
    """Each cell times ten to the `places`, and whether it is a number that can be told so: digits with a point or none.

    At most 18 digits come out, so that no sum of bounds ever leaves 64 bits.
    """
    start, end = cells.starts[column], cells.ends[column]
    scale = 10**places
    numbers, is_number = _whole(cells.words, start, end, _MOST_DIGITS - places)
    numbers *= scale
    rows = np.flatnonzero(~is_number)
    for size in range(1, places + 1):
        point = end[rows] - 1 - size
        has_point = cells.text[point] == _POINT
        chosen, point = rows[has_point], point[has_point]
        left, is_left = _whole(cells.words, start[chosen], point, _MOST_DIGITS - places)
        right, is_right = _whole(cells.words, point + 1, end[chosen], places)
        numbers[chosen] = left * scale + right * 10 ** (places - size)
        is_number[chosen] = is_left & is_right
        rows = rows[~has_point]
    return numbers, is_number


def _whole(words: Words, start: Places, end: Places, most: int) -> tuple[Numbers, Flags]:
    """The number of at most `most` digits that stands from start to end, and whether one does."""
    length = end - start
    is_number = (length > 0) & (length <= most)
    low_size = np.clip(length, 0, _WORD)
    low = _aligned(words, end - low_size, low_size)
    is_number &= _are_digits(low)
    number = _value(low)
    rows = np.flatnonzero(is_number & (length > _WORD))
    if len(rows):
        size = length[rows] - _WORD
        high = _aligned(words, start[rows], size)
        is_number[rows] = _are_digits(high)
        number[rows] += _value(high) * 10**_WORD
    return number, is_number


def _aligned(words: Words, start: Places, size: Places) -> Words:
    """The `size` bytes from start on as the last of eight, with the digit 0 before them."""
    return words[start] << _SHIFTS[size] | _FILLS[size]


def _are_digits(word: Words) -> Flags:
    bits = word ^ _ZEROS
    found: Flags = ((bits + np.uint64(0x0606060606060606)) | bits) & np.uint64(0xF0F0F0F0F0F0F0F0) == 0
    return found


def _value(word: Words) -> Numbers:
    """The number that eight digits write: neighbours are joined to pairs, pairs to fours, fours to one."""
    pairs = word ^ _ZEROS
    pairs = (pairs * np.uint64(10) + (pairs >> np.uint64(8))) & np.uint64(0x00FF00FF00FF00FF)
    fours = (pairs * np.uint64(100) + (pairs >> np.uint64(16))) & np.uint64(0x0000FFFF0000FFFF)
    return ((fours * np.uint64(10_000) + (fours >> np.uint64(32))) & np.uint64(0xFFFFFFFF)).view(np.int64)
