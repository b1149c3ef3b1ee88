"""Records that stay bytes hold the cells that a reader of text finds, whatever the encoding, ends and quotes."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterator, Sequence
from typing import BinaryIO, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.records import byte_lines
from app.engine.records.byte_batches import cut_batch
from app.engine.records.byte_records import ByteRecords
from app.engine.records.quoted_records import LONGEST_LINE
from app.engine.records.row_batches import RowBatch
from app.engine.records.table_records import at_width, cells_of, damage_of, text_records

# Second bytes of some of these letters are bars and other signs in GBK
PLAIN = (
    "a",
    "x y",
    "",
    " ",
    "\t",
    "中文",
    "麟龘嬀|",
    "龘",
    "\u3000",
    "1.5",
    "\0",
    "\x85",
    "\u2028",
    "é",
    "\U00020000",
    "|",
)
QUOTED = ('"', '""', '"x,y"', '"x\ny"', '"x\r\ny"', 'a"b', '"中|文;"')
ENDS = ("\n", "\r\n", "\r")
ENCODINGS = ("utf-8", "gbk", "gb18030", "utf-16-le")
WIDTH = 3


class Table(NamedTuple):
    """A text, and how it is stored."""

    text: str
    delimiter: str
    encoding: str
    has_mark: bool

    @property
    def content(self) -> bytes:
        return (("\ufeff" if self.has_mark else "") + self.text).encode(self.encoding, "replace")

    @property
    def read(self) -> str:
        return self.content.decode(self.encoding, "replace").removeprefix("\ufeff")


@st.composite
def tables(draw: st.DrawFn, pieces: Sequence[str] = PLAIN) -> Table:
    delimiter, encoding = draw(st.sampled_from(",;\t|")), draw(st.sampled_from(ENCODINGS))
    cells = st.sampled_from([piece for piece in pieces if delimiter not in piece or piece in QUOTED])
    rows = st.lists(cells, min_size=0, max_size=WIDTH + 2).map(delimiter.join)
    lines = draw(st.lists(st.tuples(rows, st.sampled_from(ENDS)).map("".join), max_size=12))
    # GBK holds no such mark
    return Table("".join(lines) + draw(rows), delimiter, encoding, draw(st.booleans()) and encoding != "gbk")


class Slowly(io.BytesIO):
    """Hands on no more than so many bytes at once."""

    def __init__(self, content: bytes, most: int) -> None:
        super().__init__(content)
        self._most = most

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(self._most if size is None or size < 0 else min(size, self._most))


def batches(stream: BinaryIO, table: Table, size: int, together: int | None = None) -> Iterator[RowBatch]:
    records = ByteRecords(stream, table.encoding, delimiter=table.delimiter, width=WIDTH)
    first = 1
    while found := records.take(size, together=together):
        yield cut_batch(found, first, WIDTH, table.delimiter)
        first += len(found)


def rows_of(found: Iterator[RowBatch]) -> list[tuple[int, list[str], bool, str]]:
    return [
        (number, list(cells), place in batch.ragged, str(batch.damage.get(place, "")))
        for batch in found
        for place, (number, cells) in enumerate(zip(batch.numbers, batch.cells, strict=True))
    ]


def told(rows: Sequence[list[str]], damage: dict[int, str] | None = None) -> list[tuple[int, list[str], bool, str]]:
    return [
        (place + 1, at_width(cells, WIDTH), any(map(str.strip, cells[WIDTH:])), (damage or {}).get(place, ""))
        for place, cells in enumerate(rows)
        if any(map(str.strip, cells)) or place in (damage or {})
    ]


@given(table=tables(), size=st.sampled_from([1, 2, 5, 100]), most=st.sampled_from([1, 2, 7, 1 << 20]))
def test_lines_without_quotes_are_cut_as_a_reader_of_csv_does(table: Table, size: int, most: int) -> None:
    found = rows_of(batches(Slowly(table.content, most), table, size))

    assert found == told(list(csv.reader(io.StringIO(table.read, newline=""), delimiter=table.delimiter)))


@given(table=tables((*PLAIN, *QUOTED)), size=st.sampled_from([1, 2, 5, 100]), most=st.sampled_from([1, 7, 1 << 20]))
def test_quoted_records_stand_in_their_places(table: Table, size: int, most: int) -> None:
    found = rows_of(batches(Slowly(table.content, most), table, size))

    records = list(text_records(io.StringIO(table.read, newline=""), table.delimiter, WIDTH))
    damage = {place: str(problem) for place, problem in damage_of(records).items()}
    assert found == told([cells_of(record, table.delimiter) for record in records], damage)


@given(
    content=st.lists(st.sampled_from([b"a", b",", b"\n", b"\r", b"\xe4\xb8\xad", b"\xe4", b"\xb8", b"\xff"])).map(
        b"".join
    ),
    encoding=st.sampled_from(ENCODINGS),
    most=st.sampled_from([1, 2, 3, 1 << 20]),
)
def test_broken_letters_are_replaced_as_in_a_text(content: bytes, encoding: str, most: int) -> None:
    table = Table("", ",", encoding, has_mark=False)
    text = io.TextIOWrapper(io.BytesIO(content), encoding, errors="replace", newline="")

    assert rows_of(batches(Slowly(content, most), table, 5)) == told(list(csv.reader(text)))


@given(numbers=st.lists(st.sampled_from(["A", "A", "B", ""]), max_size=30), size=st.integers(1, 6))
def test_neighbours_of_one_number_are_not_parted_up_to_twice_the_size(numbers: list[str], size: int) -> None:
    table = Table(
        "".join(f"{place},{number},x\n" for place, number in enumerate(numbers)), ",", "utf-8", has_mark=False
    )

    found = [list(batch.columns[1]) for batch in batches(io.BytesIO(table.content), table, size, together=1)]

    assert [number for batch in found for number in batch] == numbers
    for batch, following in itertools.pairwise(found):
        assert size <= len(batch) <= 2 * size
        assert len(batch) == 2 * size or not batch[-1] or following[0] != batch[-1]
        assert len(set(batch[size - 1 :])) == 1


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("length", [LONGEST_LINE - 2, LONGEST_LINE, 5 * LONGEST_LINE])
def test_a_line_without_end_costs_its_row_and_no_memory(end: str, length: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(byte_lines, "_PIECE", 100_003)
    table = Table(f"a,b,c{end}1,{'中' * length},2{end}x,y,z{end}", ",", "utf-8", has_mark=False)
    lines = byte_lines.ByteLines(io.BytesIO(table.content), "utf-8")

    held = []
    while lines.read_more():
        held.append(len(lines.content))
        lines.drop(len(lines))

    found = rows_of(batches(io.BytesIO(table.content), table, 100))
    assert [(number, cells[0], bool(damage)) for number, cells, _, damage in found] == [
        (1, "a", False),
        (2, "1", True),
        (3, "x", False),
    ]
    assert max(held) < 4 * LONGEST_LINE + 3 * 100_003
