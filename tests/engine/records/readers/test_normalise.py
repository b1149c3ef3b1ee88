"""The slow path: every physical row ends clean or malformed, with its line number and the reason."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from app.engine.errors import CancelledError
from app.engine.jobs import CancelToken, no_progress
from app.engine.records.layout import Field, Layout, SourceFormat, TextTable
from app.engine.records.lines import MAX_LINE
from app.engine.records.normalise import RAW_LENGTH, normalise
from tests.engine.records.readers.loading import Loaded, read_strictly

LAYOUT = Layout(
    SourceFormat.SEED,
    columns=("商品编码", "国家", "金额", "备注"),
    fields={Field.HS: 0, Field.PARTNER: 1, Field.VALUE: 2},
)
GOOD = b"01012100,USA,5,ok"
HEADER = b"hs,country,value,note"


def run(tmp_path: Path, *lines: bytes, encoding: str = "utf-8", end: bytes = b"\n") -> Loaded:
    path = tmp_path / "x.csv"
    path.write_bytes(end.join([HEADER, *lines, b""]))
    table = TextTable(path)
    normal = normalise(table, LAYOUT, encoding=encoding, workdir=tmp_path, progress=no_progress, token=CancelToken())
    rows = [{field: row[at] for field, at in LAYOUT.fields.items()} for row in read_strictly(normal.table, LAYOUT)]
    with normal.malformed.open(encoding="utf-8", newline="") as file:
        malformed = [(rule, int(line), text) for rule, line, text in csv.reader(file)]
    assert (len(rows), len(malformed)) == (normal.clean_rows, normal.malformed_rows)
    return Loaded(rows, malformed)


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        (b"01012100,USA", "row_ragged"),
        (b"01012100,USA,5,ok,extra", "row_ragged"),
        (b"USA,01012100,5", "row_shifted"),
        (b"x,01012100,USA,5,ok", "row_shifted"),
        (b"01012100,U\xffA,5,ok", "row_bad_bytes"),
        (b"01012100,U\x00A,5,ok", "row_bad_bytes"),
        (b'01012100,"USA,5,ok', "row_unterminated_quote"),
        (b'01012100,"USA"x,5,ok', "row_unterminated_quote"),
        (b"01012100,USA,5," + b"x" * (MAX_LINE + 10), "row_too_long"),
    ],
)
def test_sets_one_broken_row_aside_and_goes_on(tmp_path: Path, line: bytes, rule: str) -> None:
    loaded = run(tmp_path, GOOD, line, GOOD)

    assert [(found, number) for found, number, _ in loaded.malformed] == [(rule, 3)]
    assert loaded.column(Field.VALUE) == ["5", "5"]


def test_keeps_at_most_a_screenful_of_the_original(tmp_path: Path) -> None:
    loaded = run(tmp_path, b"x" * (MAX_LINE * 2))

    assert len(loaded.malformed[0][2]) == RAW_LENGTH


def test_shows_broken_bytes_as_what_they_were(tmp_path: Path) -> None:
    loaded = run(tmp_path, b"01012100,U\xffA,5,ok")

    assert loaded.malformed[0][2] == "01012100,U\\xffA,5,ok"


def test_makes_good_blank_fields_too_many(tmp_path: Path) -> None:
    loaded = run(tmp_path, GOOD + b",,", GOOD + b", ")

    assert (len(loaded.rows), loaded.malformed) == (2, [])


def test_makes_good_an_unused_field_too_few(tmp_path: Path) -> None:
    loaded = run(tmp_path, b"01012100,USA,5")

    assert loaded.rows == [{Field.HS: "01012100", Field.PARTNER: "USA", Field.VALUE: "5"}]


def test_does_not_take_a_row_that_lost_a_middle_field_for_a_short_one(tmp_path: Path) -> None:
    loaded = run(tmp_path, b"01012100,5,ok")

    assert [rule for rule, _, _ in loaded.malformed] == ["row_ragged"]


def test_keeps_line_breaks_inside_quotes(tmp_path: Path) -> None:
    loaded = run(tmp_path, b'01012100,"United\nStates",5,ok', GOOD)

    assert loaded.column(Field.PARTNER) == ["United\nStates", "USA"]


def test_does_not_let_an_open_quote_swallow_sound_rows(tmp_path: Path) -> None:
    loaded = run(tmp_path, b'01012100,"USA,5,ok', GOOD, GOOD, b'01012100,"USA",5,"o,k"')

    assert len(loaded.rows) == 3
    assert [(rule, number) for rule, number, _ in loaded.malformed] == [("row_unterminated_quote", 2)]


def test_reads_doubled_quotes(tmp_path: Path) -> None:
    assert run(tmp_path, b'01012100,"U ""S"" A",5,ok').column(Field.PARTNER) == ['U "S" A']


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_reads_every_kind_of_line_end(tmp_path: Path, end: bytes) -> None:
    loaded = run(tmp_path, GOOD, GOOD, end=end)

    assert (len(loaded.rows), loaded.malformed) == (2, [])


def test_reads_a_mixture_of_line_ends(tmp_path: Path) -> None:
    loaded = run(tmp_path, GOOD + b"\r", GOOD, GOOD + b"\r" + GOOD)

    assert loaded.column(Field.VALUE) == ["5", "5", "5", "5"]


def test_leaves_out_blank_lines(tmp_path: Path) -> None:
    loaded = run(tmp_path, b"", GOOD, b"   ", b"", GOOD)

    assert (len(loaded.rows), loaded.malformed) == (2, [])


def test_decides_about_the_encoding_by_the_lines_that_are_not_ascii(tmp_path: Path) -> None:
    loaded = run(tmp_path, GOOD, "01012100,Côte d'Ivoire,5,ok".encode("latin-1"), encoding="ascii")

    assert loaded.column(Field.PARTNER) == ["USA", "Côte d'Ivoire"]


def test_reads_chinese_text_in_its_own_encoding(tmp_path: Path) -> None:
    loaded = run(tmp_path, "01012100,科特迪瓦,5,好".encode("gb18030"), encoding="gb18030")

    assert loaded.column(Field.PARTNER) == ["科特迪瓦"]


def test_stops_when_asked_to(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(HEADER + b"\n" + GOOD)
    token = CancelToken()
    token.cancel()

    with pytest.raises(CancelledError):
        normalise(TextTable(path), LAYOUT, encoding="utf-8", workdir=tmp_path, progress=no_progress, token=token)


def test_a_row_behind_a_header_that_ends_in_a_lone_return_is_not_lost(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(HEADER + b"\r" + GOOD + b"\r\n" + GOOD + b"\r\n")

    normal = normalise(
        TextTable(path), LAYOUT, encoding="utf-8", workdir=tmp_path, progress=no_progress, token=CancelToken()
    )

    assert (normal.clean_rows, normal.malformed_rows) == (2, 0)
