"""A small table read whole, cell by cell as text, for files that are answered row by row instead of imported."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import MappingProxyType

from app.engine.errors import InputError
from app.engine.jobs import CancelToken
from app.engine.records import containers, parquet, workbook
from app.engine.records.encodings import ASCII, detect, strip_bom
from app.engine.records.layout import Field, Kind
from app.engine.records.mapping import SourceHints
from app.engine.records.propose import propose
from app.engine.records.raw_tables import RawTable, raw_tables
from app.engine.records.recognition import has_header, likeliest_header
from app.engine.records.sample import Sample, sample_at
from app.engine.records.vocabulary import read_headings

_BATCH = 10_000


@dataclass(frozen=True, slots=True)
class NumberedRow:
    """One row at the width of the header, with its number in the file; blank rows are left out."""

    number: int
    cells: tuple[str, ...]
    is_ragged: bool = False  # cells beyond the header were left out


@dataclass(frozen=True, slots=True)
class WholeTable:
    """The likeliest table of a file; `fields` are places of columns, told by their names before their content."""

    columns: tuple[str, ...]
    rows: tuple[NumberedRow, ...]
    fields: Mapping[Field, int]


def read_whole_table(path: Path, *, token: CancelToken, most: int | None = None) -> WholeTable:
    """Read CSV, XLSX, XLS or Parquet, packed or not; InputError where the file holds no table.

    `most` is how many rows are wanted where a look at the first ones is enough.
    """
    table = _likeliest_table(path)
    header = likeliest_header(table)
    sample = sample_at(table.records, header, file_name=table.label)
    width = len(sample.columns)
    rows: list[NumberedRow] = []
    with containers.reading(path):
        for number, cells in enumerate(islice(_records(table), header + 1, None), start=header + 2):
            if number % _BATCH == 0:
                token.check()
            if any(cell.strip() for cell in cells):
                rows.append(_row(number, cells, width))
                if len(rows) == most:
                    break
    if not rows:
        raise InputError("records.no_rows", file=table.label)
    head = Sample(table.label, sample.columns, tuple(row.cells for row in rows[:300]), tuple(range(len(rows[:300]))))
    return WholeTable(sample.columns, tuple(rows), _fields(head))


def _fields(head: Sample) -> Mapping[Field, int]:
    named = {field: place for field, (place, _) in read_headings(head.columns).items()}
    guessed = {one.field: head.columns.index(one.column) for one in propose(head)}
    free = {field: place for field, place in guessed.items() if field not in named and place not in named.values()}
    return MappingProxyType(named | free)


def _likeliest_table(path: Path) -> RawTable:
    """The table, among the sheets or files of one container, whose header names most fields; of equals the first."""
    tables = list(raw_tables(path, SourceHints()))
    known = [
        (len(read_headings(table.records[likeliest_header(table)])), table) for table in tables if has_header(table)
    ]
    if not known:
        raise InputError("records.no_table", file=path.name)
    return max(known, key=lambda entry: entry[0])[1]


def _records(table: RawTable) -> Iterator[list[str]]:
    """Every record of the table, the header and what stands above it included."""
    if table.member.kind is Kind.TEXT:
        yield from _text_records(table)
    elif table.member.kind is Kind.PARQUET:
        yield list(parquet.column_names(table.member))
        yield from parquet.rows(table.member)
    else:
        sheet = next(sheet for sheet in workbook.open_sheets(table.member) if sheet.name == table.sheet)
        yield from sheet.rows()


def _text_records(table: RawTable) -> Iterator[list[str]]:
    content = containers.read_whole(table.member)
    encoding = detect([content]).encoding if table.encoding == ASCII else table.encoding
    text = strip_bom(content).decode(encoding, errors="replace").removeprefix("\ufeff")
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=table.delimiter)
    except csv.Error as error:
        raise InputError("records.table_unreadable", file=table.label, reason=str(error)) from error


def _row(number: int, cells: list[str], width: int) -> NumberedRow:
    is_ragged = any(cell.strip() for cell in cells[width:])
    return NumberedRow(number, (*cells[:width], *[""] * (width - len(cells))), is_ragged)
