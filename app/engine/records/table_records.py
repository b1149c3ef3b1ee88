"""Records of a table: a line of text without quotes needs no more than to be cut where its delimiters are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice

from app.engine.errors import EngineError
from app.engine.records.quoted_records import MOST_PLAIN, QUOTE, DamagedRecord, RecordCutter

Record = str | list[str]
"""Its cells, or the line of a text table that needs no more than to be cut."""
_LINES = 64
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


def are_told(records: Iterable[Record], delimiter: str) -> list[bool]:
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


def columns_of(records: Sequence[list[str]], width: int) -> tuple[list[list[str]], frozenset[int]]:
    """So many columns, and the places of records that told more than these hold."""
    ragged = frozenset(place for place, cells in enumerate(records) if any(map(str.strip, cells[width:])))
    return [list(column) for column in zip(*(at_width(cells, width) for cells in records), strict=True)], ragged


def at_width(cells: list[str], width: int) -> list[str]:
    """So many cells, empty ones in the place of such as are not there."""
    return cells if len(cells) == width else [*cells[:width], *[""] * (width - len(cells))]
