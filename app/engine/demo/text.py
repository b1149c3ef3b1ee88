"""Columns of numbers and names turned into lines of CSV, a block of rows at a time, without a loop over rows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

# Each column is a matrix of bytes, one line per row; zero bytes are padding and vanish when lines are joined.
Text = NDArray[np.uint8]


def names(table: Sequence[str], index: NDArray[np.integer]) -> Text:
    """The UTF-8 names that `index` picks from `table`."""
    encoded = np.array([name.encode() for name in table])
    width = encoded.dtype.itemsize
    return np.asarray(encoded.view(np.uint8).reshape(len(table), width)[index])


def whole(values: NDArray[np.int64], *, least_digits: NDArray[np.int8] | int = 1) -> Text:
    """Whole numbers, negative ones with a minus sign, filled up with zeros to `least_digits`."""
    return _signed(np.abs(values), values < 0, least_digits)


def decimal(scaled: NDArray[np.int64], *, places: int, drop_zeros: bool) -> Text:
    """Numbers given in units of 10^-places; with `drop_zeros` whole numbers have no decimals."""
    power = 10**places
    integer, fraction = np.divmod(np.abs(scaled), power)
    tail = np.zeros((len(scaled), places + 1), dtype=np.uint8)
    tail[:, 0] = ord(".")
    for position in range(places, 0, -1):
        fraction, digit = np.divmod(fraction, 10)
        tail[:, position] = digit + ord("0")
    if drop_zeros:
        tail[np.abs(scaled) % power == 0] = 0
    return np.concatenate([_signed(integer, scaled < 0, 1), tail], axis=1)


def lines(columns: Sequence[Text]) -> bytes:
    """Rows of comma-separated columns, each ended by a line feed."""
    rows = len(columns[0])
    comma = np.full((rows, 1), ord(","), dtype=np.uint8)
    parts: list[Text] = []
    for column in columns:
        parts += [column, comma]
    parts[-1] = np.full((rows, 1), ord("\n"), dtype=np.uint8)
    flat = np.concatenate(parts, axis=1).ravel()
    return bytes(flat[flat != 0].data)


def _signed(magnitude: NDArray[np.int64], is_negative: NDArray[np.bool_], least_digits: NDArray[np.int8] | int) -> Text:
    width = max(len(str(int(magnitude.max(initial=0)))), int(np.max(least_digits, initial=1)))
    text = np.zeros((len(magnitude), width + 1), dtype=np.uint8)
    text[is_negative, 0] = ord("-")
    for place in range(width):
        magnitude, digit = np.divmod(magnitude, 10)
        is_shown = (magnitude > 0) | (digit > 0) | (least_digits > place)
        text[:, width - place] = np.where(is_shown, digit + ord("0"), 0)
    return text
