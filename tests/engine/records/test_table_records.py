"""Lines that are cut give the cells that a reader of CSV finds."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Sequence

import pytest

from app.engine.records.table_records import are_told, cell_of, columns_of, text_records

PIECES = ("a", "ab,c", '""', '"x,y"', '"x\ny"', "", " ", "\t", "中文", "\u3000", "1.5", "a\rb", "\0")
ENDS = ("\n", "\r\n", "\r")


def text(dice: random.Random) -> str:
    rows = (",".join(dice.choice(PIECES) for _ in range(dice.choice((0, 3, 3, 3, 4)))) for _ in range(12))
    return "".join(row + dice.choice(ENDS) for row in rows) + dice.choice(PIECES)


def cells(lines: str) -> list[list[str]]:
    records = list(text_records(io.StringIO(lines, newline=""), ","))
    return [(each.split(",") if each else []) if isinstance(each, str) else each for each in records]


@pytest.mark.parametrize("seed", range(300))
def test_records_are_those_of_the_csv_reader(seed: int) -> None:
    lines = text(random.Random(seed))

    assert cells(lines) == list(csv.reader(io.StringIO(lines, newline="")))


def by_row(records: Sequence[list[str]], width: int) -> list[list[str]]:
    return [[*record[:width], *[""] * (width - len(record))] for record in records]


@pytest.mark.parametrize("seed", range(100))
def test_columns_are_those_of_the_rows_at_the_width_of_the_header(seed: int) -> None:
    lines = text(random.Random(seed))
    records = list(text_records(io.StringIO(lines, newline=""), ","))
    rows = list(csv.reader(io.StringIO(lines, newline="")))

    columns, ragged = columns_of(records, 3, ",")

    assert [list(row) for row in zip(*columns, strict=True)] == by_row(rows, 3)
    assert ragged == {place for place, row in enumerate(rows) if any(map(str.strip, row[3:]))}
    assert are_told(records, ",") == [any(map(str.strip, row)) for row in rows]
    assert [cell_of(record, 1, ",") for record in records] == [row[1] if len(row) > 1 else "" for row in rows]


@pytest.mark.parametrize("more", [0, 60])
def test_columns_of_one_width_hold_quoted_records_in_their_places(more: int) -> None:
    lines = 'a,b\n"c,c",d\ne,f\n"g",h\n"i",j\nk,l\n' + "m,n\n" * more

    columns, ragged = columns_of(list(text_records(io.StringIO(lines, newline=""), ",")), 2, ",")

    first, second = ["a", "c,c", "e", "g", "i", "k"], ["b", "d", "f", "h", "j", "l"]
    assert columns[:] == [[*first, *["m"] * more], [*second, *["n"] * more]]
    assert not ragged
