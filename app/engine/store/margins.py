"""Packed sums of the cube's smallest facets in memory, where any span of years is one column less another.

NumPy takes longer to import than all of them to add up, so this is plain Python over columns of numbers.
"""

from __future__ import annotations

import threading
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter, or_, sub
from pathlib import Path

from app.engine.store.margin_file import (
    HEADINGS_IN_HALF,
    MARGINS,
    WAYS,
    MarginFile,
    PackedMargin,
    Told,
    ToldByWay,
    open_margins,
)
from app.engine.store.selection import Direction, Years

_MEMBERS = {kind.name: kind.members for kind in MARGINS}
Column = Sequence[int]
# All rows, rows that lie together, or any
Rows = slice | Sequence[int]
ALL_ROWS = slice(None)


@dataclass(frozen=True, slots=True)
class Span:
    """Two columns, of which the second less the first are the sums of a span of years."""

    before: int
    through: int


@dataclass(frozen=True, slots=True)
class Margin:
    """One facet in one context; rows are sorted by their members, `second` is empty where there is one member."""

    columns: tuple[str, ...]
    years: tuple[int, ...]
    first: memoryview
    second: memoryview
    value: memoryview
    records: memoryview
    quantity: memoryview | None
    told: ToldByWay
    headings: memoryview | None
    by_second: Mapping[int, Sequence[int]]  # rows of each second member, in order

    @property
    def size(self) -> int:
        """How many rows there are."""
        return len(self.first)

    def codes(self, column: str) -> Column:
        """The member of each row."""
        return self.first if self.columns[0] == column else self.second

    def years_in(self, years: Years | None) -> list[int]:
        """The years that there are sums for, of those given."""
        return [year for year in self.years if years is None or years.first <= year <= years.last]

    def span(self, direction: Direction | None, years: Years | None) -> Span | None:
        """Where the sums of these years are; None without any."""
        first = bisect_left(self.years, years.first) if years else 0
        last = bisect_right(self.years, years.last) if years else len(self.years)
        way = (direction.id if direction else 0) * (len(self.years) + 1)
        return Span(way + first, way + last) if first < last else None

    def told_in(self, span: Span) -> Told | None:
        """What records tell of the members in a year, or in all years; None for other spans, and for pairs."""
        way, year = divmod(span.before, len(self.years) + 1)
        length = span.through - span.before
        if not self.told or 1 < length < len(self.years):
            return None
        return self.told[way][year if length == 1 else len(self.years)]

    def heading_bits(self, row: int, direction: Direction | None) -> list[int]:
        """Of each year, bits for the headings of the chapter that the row holds."""
        if self.headings is None:
            return []
        length = 2 * len(self.years)
        start = (row * (WAYS - 1) + (direction.id - 1 if direction else 0)) * length
        cells: Column = self.headings[start : start + length]
        if direction is None:
            cells = list(map(or_, cells, self.headings[start + length : start + 2 * length]))
        return [low | high << HEADINGS_IN_HALF for low, high in zip(cells[::2], cells[1::2], strict=True)]

    def sums(self, figures: memoryview, span: Span, rows: Rows) -> list[int]:
        """The sum of each of the rows."""
        return list(map(sub, self._column(figures, span.through, rows), self._column(figures, span.before, rows)))

    def _column(self, figures: memoryview, number: int, rows: Rows) -> Column:
        column = figures[number * self.size : (number + 1) * self.size]
        if isinstance(rows, slice):
            return column[rows]
        return itemgetter(*rows)(column) if len(rows) > 1 else [column[row] for row in rows]


class MarginShelf:
    """The margins of one generation, each read when it is first asked for; usable from several threads."""

    def __init__(self, file: MarginFile) -> None:
        self._file = file
        self._lock = threading.Lock()
        self._read: dict[tuple[str, int], Margin | None] = {}

    @classmethod
    def empty(cls) -> MarginShelf:
        """One without margins."""
        return cls(MarginFile(Path(), {}))

    def get(self, kind: str, context: int) -> Margin | None:
        """The margin; None where the cube has to tell."""
        key = (kind, context)
        with self._lock:
            if key not in self._read:
                packed = self._file.read(kind, context)
                self._read[key] = _margin(packed) if packed else None
            return self._read[key]


def margins_beside(path: Path) -> MarginShelf:
    """Those of the file at `path`."""
    return MarginShelf(open_margins(path))


def _margin(packed: PackedMargin) -> Margin:
    second = memoryview(packed.second).cast("i")
    by_second: dict[int, list[int]] = defaultdict(list)
    for row, code in enumerate(second):
        by_second[code].append(row)
    return Margin(
        columns=_MEMBERS[packed.kind],
        years=packed.years,
        first=memoryview(packed.first).cast("i"),
        second=second,
        value=memoryview(packed.value).cast("q"),
        records=memoryview(packed.records).cast("q"),
        quantity=memoryview(packed.quantity).cast("q") if packed.quantity else None,
        told=packed.told,
        headings=memoryview(packed.headings).cast("q") if packed.headings else None,
        by_second=dict(by_second),
    )
