"""A column of cells that stay bytes of UTF-8 in one stretch of memory, so that thousands are looked at at once."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Places = NDArray[np.int64]
Words = NDArray[np.uint64]
Flags = NDArray[np.bool_]
WORD = 8
"""Bytes that are taken at once; so many follow the last cell."""
_BREAK = ord("\n")
_ERRORS = "surrogatepass"
_KEPT = np.array([(1 << 8 * size) - 1 for size in range(WORD + 1)], dtype=np.uint64)
"""What is left of a word of which so many bytes belong to a cell."""
_IS_BLANK = np.zeros(256, dtype=np.bool_)
_IS_BLANK[[byte for byte in range(128) if chr(byte).isspace()]] = True
_WIDE_BLANKS = [chr(code).encode() for code in range(128, 0x3001) if chr(code).isspace()]
_IS_WIDE = np.zeros((256, 256), dtype=np.bool_)
"""Whether two bytes may be the first ones of a blank that takes more than one."""
_IS_WIDE[[blank[0] for blank in _WIDE_BLANKS], [blank[1] for blank in _WIDE_BLANKS]] = True


@dataclass(frozen=True, slots=True, eq=False)
class ByteColumn(Sequence[str]):
    """Cells from `starts` to before `ends`; `WORD` bytes follow the last one."""

    content: Bytes
    starts: Places
    ends: Places

    @classmethod
    def of(cls, texts: Iterable[str]) -> ByteColumn:
        """Texts as such a column."""
        told = list(texts)
        content = padded("\n".join(told).encode("utf-8", _ERRORS))
        ends = np.append(np.flatnonzero(content == _BREAK), len(content) - WORD)
        if len(ends) != len(told):
            sizes = [len(text.encode("utf-8", _ERRORS)) + 1 for text in told]
            ends = np.cumsum(sizes, dtype=np.int64) - 1
        return cls(content, np.concatenate([np.zeros(1, dtype=np.int64), ends + 1])[: len(told)], ends)

    def __len__(self) -> int:
        return len(self.starts)

    @overload
    def __getitem__(self, place: int) -> str: ...

    @overload
    def __getitem__(self, place: slice) -> ByteColumn: ...

    def __getitem__(self, place: int | slice) -> str | ByteColumn:
        if isinstance(place, slice):
            return self.take(place)
        return self.content[self.starts[place] : self.ends[place]].tobytes().decode("utf-8", _ERRORS)

    def __iter__(self) -> Iterator[str]:
        if not len(self):
            return iter(())
        joined = self.joined()
        if np.count_nonzero(joined == _BREAK) != len(self) - 1:
            return map(self.__getitem__, range(len(self)))
        return iter(joined.tobytes().decode("utf-8", _ERRORS).split("\n"))

    @property
    def lengths(self) -> Places:
        """In bytes."""
        return self.ends - self.starts

    @property
    def are_told(self) -> Flags:
        """Whether each cell says anything."""
        return self.ends > self.starts

    def take(self, at: Any) -> ByteColumn:
        """The cells at these places."""
        return replace(self, starts=self.starts[at], ends=self.ends[at])

    def where(self, is_kept: Flags) -> ByteColumn:
        """With nothing in the place of the others."""
        return replace(self, ends=np.where(is_kept, self.ends, self.starts))

    def words(self) -> Iterator[tuple[Places, Words]]:
        """Bytes of the cells, eight at once, each time of those cells that are so long; 0 beyond their ends."""
        lengths, at = self.lengths, np.arange(len(self))
        every = _words(self.content)
        for first in range(0, max(int(lengths.max(initial=0)), 1), WORD):
            if first:
                at = at[lengths[at] > first]
            yield at, every[self.starts[at] + first] & _KEPT[np.minimum(lengths[at] - first, WORD)]

    def joined(self) -> Bytes:
        """All cells, with a line break between each two."""
        sizes = self.lengths + 1
        ends = np.cumsum(sizes)
        told: Bytes = self.content[np.arange(sizes.sum()) + np.repeat(self.starts - (ends - sizes), sizes)]
        told[ends - 1] = _BREAK
        return told[:-1]

    def stripped(self) -> ByteColumn:
        """Without blanks at either end; most columns hold none."""
        starts, ends = self.starts.copy(), self.ends.copy()
        while (is_blank := (starts < ends) & _IS_BLANK[self.content[starts]]).any():
            starts += is_blank
        while (is_blank := (starts < ends) & _IS_BLANK[self.content[ends - 1]]).any():
            ends -= is_blank
        bare = replace(self, starts=starts, ends=ends)
        # What looks like a wide blank at either end, or like one that reaches over it
        is_wide = np.zeros(len(self), dtype=np.bool_)
        for first in (starts, ends - 2, ends - 3):
            is_wide |= _IS_WIDE[self.content[first], self.content[first + 1]]
        for place in np.flatnonzero(is_wide & bare.are_told).tolist():
            text = bare[place]
            starts[place] += len(text[: len(text) - len(text.lstrip())].encode("utf-8", _ERRORS))
            ends[place] = starts[place] + len(text.strip().encode("utf-8", _ERRORS))
        return bare


def padded(*parts: bytes | Bytes) -> Bytes:
    """Parts one after another, with what must follow the last cell."""
    return np.concatenate([*(np.frombuffer(part, dtype=np.uint8) for part in parts), np.zeros(WORD, dtype=np.uint8)])


def word_at(content: Bytes, starts: Places, lengths: Places) -> Words:
    """Up to eight bytes from each place on, 0 beyond."""
    return _words(content)[starts] & _KEPT[np.clip(lengths, 0, WORD)]


def _words(content: Bytes) -> Words:
    """Of any place the eight bytes from there on, the first as the lowest."""
    return np.ndarray((len(content) - WORD + 1,), "<u8", content.data, 0, (1,))


@functools.cache
def _secret() -> tuple[np.uint64, np.uint64]:
    """Of this run of the program, so that nobody can write texts of which many have one key."""
    return np.uint64(hash("start") & (2**64 - 1)), np.uint64(hash("factor") & (2**64 - 1) | 1)


def keys_of(column: ByteColumn, words: Iterable[tuple[Places, Words]]) -> Words:
    """Equal for equal cells, and for others hardly ever; told from their words."""
    start, factor = _secret()
    half = np.uint64(32)
    keys = column.lengths.astype(np.uint64) + start
    for at, word in words:
        mixed = ((keys if len(at) == len(keys) else keys[at]) ^ word) * factor
        mixed ^= mixed >> half
        if len(at) == len(keys):
            keys = mixed
        else:
            keys[at] = mixed
    keys *= factor
    return keys ^ (keys >> half)
