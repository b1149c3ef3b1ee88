"""Reads a delimited file in blocks of whole lines, cut into cells without looking at what stands in them.

Only text that every reader cuts alike is cut here: no quotes, no control characters, the same number of cells on each
line. Anything else raises IrregularTextError, and the file is left to a reader that knows more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Words = NDArray[np.uint64]
Places = NDArray[np.intp]
Flags = NDArray[np.bool_]
BLOCK = 1 << 20
# Around the text, so that the eight bytes from any place in it, and before it, can be read as one number
MARGIN = 16
_LINE_FEED, _RETURN, _QUOTE = 10, 13, 34
_FIRST_PRINTABLE, _FIRST_WIDE = 32, 128


class IrregularTextError(Exception):
    """The text is not as plain as it would have to be; that does not mean that it is damaged."""


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines one behind the other, each with its line feed and, if asked for, room before it."""

    text: Bytes
    sizes: Places

    @classmethod
    def joined(cls, parts: Sequence[Lines]) -> Lines:
        """The lines of all parts."""
        text = [np.empty(0, np.uint8), *(part.text for part in parts)]
        return cls(np.concatenate(text), np.concatenate([np.empty(0, np.intp), *(part.sizes for part in parts)]))

    def some(self, rows: Places, *, room: int) -> Lines:
        """These lines, in this order, without the room before them."""
        starts = np.cumsum(self.sizes) - self.sizes + room
        return Lines(self.text[_places(starts[rows], self.sizes[rows] - room)], self.sizes[rows] - room)

    def fill(self, prefixes: Bytes) -> None:
        """Write into the room before each line; prefixes are the lines of a matrix."""
        starts = np.cumsum(self.sizes) - self.sizes
        self.text[starts[:, None] + np.arange(prefixes.shape[1])] = prefixes


@dataclass(frozen=True, slots=True)
class Cells:
    """Whole lines as bytes, with the places of all cells: one line of `starts` and `ends` for each column."""

    text: Bytes
    words: Words  # the eight bytes from each place on as one number, the first byte lowest
    starts: Places
    ends: Places
    wide_bytes: int  # see `count_wide_bytes`

    def lines(self, rows: Places, *, room: int = 0) -> Lines:
        """Some of the lines as they stand, with so many bytes of room before each, at most the margin."""
        starts = self.starts[0, rows] - room
        sizes = self.ends[-1, rows] + 1 - starts
        found = self.text[_places(starts, sizes)]
        found[np.cumsum(sizes) - 1] = _LINE_FEED
        return Lines(found, sizes)


@dataclass(frozen=True, slots=True)
class CellReader:
    """A file and how its lines are cut."""

    path: Path
    delimiter: str
    skip_lines: int
    columns: int

    def blocks(self) -> Iterator[tuple[Cells, int]]:
        """Cells of each block, which are gone when the next one is asked for, and how many bytes were read by then."""
        buffer = bytearray(MARGIN + 2 * BLOCK + MARGIN)
        with self.path.open("rb") as stream:
            self._skip(stream)
            filled = MARGIN
            while count := stream.readinto(memoryview(buffer)[filled : filled + BLOCK]):
                filled += count
                end = buffer.rfind(b"\n", MARGIN, filled) + 1
                if filled - max(end, MARGIN) > BLOCK:
                    raise IrregularTextError
                if end == 0:
                    continue
                yield cut(buffer, end, ord(self.delimiter), self.columns), stream.tell()
                buffer[MARGIN : MARGIN + filled - end] = buffer[end:filled]
                filled += MARGIN - end
            if filled > MARGIN:
                buffer[filled] = _LINE_FEED
                yield cut(buffer, filled + 1, ord(self.delimiter), self.columns), stream.tell()

    def _skip(self, stream: BinaryIO) -> None:
        for _ in range(self.skip_lines):
            if b'"' in stream.readline(BLOCK):
                raise IrregularTextError


def _places(starts: Places, sizes: Places) -> Places:
    """Each place of stretches of such starts and sizes."""
    after = np.cumsum(sizes)
    places: Places = np.repeat(starts - after + sizes, sizes) + np.arange(after[-1] if len(after) else 0)
    return places


def count_wide_bytes(text: Bytes) -> int:
    """Bytes of characters beyond ASCII."""
    return int(np.count_nonzero(text >= _FIRST_WIDE))


def cells_of(texts: Sequence[str]) -> Cells:
    """One column of texts, none of which may hold a control character or a quote."""
    raw = "".join(f"{text}\n" for text in texts).encode()
    return cut(bytearray(bytes(MARGIN) + raw + bytes(MARGIN)), MARGIN + len(raw), _LINE_FEED, 1)


def cut(buffer: bytearray, end: int, delimiter: int, columns: int) -> Cells:
    """Cells of the whole lines between the margin and `end`."""
    text = np.frombuffer(buffer, np.uint8)
    part = text[MARGIN:end]
    is_separator = part == _LINE_FEED
    if delimiter != _LINE_FEED:
        is_separator |= part == delimiter
    separators = np.flatnonzero(is_separator) + MARGIN
    if len(separators) % columns:
        raise IrregularTextError
    ends = np.ascontiguousarray(separators.reshape(-1, columns).T)
    starts = np.empty_like(ends)
    starts[1:] = ends[:-1] + 1
    starts[0, 1:] = ends[-1, :-1] + 1
    starts[0, :1] = MARGIN
    ends[-1] -= _require_plain(text, part, ends, delimiter)
    words = np.ndarray((len(buffer) - 7,), "<u8", buffer, strides=(1,))
    return Cells(text, words, starts, ends, count_wide_bytes(part))


def _require_plain(text: Bytes, part: Bytes, ends: Places, delimiter: int) -> int:
    """1 where each line ends in a return and a line feed, 0 where in a line feed alone; else IrregularTextError."""
    last, rows = ends[-1], ends.shape[1]
    returns = int(np.count_nonzero(text[last - 1] == _RETURN))
    controls = rows * (1 + (returns > 0)) + (ends.size - rows) * (delimiter < _FIRST_PRINTABLE)
    is_plain = (
        bool((text[last] == _LINE_FEED).all())
        and returns in (0, rows)
        and int(np.count_nonzero(part < _FIRST_PRINTABLE)) == controls
        and not bool((part == _QUOTE).any())
    )
    if not is_plain:
        raise IrregularTextError
    return int(returns > 0)
