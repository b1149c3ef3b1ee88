"""A small table read whole, cell by cell as text, for files that are answered row by row instead of imported."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress, islice
from pathlib import Path
from types import MappingProxyType

from app.engine.errors import InputError
from app.engine.jobs import CancelToken
from app.engine.records import containers, parquet, workbook
from app.engine.records.byte_batches import cut_batch
from app.engine.records.byte_records import ByteRecords, RecordBytes
from app.engine.records.encodings import ASCII, encoding_beyond_ascii
from app.engine.records.layout import Field, Kind
from app.engine.records.mapping import SourceHints
from app.engine.records.propose import propose
from app.engine.records.raw_tables import RawTable, raw_tables
from app.engine.records.recognition import has_header, likeliest_header
from app.engine.records.row_batches import NumberedRow, RowBatch
from app.engine.records.sample import Sample, sample_at
from app.engine.records.table_records import are_told, cell_of, columns_of, damage_of
from app.engine.records.vocabulary import read_headings

_Records = RecordBytes | list[list[str]]
_BATCH = 10_000
_HEAD_ROWS = 300


@dataclass(frozen=True, slots=True)
class WholeTable:
    """The likeliest table of a file; `fields` are places of columns, told by their names before their content."""

    columns: tuple[str, ...]
    rows: tuple[NumberedRow, ...]
    fields: Mapping[Field, int]


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
        for rows in self.uncut_batches(size, token=token, together=together):
            batch = rows()
            if batch.numbers:
                yield batch

    def uncut_batches(
        self, size: int, *, token: CancelToken, together: int | None = None
    ) -> Iterator[Callable[[], RowBatch]]:
        """The same, each to be cut into columns when it is asked for, on any thread; some may then have no rows."""
        first = self._header + 2
        with containers.reading(self._path):
            for records in _stretches(self._table, self._header + 1, size, together):
                token.check()
                yield functools.partial(_batch, records, first, len(self.columns), self._table.delimiter)
                first += len(records)

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


def _stretches(
    table: RawTable, skipped: int, size: int, together: int | None
) -> Iterator[RecordBytes | list[list[str]]]:
    """So many records at once, some more where the last ones are not to be parted, without the first ones."""
    if table.member.kind is not Kind.TEXT:
        yield from _listed(islice(_records(table), skipped, None), size, together)
        return
    encoding = _encoding(table)
    with containers.open_member(table.member) as stream:
        records = ByteRecords(stream, encoding, delimiter=table.delimiter, width=table.width)
        records.take(skipped)
        while found := records.take(size, together=together):
            yield found


def _records(table: RawTable) -> Iterator[list[str]]:
    """Every record of a table that is no text, the header and what stands above it included."""
    if table.member.kind is Kind.PARQUET:
        yield list(parquet.column_names(table.member))
        yield from parquet.rows(table.member)
    else:
        sheet = next(sheet for sheet in workbook.open_sheets(table.member) if sheet.name == table.sheet)
        yield from sheet.rows()


def _listed(records: Iterator[list[str]], size: int, together: int | None) -> Iterator[list[list[str]]]:
    rest: list[list[str]] = []
    while taken := [*rest, *islice(records, size - len(rest))]:
        end = _end(taken, records, together) if len(taken) >= size else len(taken)
        taken, rest = taken[:end], taken[end:]
        yield taken


def _encoding(table: RawTable) -> str:
    """As the beginning tells, unless that is plain ASCII and something else follows."""
    if table.encoding != ASCII:
        return table.encoding
    with containers.open_member(table.member) as stream:
        return encoding_beyond_ascii(stream)


def _end(taken: list[list[str]], records: Iterator[list[str]], together: int | None) -> int:
    """How many of the records go together; as many more are taken as that needs, and one, up to twice as many."""
    end = len(taken)
    text = "" if together is None else cell_of(taken[-1], together, "")
    if together is None or not text:
        return end
    for record in islice(records, end):
        taken.append(record)
        if cell_of(record, together, "") != text:
            break
        end += 1
    return end


def _batch(records: _Records, first: int, width: int, delimiter: str) -> RowBatch:
    if isinstance(records, RecordBytes):
        return cut_batch(records, first, width, delimiter)
    numbers: Sequence[int] = range(first, first + len(records))
    is_told = are_told(records, delimiter)
    if not all(is_told):
        numbers, records = list(compress(numbers, is_told)), list(compress(records, is_told))
    return RowBatch(numbers, *columns_of(records, width), damage_of(records))
