"""Records of lines that need more than to be cut: a quote left open or a line without end costs its own row only."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import chain, islice

from app.engine.errors import EngineError, InputError

QUOTE = '"'
LONGEST_LINE = 1 << 18
"""Characters that are taken of a line; a source of lines hands on no more of it at once."""
MOST_PLAIN = 100_000
"""Characters of a line that is cut without a look; beyond, the limit of a cell counts."""
_MOST_LINES = 64  # of a record, as where files are imported
_TELLING_WIDTH = 6  # cells; a line of text has seldom as many delimiters as so wide a row by chance
_MORE_DELIMITERS = 2
_CELLS_SHOWN, _SHOWN = 1_000, 200


class DamagedRecord(list[str]):
    """The beginnings of what the cells of a row seem to be, and why none of it is certain."""

    def __init__(self, cells: Iterable[str], problem: EngineError) -> None:
        super().__init__(cell[:_SHOWN] for cell in islice(cells, _CELLS_SHOWN))
        self.problem = problem


class _StillOpenError(Exception):
    """The lines that a record may have are used up and its quote is not closed."""


class RecordCutter:
    """Cuts some lines, and of those that follow as many as the last record needs, into records."""

    def __init__(self, some: Iterable[str], more: Iterator[str], *, delimiter: str, width: int) -> None:
        """`width` is that of the table's rows, 0 where it is not known."""
        self._ahead, self._more = deque(some), more
        self._delimiter, self._width = delimiter, width

    def __iter__(self) -> Iterator[str | list[str]]:
        """A line as it is where it needs no more than to be cut."""
        while self._ahead:
            line = self._ahead.popleft()
            if QUOTE in line or len(line) > MOST_PLAIN:
                yield self._record(line)
            else:
                yield line.rstrip("\r\n")

    def _record(self, line: str) -> list[str]:
        if len(line) >= LONGEST_LINE:
            self._skip_rest(line)
            problem = InputError("records.row_endless", limit=LONGEST_LINE)
            return DamagedRecord(line[:MOST_PLAIN].split(self._delimiter), problem)
        reader = csv.reader((line, ""), delimiter=self._delimiter)
        try:
            cells = next(reader)
        except csv.Error:
            problem = InputError("records.row_cell_long", limit=csv.field_size_limit())
            return DamagedRecord(line.rstrip("\r\n").split(self._delimiter), problem)
        if reader.line_num == 1:
            return cells
        # The quote was still open
        joined = self._joined(line)
        return DamagedRecord(map(str.rstrip, cells), InputError("records.row_quote_open")) if joined is None else joined

    def _joined(self, line: str) -> list[str] | None:
        """The record that goes on after its first line; None where that makes no sound one."""
        is_row = self._width >= _TELLING_WIDTH and line.count(self._delimiter) >= self._width - 1
        lines = chain((line,), self._look_ahead(LONGEST_LINE - len(line), ends_at_rows=is_row))
        reader = csv.reader(lines, delimiter=self._delimiter)
        try:
            cells = next(reader)
        except (csv.Error, _StillOpenError):
            return None
        following = list(islice(self._ahead, reader.line_num - 1))
        if is_row and any(self._is_row(each, more=_MORE_DELIMITERS) for each in following):
            return None
        if any(map(self._is_row, following)) and (len(cells) != self._width or not self._is_strict([line, *following])):
            return None
        for _ in following:
            self._ahead.popleft()
        return cells

    def _is_strict(self, lines: list[str]) -> bool:
        """Whether every closing quote stands at the end of its cell."""
        try:
            next(csv.reader(lines, delimiter=self._delimiter, strict=True))
        except csv.Error:
            return False
        return True

    def _is_row(self, line: str, *, more: int = 0) -> bool:
        """Whether a line has the width of the table by itself, or some more delimiters, as a quoted cell may hold."""
        if self._width < 2:
            return False
        if 0 <= line.count(self._delimiter) - (self._width - 1) <= more:
            return True
        try:
            return QUOTE in line and len(next(csv.reader([line], delimiter=self._delimiter))) == self._width
        except csv.Error:
            return False

    def _look_ahead(self, most: int, *, ends_at_rows: bool) -> Iterator[str]:
        """Lines that stay to be taken, up to so many characters and as many as a record may have."""
        for place in range(_MOST_LINES - 1):
            if place == len(self._ahead):
                self._ahead.extend(islice(self._more, 1))
            if place == len(self._ahead):
                break
            line = self._ahead[place]
            most -= len(line)
            if most < 0 or (ends_at_rows and QUOTE not in line and self._is_row(line)):
                break
            yield line
        raise _StillOpenError

    def _skip_rest(self, line: str) -> None:
        while len(line) >= LONGEST_LINE and not line.endswith(("\n", "\r")):
            line = self._ahead.popleft() if self._ahead else next(self._more, "")
