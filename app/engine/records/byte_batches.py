"""Records that stay bytes, cut into columns: the delimiters of thousands of lines are found at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import overload

import numpy as np
from numpy.typing import NDArray

from app.engine.records.byte_columns import ByteColumn, Bytes, Places, padded
from app.engine.records.byte_records import RecordBytes
from app.engine.records.row_batches import RowBatch
from app.engine.records.table_records import Record, are_told, at_width, cells_of, damage_of

Flags = NDArray[np.bool_]
_TELLS = np.zeros(256, dtype=np.bool_)
"""Whether a cell that begins with this byte says something for certain: letters, figures, and what begins no blank."""
_TELLS[[byte for byte in range(128) if chr(byte).isalnum()]] = True
_TELLS[0xE4:0xF5] = True


def cut_batch(records: RecordBytes, first: int, width: int, delimiter: str) -> RowBatch:
    """Rows without blank ones at the width of the header; `first` is the number of the first record."""
    lines = _lines_of(records, delimiter)
    rows = np.flatnonzero(_are_told(lines, records.parsed, width, delimiter))
    numbers: Sequence[int] = range(first, first + len(records))
    if len(rows) < len(records):
        lines, numbers = lines.take(rows), (rows + first).tolist()
    place_of = {row: place for place, row in enumerate(rows.tolist())} if records.parsed else {}
    others = {place_of[row]: record for row, record in records.parsed.items() if row in place_of}
    cells = {place: cells_of(record, delimiter) for place, record in others.items()}
    ragged = {place for place, own in cells.items() if any(map(str.strip, own[width:]))}
    ragged |= set(_ragged(lines, width, delimiter))
    damage = damage_of(list(others.values()))
    places = list(others)
    return RowBatch(
        numbers,
        _ByteColumns(lines, width, cells),
        frozenset(ragged),
        {places[at]: problem for at, problem in damage.items()},
    )


@dataclass(frozen=True, slots=True)
class _Lines:
    """Lines with the places of all delimiters; `low` is the first of each line and `high` the one behind its last."""

    content: Bytes
    delimiters: Places  # and one that belongs to no line
    starts: Places
    ends: Places
    low: Places
    high: Places

    def take(self, rows: Places) -> _Lines:
        """These lines."""
        return replace(self, starts=self.starts[rows], ends=self.ends[rows], low=self.low[rows], high=self.high[rows])

    def column(self, place: int) -> tuple[Places, Places]:
        """Where the cells of a column start and end; lines that have fewer have an empty one there."""
        after = self.low + place
        starts = self.starts
        if place:
            starts = np.where(after <= self.high, self.delimiters.take(after - 1, mode="clip") + 1, self.ends)
        return starts, np.where(after < self.high, self.delimiters.take(after, mode="clip"), self.ends)

    def text(self, row: int, start: int | None = None) -> str:
        """One line, or its end."""
        first = self.starts[row] if start is None else start
        return self.content[first : self.ends[row]].tobytes().decode("utf-8", "replace")


class _ByteColumns(Sequence[ByteColumn]):
    """Each is made anew by every look at it."""

    def __init__(self, lines: _Lines, width: int, others: Mapping[int, list[str]]) -> None:
        """`others` are rows that were cut already, by place."""
        self._lines, self._width = lines, width
        self._content = lines.content
        self._rows = np.array(list(others), dtype=np.int64)
        if others:
            cells = ByteColumn.of(chain.from_iterable(at_width(row, width) for row in others.values()))
            start = len(self._content)
            self._content = np.concatenate([self._content, cells.content])
            self._starts = (cells.starts + start).reshape(-1, width)
            self._ends = (cells.ends + start).reshape(-1, width)

    def __len__(self) -> int:
        return self._width

    @overload
    def __getitem__(self, place: int) -> ByteColumn: ...

    @overload
    def __getitem__(self, place: slice) -> list[ByteColumn]: ...

    def __getitem__(self, place: int | slice) -> ByteColumn | list[ByteColumn]:
        places = range(self._width)[place]
        return self._column(places) if isinstance(places, int) else list(map(self._column, places))

    def _column(self, place: int) -> ByteColumn:
        starts, ends = self._lines.column(place)
        if len(self._rows):
            starts, ends = starts.copy(), ends.copy()
            starts[self._rows], ends[self._rows] = self._starts[:, place], self._ends[:, place]
        return ByteColumn(self._content, starts, ends)


def _lines_of(records: RecordBytes, delimiter: str) -> _Lines:
    content = padded(records.content)
    delimiters = np.flatnonzero(content[: len(records.content)] == ord(delimiter))
    low, high = (np.searchsorted(delimiters, places) for places in (records.starts, records.ends))
    return _Lines(content, np.append(delimiters, 0), records.starts, records.ends, low, high)


def _are_told(lines: _Lines, parsed: Mapping[int, Record], width: int, delimiter: str) -> Flags:
    """Whether each record says anything."""
    found = _TELLS[lines.content[lines.starts]] & (lines.starts < lines.ends)
    left = np.flatnonzero(~found)
    for place in range(width - 1):
        left = left[lines.low[left] + place < lines.high[left]]
        if not len(left):
            break
        is_told = _TELLS[lines.content[lines.delimiters[lines.low[left] + place] + 1]]
        found[left[is_told]] = True
        left = left[~is_told]
    for row in np.flatnonzero(~found).tolist():
        record = parsed[row] if row in parsed else lines.text(row)
        found[row] = are_told([record], delimiter)[0]
    return found


def _ragged(lines: _Lines, width: int, delimiter: str) -> Iterable[int]:
    """Lines that say something beyond the width."""
    last = lines.low + width - 1
    start = lines.delimiters.take(last, mode="clip") + 1
    for row in np.flatnonzero((last < lines.high) & (start < lines.ends)).tolist():
        if are_told([lines.text(row, int(start[row]))], delimiter)[0]:
            yield row
