from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from app.engine.errors import CancelledError, InputError
from app.engine.jobs import CancelToken
from app.engine.records.layout import Field
from app.engine.records.whole_tables import read_whole_table


def _table(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def test_columns_are_told_by_their_names_and_then_by_their_content(tmp_path: Path) -> None:
    path = _table(tmp_path / "a.csv", "hs,who,price\nwrong,Japan,3\n87032342,Germany,4\n")

    table = read_whole_table(path, token=CancelToken())

    assert dict(table.fields) == {Field.HS: 0, Field.PARTNER: 1, Field.UNIT_PRICE: 2}


def test_rows_keep_their_number_and_the_width_of_the_header(tmp_path: Path) -> None:
    path = _table(tmp_path / "a.csv", "price list\n\nhs,price,note\n01012100,3\n\n87032342,4,x,surplus\n")

    table = read_whole_table(path, token=CancelToken())

    assert [(row.number, row.cells, row.is_ragged) for row in table.rows] == [
        (4, ("01012100", "3", ""), False),
        (6, ("87032342", "4", "x"), True),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_every_encoding_of_the_importer_is_read(tmp_path: Path, encoding: str) -> None:
    lines = "商品编码,品名\n" + "01012100,改良种用马\n" * 20
    path = _table(tmp_path / "a.csv", lines, encoding)

    table = read_whole_table(path, token=CancelToken())

    assert table.columns == ("商品编码", "品名")
    assert {row.cells for row in table.rows} == {("01012100", "改良种用马")}


def test_letters_far_down_a_long_file_are_read_as_what_they_are(tmp_path: Path) -> None:
    text = "hs,note\n" + "01012100,plain\n" * 60_000 + "01012100,改良种用马\n" * 20
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(text.encode("gb18030")))

    table = read_whole_table(path, token=CancelToken())

    assert table.rows[-1].cells == ("01012100", "改良种用马")


def test_a_header_alone_is_no_table(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no_rows"):
        read_whole_table(_table(tmp_path / "a.csv", "hs,price\n"), token=CancelToken())


def test_reading_stops_when_asked_to(tmp_path: Path) -> None:
    token = CancelToken()
    token.cancel()

    with pytest.raises(CancelledError):
        read_whole_table(_table(tmp_path / "a.csv", "hs,price\n" + "01012100,3\n" * 20_000), token=token)


@pytest.mark.parametrize("before", range(-6, 7))
def test_a_lone_line_of_letters_is_read_wherever_it_stands(tmp_path: Path, before: int) -> None:
    plain = "hs,note\n" + "01012100,plain\n" * 69_900
    filled = plain + "x" * ((1 << 20) - len(plain) - len("01012100,") + before - 1) + "\n"
    path = _table(tmp_path / "a.csv", f"{filled}01012100,改良种用马\n01012100,plain\n")

    table = read_whole_table(path, token=CancelToken())

    assert table.rows[-2].cells == ("01012100", "改良种用马")
