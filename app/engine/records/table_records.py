"""Records of a table by column: a line of text without quotes is cut where its delimiters are, many at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import overload

from app.engine.errors import EngineError
from app.engine.records.quoted_records import MOST_PLAIN, QUOTE, DamagedRecord, RecordCutter

Record = str | list[str]
"""Its cells, or the line of a text table that needs no more than to be cut."""
_LINES = 64
_MOST_PARSED = 0.1  # of the records; beyond, to put each at its place takes longer than to go row by row
_BLANKS = "".join(chr(code) for code in range(0x3001) if chr(code).isspace())


def text_records(lines: Iterator[str], delimiter: str, width: int = 0) -> Iterator[Record]:
    """The records of lines with their ends; `width` is that of the table's rows, 0 where it is not known."""
    return chain.from_iterable(_record_lists(lines, delimiter, width))


def _record_lists(lines: Iterator[str], delimiter: str, width: int) -> Iterator[Iterable[Record]]:
    """Some at once where none of them has a quote, which is seldom asked of so few."""
    while some := list(islice(lines, _LINES)):
        text = "".join(some)
        if QUOTE in text or len(text) > MOST_PLAIN:
            yield RecordCutter(some, lines, delimiter=delimiter, width=width)
        elif "\r" in text:
            yield [line.rstrip("\r\n") for line in some]
        else:
            yield text.removesuffix("\n").split("\n")


def cell_of(record: Record, place: int, delimiter: str) -> str:
    """One cell, "" beyond the last."""
    cells = record.split(delimiter, place + 1) if isinstance(record, str) else record
    return cells[place] if place < len(cells) else ""


def cells_of(record: Record, delimiter: str) -> list[str]:
    """All cells."""
    return (record.split(delimiter) if record else []) if isinstance(record, str) else record


def are_told(records: Sequence[Record], delimiter: str) -> list[bool]:
    """Whether each record says anything."""
    blanks = delimiter + _BLANKS
    return [
        record[:1].isalnum() or bool(record.strip(blanks)) if isinstance(record, str) else _is_told(record)
        for record in records
    ]


def _is_told(record: list[str]) -> bool:
    return isinstance(record, DamagedRecord) or any(map(str.strip, record))


def damage_of(records: Sequence[Record]) -> Mapping[int, EngineError]:
    """Why what a record says is not certain, by place."""
    if DamagedRecord not in set(map(type, records)):
        return {}
    return {place: record.problem for place, record in enumerate(records) if isinstance(record, DamagedRecord)}


class MadeWhenAsked(Sequence[list[str]]):
    """Columns of which most are often not wanted, each made anew by every look at it."""

    def __init__(self, width: int, make: Callable[[int], list[str]]) -> None:
        self._width, self._make = width, make

    def __len__(self) -> int:
        return self._width

    @overload
    def __getitem__(self, place: int) -> list[str]: ...

    @overload
    def __getitem__(self, place: slice) -> list[list[str]]: ...

    def __getitem__(self, place: int | slice) -> list[str] | list[list[str]]:
        places = range(self._width)[place]
        return self._make(places) if isinstance(places, int) else list(map(self._make, places))


def columns_of(records: Sequence[Record], width: int, delimiter: str) -> tuple[Sequence[list[str]], frozenset[int]]:
    """So many columns, and the places of records that told more than these hold."""
    lines = [record for record in records if isinstance(record, str)]
    parsed = [(place, record) for place, record in enumerate(records) if not isinstance(record, str)]
    if any(len(record) != width for _, record in parsed) or any(line.count(delimiter) != width - 1 for line in lines):
        return _uneven_columns(records, width, delimiter)
    if len(parsed) > _MOST_PARSED * len(records):
        return list(map(list, zip(*(cells_of(record, delimiter) for record in records), strict=True))), frozenset()
    cells = delimiter.join(lines).split(delimiter) if lines else []
    return MadeWhenAsked(width, lambda place: _column(cells[place::width], parsed, place)), frozenset()


def _column(cells: list[str], parsed: Sequence[tuple[int, list[str]]], place: int) -> list[str]:
    """Cells of lines that were cut, and those of other records, each at its place among all."""
    if not parsed:
        return cells
    found: list[str] = []
    done = 0
    for before, (at, record) in enumerate(parsed):
        found += cells[done : at - before]
        found.append(record[place])
        done = at - before
    return found + cells[done:]


def _uneven_columns(
    records: Sequence[Record], width: int, delimiter: str
) -> tuple[Sequence[list[str]], frozenset[int]]:
    rows = [cells_of(record, delimiter) for record in records]
    ragged = frozenset(place for place, row in enumerate(rows) if any(map(str.strip, row[width:])))
    even = [[*row[:width], *[""] * (width - len(row))] for row in rows]
    return [list(column) for column in zip(*even, strict=True)], ragged
