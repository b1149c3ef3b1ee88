"""Figures of many cells at once where these are written plainly, in digits with at most one point."""

from __future__ import annotations

import numpy as np

from app.engine.records.byte_columns import WORD, ByteColumn, Bytes, Flags, Places, Words, word_at
from app.engine.screening.lines import Floats

_MOST_DIGITS = 15
"""What a float holds exactly: it is then the nearest to the quotient of two such."""
_SCALES = np.array([10**digits for digits in range(WORD + 1)], dtype=np.uint64)
_BITS, _ONE = np.uint64(8), np.uint64(1)
_POINTS, _ONES, _HIGHS = (np.uint64(int.from_bytes(bytes([byte]) * WORD)) for byte in (0x2E, 0x01, 0x80))
_NOUGHTS, _SIXES, _TENS = (np.uint64(int.from_bytes(bytes([byte]) * WORD)) for byte in (0x30, 0x06, 0xF0))
_PAIRS = np.uint64(0x000000FF000000FF)
_OUTER, _INNER = np.uint64(100 + (1_000_000 << 32)), np.uint64(1 + (10_000 << 32))


def plain_figures(column: ByteColumn) -> tuple[Floats, Flags]:
    """The figure of each cell, the float nearest to what it says, and whether it could be told; else it is nan."""
    starts, lengths = column.starts, column.lengths
    point = _point(column)
    decimals = np.maximum(lengths - point - 1, 0)
    is_plain = (point > 0) & (point + decimals <= _MOST_DIGITS) & (decimals <= WORD)
    is_plain &= (point == lengths) | (decimals > 0)
    whole, is_sound = _digits(column.content, starts, np.minimum(point, WORD))
    is_plain &= is_sound
    long = np.flatnonzero(is_plain & (point > WORD))
    if len(long):
        more = point[long] - WORD
        rest, is_sound = _digits(column.content, starts[long] + WORD, more)
        is_plain[long] &= is_sound
        whole[long] = whole[long] * _SCALES[np.minimum(more, WORD)] + rest
    behind = np.minimum(starts + point + 1, column.ends)
    fraction, is_sound = _digits(column.content, behind, np.minimum(decimals, WORD))
    is_plain &= is_sound
    scale = _SCALES[np.minimum(decimals, WORD)]
    figures = (whole * scale + fraction) / scale.astype(np.float64)
    return np.where(is_plain, figures, np.nan), is_plain


def _point(column: ByteColumn) -> Places:
    """Where in each cell the first point stands; its length where there is none in two words."""
    lengths = column.lengths
    found = _point_in(word_at(column.content, column.starts, lengths))
    later = np.flatnonzero((found == WORD) & (lengths > WORD))
    if len(later):
        found[later] += _point_in(word_at(column.content, column.starts[later] + WORD, lengths[later] - WORD))
    return np.minimum(found, lengths)


def _point_in(words: Words) -> Places:
    other = words ^ _POINTS
    is_point = (other - _ONES) & ~other & _HIGHS  # the lowest mark is right
    return (np.bitwise_count((is_point & (~is_point + _ONE)) - _ONE) >> 3).astype(np.int64)


def _digits(content: Bytes, starts: Places, lengths: Places) -> tuple[Words, Flags]:
    """What up to eight digits say, and whether they are such."""
    size = lengths.astype(np.uint64) * _BITS
    # Led by noughts; to move a word by all its bits leaves nothing of it
    words = word_at(content, starts, lengths) << (np.uint64(WORD * 8) - size) | _NOUGHTS >> size
    is_sound = ((words & _TENS) == _NOUGHTS) & (((words + _SIXES) & _TENS) == _NOUGHTS)
    told = words - _NOUGHTS
    told = told * np.uint64(10) + (told >> _BITS)
    return ((told & _PAIRS) * _OUTER + ((told >> np.uint64(16)) & _PAIRS) * _INNER) >> np.uint64(32), is_sound
