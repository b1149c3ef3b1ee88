"""Physical lines of a byte file with their numbers, a cap on their length, and a look ahead."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

MAX_LINE = 1 << 20
_KEPT_OF_LONG = 16 * 1024


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its ending; of an endless one only the beginning is kept."""

    number: int
    raw: bytes
    is_cut: bool = False


class LineReader:
    """Takes lines one by one and lets a caller look at those that follow."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._ahead: deque[Line] = deque()
        self._number = 0
        self.bytes_read = 0

    def take(self) -> Line | None:
        """The next line; None at the end of the file."""
        return self._ahead.popleft() if self._ahead else self._read()

    def look_ahead(self, count: int) -> Iterator[Line]:
        """Up to `count` lines after the one last taken; they stay to be taken."""
        for position in range(count):
            if position == len(self._ahead):
                line = self._read()
                if line is None:
                    return
                self._ahead.append(line)
            yield self._ahead[position]

    def _read(self) -> Line | None:
        raw = self._stream.readline(MAX_LINE)
        if not raw:
            return None
        self._number += 1
        self.bytes_read += len(raw)
        if raw.endswith(b"\n"):
            return Line(self._number, raw[:-2] if raw.endswith(b"\r\n") else raw[:-1])
        if len(raw) < MAX_LINE:
            return Line(self._number, raw)
        self._skip_to_line_end()
        return Line(self._number, raw[:_KEPT_OF_LONG], is_cut=True)

    def _skip_to_line_end(self) -> None:
        while rest := self._stream.readline(MAX_LINE):
            self.bytes_read += len(rest)
            if rest.endswith(b"\n"):
                return
