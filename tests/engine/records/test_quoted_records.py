"""Damage of a line costs its own row; what is whole is read as a reader of CSV reads it."""

from __future__ import annotations

import io
import random
from pathlib import Path

import pytest

from app.engine.errors import EngineError
from app.engine.jobs import CancelToken
from app.engine.records import byte_records, quoted_records
from app.engine.records.quoted_records import LONGEST_LINE
from app.engine.records.row_batches import NumberedRow
from app.engine.records.table_records import cells_of, damage_of, text_records
from app.engine.records.whole_tables import StreamedTable, read_whole_table

WIDTH = 8
HEADER = "hs,name,partner,price,quantity,unit,currency,note"


def line(number: int) -> str:
    return f"{27090000 + number},goods {number},Japan,3,4,kg,USD,n{number}"


def rows_of(text: str) -> tuple[list[list[str]], dict[int, EngineError]]:
    records = list(text_records(io.StringIO(text, newline=""), ",", WIDTH))
    return [cells_of(record, ",") for record in records], dict(damage_of(records))


def with_quote(own: str, place: int) -> str:
    """A line with a quote before a cell."""
    cells = own.split(",")
    cells[place] = f'"{cells[place]}'
    return ",".join(cells)


@pytest.mark.parametrize("place", range(WIDTH))
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_quote_that_is_never_closed_costs_its_row(place: int, end: str) -> None:
    lines = [line(number) for number in range(200)]

    rows, damage = rows_of(end.join([*lines[:50], with_quote(lines[50], place), *lines[51:]]))

    assert {at: problem.code for at, problem in damage.items()} == {50: "records.row_quote_open"}
    assert rows[:50] + rows[51:] == [own.split(",") for own in lines[:50] + lines[51:]]


@pytest.mark.parametrize("closing", ['"goods, with a comma"', '"goods"', 'goods"', '"goods ""quoted"""', '"'])
@pytest.mark.parametrize("place", range(WIDTH))
@pytest.mark.parametrize("between", [0, 1, 30])
def test_a_quote_that_a_later_row_closes_costs_its_own_row(closing: str, place: int, between: int) -> None:
    after = line(99).replace("goods 99", closing)
    whole = [line(number) for number in range(between)]

    rows, damage = rows_of("\n".join([with_quote(line(0), place), *whole, after, line(5)]))

    assert damage[0].code == "records.row_quote_open"
    assert rows[1 : between + 1] == [own.split(",") for own in whole]
    assert len(rows) == between + 3
    assert rows[-1] == line(5).split(",")


def test_a_quote_before_a_quoted_cell_closes_none_of_the_row_above() -> None:
    lines = [with_quote(line(0), 1), line(1).replace("goods", '""goods, large"'), line(2)]

    rows, damage = rows_of("\n".join(lines))

    assert damage[0].code == "records.row_quote_open"
    assert len(rows) == 3
    assert rows[2] == line(2).split(",")


@pytest.mark.parametrize("place", range(WIDTH))
def test_a_line_cut_off_inside_a_quoted_cell_costs_its_own_row(place: int) -> None:
    quoted = ",".join(f'"{cell}"' for cell in line(1).split(","))
    cut = ",".join(quoted.split(",")[: place + 1])[:-1]

    rows, damage = rows_of("\n".join([quoted, cut, quoted, quoted]))

    assert list(damage) == [1]
    assert [*rows[:1], *rows[2:]] == [line(1).split(",")] * 3


@pytest.mark.parametrize("place", range(WIDTH))
@pytest.mark.parametrize("text", ["two\nlines", "one, two\nthree, four\nfive", "\n\nblank ones", 'a ""word""\nor two'])
def test_cells_of_several_lines_are_read(place: int, text: str) -> None:
    cells = line(1).split(",")
    cells[place] = f'"{text}"'

    rows, damage = rows_of("\n".join([line(0), ",".join(cells), line(2)]))

    cells[place] = text.replace('""', '"')
    assert not damage
    assert rows == [line(0).split(","), cells, line(2).split(",")]


