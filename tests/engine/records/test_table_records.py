"""Lines that are cut give the cells that a reader of CSV finds."""

from __future__ import annotations

import csv
import io
import random

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


@pytest.mark.parametrize("seed", range(100))
def test_what_a_line_says_is_what_its_cells_say(seed: int) -> None:
    lines = text(random.Random(seed))
    records = list(text_records(io.StringIO(lines, newline=""), ","))
    rows = list(csv.reader(io.StringIO(lines, newline="")))

    assert are_told(records, ",") == [any(map(str.strip, row)) for row in rows]
    assert [cell_of(record, 1, ",") for record in records] == [row[1] if len(row) > 1 else "" for row in rows]


def test_columns_are_as_many_as_the_header_has() -> None:
    columns, ragged = columns_of([["a", "b"], ["c"], ["d", "e", " "], ["f", "g", "h"]], 2)

    assert columns == [["a", "c", "d", "f"], ["b", "", "e", "g"]]
    assert ragged == {3}
