"""Lines of a text as bytes of UTF-8, of which no more is held than is looked at."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from app.engine.records.encodings import ASCII
from app.engine.records.quoted_records import LONGEST_LINE

Places = NDArray[np.int64]
_PIECE = 1 << 21
_MOST_HELD = 4 * LONGEST_LINE  # bytes of one line; what follows is left out
_UTF8 = "utf-8"
_FIRST_OF_MORE = 0xC0
"""Where bytes begin that are the first of several of one letter."""
_BREAK, _RETURN = b"\n"[0], b"\r"[0]
_END = re.compile(rb"[\r\n]")


class ByteLines:
    """Those lines that are held, each with its end; a line without one gets it."""

    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        self._pieces = _pieces(stream, encoding)
        self._is_done = False
        self._rest = b""
        self.content = b""
        self.ends: Places = np.zeros(0, dtype=np.int64)
        """Where in the content each line ends."""

    def __len__(self) -> int:
        return len(self.ends)

    def read_more(self) -> bool:
        """Hold some more lines, perhaps none; False where the text has ended."""
        if self._is_done:
            return False
        piece = next(self._pieces, None)
        if piece is None:
            self._is_done = True
            told = self._rest + (b"\n" if self._rest and not self._rest.endswith((b"\n", b"\r")) else b"")
            end = len(told)
        else:
            told = self._rest + (_from_end(piece) if self._is_endless else piece)
            # A return is an end by itself only where something else follows it
            end = told.rfind(b"\n") + 1 or told.rfind(b"\r", 0, len(told) - 1) + 1
        self._hold(told[:end])
        self._rest = told[end:]
        if self._is_endless:
            self._rest = self._rest[: _MOST_HELD + 1]
        return True

    def text(self, place: int) -> str:
        """One line with its end."""
        return self.content[self.start(place) : self.ends[place]].decode(_UTF8, "replace")

    def start(self, place: int) -> int:
        """Where in the content a line begins."""
        return int(self.ends[place - 1]) if place else 0

    def texts_from(self, place: int) -> Iterator[str]:
        """Lines from one on, also such that are yet to be read."""
        while True:
            while place >= len(self) and self.read_more():
                pass
            if place >= len(self):
                return
            yield self.text(place)
            place += 1

    def drop(self, lines: int) -> None:
        """Hold so many of the first lines no longer."""
        start = self.start(lines)
        self.content, self.ends = self.content[start:], self.ends[lines:] - start

    @property
    def _is_endless(self) -> bool:
        """Whether the line that is being read is not to be held as a whole."""
        return len(self._rest) > _MOST_HELD and not self._rest.endswith(b"\r")

    def _hold(self, told: bytes) -> None:
        content = np.frombuffer(told, dtype=np.uint8)
        is_end = content == _BREAK
        if b"\r" in told:
            is_end |= (content == _RETURN) & (np.append(content[1:], 0) != _BREAK)
        self.ends = np.concatenate([self.ends, np.flatnonzero(is_end) + (len(self.content) + 1)])
        self.content += told


def _from_end(piece: bytes) -> bytes:
    """From the first end of a line on."""
    found = _END.search(piece)
    return piece[found.start() :] if found else b""


def _pieces(stream: BinaryIO, encoding: str) -> Iterator[bytes]:
    """The text without a byte order mark; what cannot be decoded is replaced."""
    pieces = _checked_pieces(stream) if encoding in {_UTF8, ASCII} else _recoded_pieces(stream, encoding)
    first = b""
    for piece in pieces:
        first += piece
        if len(first) >= len(codecs.BOM_UTF8):
            break
    yield first.removeprefix(codecs.BOM_UTF8)
    yield from pieces


def _checked_pieces(stream: BinaryIO) -> Iterator[bytes]:
    rest = b""
    while piece := stream.read(_PIECE):
        piece = rest + piece
        # A letter begins anew whatever stands before it
        begun = next((back for back in (1, 2, 3) if piece[-back:][0] >= _FIRST_OF_MORE), 0)
        piece, rest = piece[: len(piece) - begun], piece[len(piece) - begun :]
        yield _checked(piece)
    yield _checked(rest)


def _checked(piece: bytes) -> bytes:
    try:
        piece.decode(_UTF8)
    except UnicodeDecodeError:
        return piece.decode(_UTF8, "replace").encode(_UTF8)
    return piece


def _recoded_pieces(stream: BinaryIO, encoding: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    while piece := stream.read(_PIECE):
        yield decoder.decode(piece).encode(_UTF8, "surrogatepass")
    yield decoder.decode(b"", final=True).encode(_UTF8, "surrogatepass")