def test_several_cells_of_several_lines_are_read_though_what_stands_between_looks_like_a_row() -> None:
    text = ",".join(['"a\nb"', *"cdefgh", '"i\nj"'])

    rows, damage = rows_of(f"{text}\n{line(2)}")

    assert not damage
    assert rows == [["a\nb", *"cdefgh", "i\nj"], line(2).split(",")]


def test_a_narrow_table_keeps_commas_in_cells_of_several_lines() -> None:
    records = list(text_records(io.StringIO('1,"one, two\nthree, four\nfive, six"\n2,b\n'), ",", 2))

    assert records == [["1", "one, two\nthree, four\nfive, six"], "2,b"]


def test_cells_beyond_the_limit_cost_their_row() -> None:
    long = line(1).replace("Japan", "x" * 140_000)

    rows, damage = rows_of("\n".join([line(0), long, with_quote(long, 2).replace("x,3", 'x",3'), line(2)]))

    assert {at: problem.code for at, problem in damage.items()} == dict.fromkeys((1, 2), "records.row_cell_long")
    assert [rows[0], rows[3]] == [line(0).split(","), line(2).split(",")]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("times", [1, 3.5, 200])
def test_of_a_line_without_end_only_the_beginning_is_taken(tmp_path: Path, end: str, times: float) -> None:
    path = tmp_path / "a.csv"
    endless = line(1).replace("Japan", "x" * int(times * LONGEST_LINE))
    path.write_text(end.join([HEADER, line(0), endless, line(2), line(3)]), encoding="utf-8", newline="")

    rows = read_whole_table(path, token=CancelToken()).rows

    assert [row.number for row in rows] == [2, 3, 4, 5]
    assert [row.damage.code if row.damage else None for row in rows] == [None, "records.row_endless", None, None]
    assert [row.cells for row in rows if not row.damage] == [tuple(line(own).split(",")) for own in (0, 2, 3)]
    assert sum(map(len, rows[1].cells)) < 10_000


@pytest.mark.parametrize("seed", range(40))
def test_whatever_quotes_stand_in_a_few_rows_the_others_are_read(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    lines = [line(number) for number in range(100)]
    hurt = dice.sample(range(100), 5)
    for at in hurt:
        place = dice.randrange(len(lines[at]))
        lines[at] = f'{lines[at][:place]}"{lines[at][place:]}'
    path = tmp_path / "a.csv"
    path.write_text("\n".join([HEADER, *lines]), encoding="utf-8")

    rows: dict[int, NumberedRow] = {row.number: row for row in read_whole_table(path, token=CancelToken()).rows}

    assert [rows[at + 2].cells for at in range(100) if at not in hurt] == [
        tuple(lines[at].split(",")) for at in range(100) if at not in hurt
    ]


def test_no_more_is_looked_at_than_a_record_may_have(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quoted_records, "_MOST_LINES", 3)
    text = '1,"a\nb\nc",2\n' + '1,"a\nb\nc\nd",2\n'

    rows, damage = rows_of(text)

    assert rows[0] == ["1", "a\nb\nc", "2"]
    assert list(damage) == [1]
    assert rows[2:] == [["b"], ["c"], ['d"', "2"]]


def test_fewer_rows_are_held_at_once_where_they_are_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(byte_records, "_MOST_BYTES", 1 << 20)
    path = tmp_path / "a.csv"
    long = [line(number).replace("Japan", "x" * 90_000) for number in range(60)]
    path.write_text("\n".join([HEADER, *long, *map(line, range(3_000))]), encoding="utf-8")

    batches = list(StreamedTable(path).batches(20_000, token=CancelToken(), together=0))

    assert 10 < len(batches[0]) < 50
    assert [number for batch in batches for number in batch.numbers] == list(range(2, 3_062))


def test_long_neighbours_that_belong_together_are_not_parted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(byte_records, "_MOST_BYTES", 1 << 20)
    path = tmp_path / "a.csv"
    long = [line(number // 4).replace("Japan", "x" * 90_000) for number in range(160)]
    path.write_text("\n".join([HEADER, *long]), encoding="utf-8")

    batches = list(StreamedTable(path).batches(20_000, token=CancelToken(), together=0))

    assert len(batches) > 2
    assert all(len(batch) % 4 == 0 for batch in batches)
