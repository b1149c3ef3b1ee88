"""A small table read whole, cell by cell as text, for files that are answered row by row instead of imported."""

from __future__ import annotations

import functools
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, compress, islice
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from app.engine.errors import EngineError, InputError
from app.engine.jobs import CancelToken
from app.engine.records import containers, parquet, workbook
from app.engine.records.encodings import ASCII, detect
from app.engine.records.layout import Field, Kind
from app.engine.records.mapping import SourceHints
from app.engine.records.propose import propose
from app.engine.records.quoted_records import LONGEST_LINE
from app.engine.records.raw_tables import RawTable, raw_tables
from app.engine.records.recognition import has_header, likeliest_header
from app.engine.records.sample import Sample, sample_at
from app.engine.records.table_records import Record, are_told, cell_of, columns_of, damage_of, text_records
from app.engine.records.vocabulary import read_headings

_BATCH = 10_000
_HEAD_ROWS = 300


class NumberedRow(NamedTuple):
    """One row at the width of the header, with its number in the file; blank rows are left out."""

    number: int
    cells: tuple[str, ...]
    is_ragged: bool = False  # cells beyond the header were left out
    damage: EngineError | None = None  # why nothing of it is certain


@dataclass(frozen=True, slots=True)
class RowBatch:
    """Rows without blank ones, by column of the header; `ragged` are places of rows that held more cells.

    `damage` tells, by place, why nothing of a row is certain.
    """

    numbers: Sequence[int]
    columns: Sequence[Sequence[str]]
    ragged: frozenset[int]
    damage: Mapping[int, EngineError] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.numbers)

    @property
    def cells(self) -> Iterator[tuple[str, ...]]:
        """By row."""
        return zip(*self.columns, strict=True)

    def widened(self, cells: Sequence[str]) -> RowBatch:
        """With the same further cells in each row."""
        return replace(self, columns=[*self.columns, *([cell] * len(self) for cell in cells)])


@dataclass(frozen=True, slots=True)
class WholeTable:
    """The likeliest table of a file; `fields` are places of columns, told by their names before their content."""

    columns: tuple[str, ...]
    rows: tuple[NumberedRow, ...]
    fields: Mapping[Field, int]


def batch_of(rows: Sequence[NumberedRow]) -> RowBatch:
    """Rows as a batch."""
    ragged = frozenset(place for place, row in enumerate(rows) if row.is_ragged)
    damage = {place: row.damage for place, row in enumerate(rows) if row.damage}
    return RowBatch([row.number for row in rows], list(zip(*(row.cells for row in rows), strict=True)), ragged, damage)


class StreamedTable:
    """The likeliest table of a file, read anew from its beginning by each call of `rows`."""

    def __init__(self, path: Path) -> None:
        """Look at the beginning; InputError where the file holds no table."""
        self._path = path
        self._table = _likeliest_table(path)
        self._header = likeliest_header(self._table)
        self.columns = sample_at(self._table.records, self._header, file_name=self._table.label).columns

    def rows(self, *, token: CancelToken) -> Iterator[NumberedRow]:
        """All rows that are not blank, in order."""
        for batch in self.batches(_BATCH, token=token):
            for place, (number, cells) in enumerate(zip(batch.numbers, batch.cells, strict=True)):
                yield NumberedRow(number, cells, place in batch.ragged, batch.damage.get(place))

    def batches(self, size: int, *, token: CancelToken, together: int | None = None) -> Iterator[RowBatch]:
        """The same rows, so many at once; neighbours with the same text in column `together` are not parted."""
        with containers.reading(self._path):
            records = islice(_records(self._table), self._header + 1, None)
            delimiter = self._table.delimiter
            first = self._header + 2
            rest: list[Record] = []
            while taken := [*rest, *islice(records, size - len(rest))]:
                token.check()
                end = _end(taken, records, together, delimiter) if len(taken) >= size else len(taken)
                taken, rest = taken[:end], taken[end:]
                batch = _batch(taken, first, len(self.columns), delimiter)
                first += end
                if batch.numbers:
                    yield batch

    def head(self, *, token: CancelToken, most: int | None = _HEAD_ROWS) -> WholeTable:
        """So many of its first rows with what the columns are; InputError for a table without rows."""
        rows = tuple(islice(self.rows(token=token), most))
        if not rows:
            raise InputError("records.no_rows", file=self._table.label)
        looked_at = tuple(row.cells for row in rows[:_HEAD_ROWS])
        sample = Sample(self._table.label, self.columns, looked_at, tuple(range(len(looked_at))))
        return WholeTable(self.columns, rows, _fields(sample))


def read_whole_table(path: Path, *, token: CancelToken, most: int | None = None) -> WholeTable:
    """Read CSV, XLSX, XLS or Parquet, packed or not; InputError where the file holds no table.

    `most` is how many rows are wanted where a look at the first ones is enough.
    """
    return StreamedTable(path).head(token=token, most=most)


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


def _records(table: RawTable) -> Iterator[Record]:
    """Every record of the table, the header and what stands above it included."""
    if table.member.kind is Kind.TEXT:
        yield from _text_records(table)
    elif table.member.kind is Kind.PARQUET:
        yield list(parquet.column_names(table.member))
        yield from parquet.rows(table.member)
    else:
        sheet = next(sheet for sheet in workbook.open_sheets(table.member) if sheet.name == table.sheet)
        yield from sheet.rows()


def _text_records(table: RawTable) -> Iterator[Record]:
    encoding = _encoding(table)
    with containers.open_member(table.member) as stream:
        text = io.TextIOWrapper(stream, encoding, errors="replace", newline="")
        lines = iter(functools.partial(text.readline, LONGEST_LINE), "")
        yield from text_records(_without_mark(lines), table.delimiter, table.width)


def _encoding(table: RawTable) -> str:
    """As the beginning tells, unless that is plain ASCII and something else follows."""
    if table.encoding != ASCII:
        return table.encoding
    with containers.open_member(table.member) as stream:
        while chunk := stream.read(containers.CHUNK):
            if not chunk.isascii():
                return detect([containers.read_whole(table.member)]).encoding
    return ASCII


def _without_mark(lines: Iterator[str]) -> Iterator[str]:
    """Lines of which the first begins with no byte order mark."""
    return chain((line.removeprefix("\ufeff") for line in islice(lines, 1)), lines)


def _end(taken: list[Record], records: Iterator[Record], together: int | None, delimiter: str) -> int:
    """How many of the records go together; as many more are taken as that needs, and one, up to twice as many."""
    end = len(taken)
    text = "" if together is None else cell_of(taken[-1], together, delimiter)
    if together is None or not text:
        return end
    for record in islice(records, end):
        taken.append(record)
        if cell_of(record, together, delimiter) != text:
            break
        end += 1
    return end


def _batch(records: list[Record], first: int, width: int, delimiter: str) -> RowBatch:
    numbers: Sequence[int] = range(first, first + len(records))
    is_told = are_told(records, delimiter)
    if not all(is_told):
        numbers, records = list(compress(numbers, is_told)), list(compress(records, is_told))
    return RowBatch(numbers, *columns_of(records, width, delimiter), damage_of(records))
