"""Records of a text table as bytes: some thousands at once, of which only lines with quotes are looked at alone."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from app.engine.records.byte_lines import ByteLines
from app.engine.records.quoted_records import MOST_PLAIN, QUOTE, RecordCutter
from app.engine.records.table_records import Record, cell_of

Places = NDArray[np.int64]
_MOST_BYTES = 1 << 24  # of records that are taken at once
_QUOTE, _BREAK, _RETURN = (ord(letter) for letter in (QUOTE, "\n", "\r"))


@dataclass(frozen=True, slots=True)
class RecordBytes:
    """Some records: each is a line, without its end, or stands among the `parsed` by its place."""

    content: bytes
    starts: Places
    ends: Places
    parsed: Mapping[int, Record]

    def __len__(self) -> int:
        return len(self.starts)


class ByteRecords:
    """Reads a text from its beginning, in stretches."""

    def __init__(self, stream: BinaryIO, encoding: str, *, delimiter: str, width: int) -> None:
        """`width` is that of the table's rows, 0 where it is not known."""
        self._lines = ByteLines(stream, encoding)
        self._delimiter, self._width = delimiter, width
        self._seen = 0  # lines of which the records are known
        self._first = 0  # records that were taken
        self._parsed: dict[int, Record] = {}  # by their place among all
        self._starts, self._ends, self._last_lines = _nowhere(), _nowhere(), _nowhere()

    def take(self, size: int, *, together: int | None = None) -> RecordBytes:
        """The next records, none only at the end; neighbours with the same text in a column are not parted.

        Of those there are up to twice as many; where records are very long there are fewer.
        """
        self._know(size, most_bytes=_MOST_BYTES)
        end = min(size, len(self._starts))
        text = self._cell(end - 1, together) if together is not None and end else ""
        while text and end < 2 * size and self._know(end + 1) and self._cell(end, together) == text:
            end += 1
        return self._taken(end)

    def _know(self, records: int, *, most_bytes: int | None = None) -> bool:
        """Whether there are so many; none beyond so many bytes are asked for."""
        while len(self._starts) < records and (self._seen < len(self._lines) or self._lines.read_more()):
            self._look()
            if most_bytes and len(self._starts) and len(self._lines.content) > most_bytes:
                break
        return len(self._starts) >= records

    def _cell(self, place: int, column: int | None) -> str:
        parsed = self._parsed.get(self._first + place)
        if parsed is None:
            parsed = self._lines.content[self._starts[place] : self._ends[place]].decode("utf-8", "replace")
        return "" if column is None else cell_of(parsed, column, self._delimiter)

    def _taken(self, end: int) -> RecordBytes:
        first = self._first
        parsed = {place: self._parsed.pop(first + place) for place in range(end) if first + place in self._parsed}
        starts, ends = self._starts[:end], self._ends[:end]
        lines = int(self._last_lines[end - 1]) + 1 if end else 0
        dropped = self._lines.start(lines)
        found = RecordBytes(self._lines.content[:dropped], starts, ends, parsed)
        self._lines.drop(lines)
        self._starts, self._ends = self._starts[end:] - dropped, self._ends[end:] - dropped
        self._last_lines = self._last_lines[end:] - lines
        self._seen -= lines
        self._first += end
        return found

    def _look(self) -> None:
        """Find the records of the lines that were read since."""
        first = self._seen
        ends = self._lines.ends[first:]
        starts = np.concatenate([[self._lines.start(first)], ends])[: len(ends)]
        content = np.frombuffer(self._lines.content, dtype=np.uint8)
        stops = ends - 1
        stops -= (stops > starts) & (content[stops] == _BREAK) & (content[stops - 1] == _RETURN)
        found = [(self._starts, self._ends, self._last_lines)]
        known, done = len(self._starts), 0
        for begin, end in _lines_to_parse(content, starts, ends):
            place = max(begin, done)
            if place >= end:
                continue
            found.append((starts[done:place], stops[done:place], np.arange(first + done, first + place)))
            records, lines = self._cut(first + place, first + end)
            known += place - done
            self._parsed.update((self._first + known + at, record) for at, record in enumerate(records))
            known += len(records)
            done = place + lines
            nowhere = np.full(len(records), starts[place])
            # The lines are held until the last of their records is taken
            last = np.where(np.arange(len(records)) < len(records) - 1, first + place - 1, first + done - 1)
            found.append((nowhere, nowhere, last))
        found.append((starts[done:], stops[done:], np.arange(first + done, first + max(done, len(ends)))))
        self._starts, self._ends, self._last_lines = map(np.concatenate, zip(*found, strict=True))
        self._seen = first + max(done, len(ends))

    def _cut(self, line: int, end: int) -> tuple[list[Record], int]:
        """The records of some lines and of those behind that these need or look at, and how many lines that are."""
        counter = itertools.count(end - line)
        more = (text for text, _ in zip(self._lines.texts_from(end), counter, strict=False))
        some = map(self._lines.text, range(line, end))
        cutter = RecordCutter(some, more, delimiter=self._delimiter, width=self._width)
        return list(cutter), next(counter)


def _nowhere() -> Places:
    return np.zeros(0, dtype=np.int64)


def _lines_to_parse(content: NDArray[np.uint8], starts: Places, ends: Places) -> list[tuple[int, int]]:
    """Where lines begin and end that need more than to be cut, by their places."""
    if not len(starts):
        return []
    first = int(starts[0])
    is_special = ends - starts > MOST_PLAIN
    is_special[np.searchsorted(ends, np.flatnonzero(content[first:] == _QUOTE) + first, side="right")] = True
    edges = np.flatnonzero(np.diff(np.concatenate([[False], is_special, [False]])))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))
