"""A small table read whole, cell by cell as text, for files that are answered row by row instead of imported."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from app.engine.errors import InputError
from app.engine.jobs import CancelToken
from app.engine.records import containers, parquet, workbook
from app.engine.records.encodings import ASCII, detect, strip_bom
from app.engine.records.layout import Kind
from app.engine.records.mapping import SourceHints
from app.engine.records.propose import ColumnProposal, propose
from app.engine.records.raw_tables import RawTable, raw_tables
from app.engine.records.recognition import likeliest_header
from app.engine.records.sample import Sample, sample_at

_BATCH = 10_000


@dataclass(frozen=True, slots=True)
class NumberedRow:
    """One row at the width of the header, with its number in the file; blank rows are left out."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WholeTable:
    """The first table of a file; `proposals` say which column is which field."""

    columns: tuple[str, ...]
    rows: tuple[NumberedRow, ...]
    proposals: tuple[ColumnProposal, ...]


def read_whole_table(path: Path, *, token: CancelToken) -> WholeTable:
    """Read CSV, XLSX, XLS or Parquet, packed or not; InputError where the file holds no table."""
    table = next(iter(raw_tables(path, SourceHints())))
    header = likeliest_header(table)
    sample = sample_at(table.records, header, file_name=table.label)
    width = len(sample.columns)
    rows: list[NumberedRow] = []
    with containers.reading(path):
        for number, cells in enumerate(islice(_records(table), header + 1, None), start=header + 2):
            if number % _BATCH == 0:
                token.check()
            if any(cell.strip() for cell in cells):
                rows.append(NumberedRow(number, _at_width(cells, width)))
    if not rows:
        raise InputError("records.no_rows", file=table.label)
    head = Sample(table.label, sample.columns, tuple(row.cells for row in rows[:300]), tuple(range(len(rows[:300]))))
    return WholeTable(sample.columns, tuple(rows), propose(head))


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


def _at_width(cells: list[str], width: int) -> tuple[str, ...]:
    """Missing cells at the end are empty; surplus ones stay only where they say something."""
    while len(cells) > width and not cells[-1].strip():
        cells = cells[:-1]
    return (*cells, *[""] * (width - len(cells)))
