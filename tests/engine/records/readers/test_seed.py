"""Seed-schema files: any column order, stray blanks, year and direction from columns, caller or name."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.engine.errors import InputError
from app.engine.records.layout import Field, SourceFormat
from app.engine.records.recognition import recognise
from tests.engine.records.readers.loading import load

HEADER = "商品编码,贸易国家,商品注册地,贸易方式,贸易数量,单位,金额"
ROW = "01012100,美国,北京市,一般贸易,12,千克,3400.50"


def write(path: Path, *lines: str, encoding: str = "utf-8") -> Path:
    path.write_text("\n".join([*lines, ""]), encoding=encoding)
    return path


def codes(recognition_evidence: tuple[object, ...]) -> list[str]:
    return [observation.code for observation in recognition_evidence]  # type: ignore[attr-defined]  # Evidence


def test_reads_year_and_direction_from_a_file_name(tmp_path: Path) -> None:
    path = write(tmp_path / "2015年进口.csv", HEADER, ROW)

    found = recognise(path)

    assert (found.format, found.years, found.direction) == (SourceFormat.SEED, (2015,), "import")
    assert {"evidence.year_in_name", "evidence.direction_in_name"} <= set(codes(found.evidence))


@pytest.mark.parametrize(
    ("name", "year", "direction"),
    [
        ("import_2015.csv", 2015, "import"),
        ("2021出口.csv", 2021, "export"),
        ("Exports-201203.csv", 2012, "export"),
        ("进出口2015.csv", 2015, None),
        ("important_2015.csv", 2015, None),
        ("import.csv", None, "import"),
        ("2012-2015_import.csv", None, "import"),
    ],
)
def test_takes_from_a_name_only_what_it_says_clearly(
    tmp_path: Path, name: str, year: int | None, direction: str | None
) -> None:
    found = recognise(write(tmp_path / name, HEADER, ROW))

    assert (found.years, found.direction) == ((year,) if year else (), direction)


def test_prefers_the_caller_to_the_file_name_and_says_so(tmp_path: Path) -> None:
    found = recognise(write(tmp_path / "2015年进口.csv", HEADER, ROW), direction="export", year=2016)

    assert (found.years, found.direction) == ((2016,), "export")
    assert "evidence.direction_against_name" in codes(found.evidence)


def test_takes_columns_in_any_order_with_stray_blanks(tmp_path: Path) -> None:
    path = write(
        tmp_path / "x.csv",
        " 金额 ,单位, 贸易数量,贸易方式 ,商品注册地,\u3000贸易 国家,商品编码\t",
        "9,千克,2,一般贸易,北京市,美国,01012100",
    )

    loaded = load(recognise(path), tmp_path)

    assert loaded.rows[0][Field.HS] == "01012100"
    assert loaded.rows[0][Field.VALUE] == "9"
    assert loaded.rows[0][Field.PARTNER] == "美国"


def test_offers_unit_price_where_there_is_no_value(tmp_path: Path) -> None:
    path = write(tmp_path / "x.csv", HEADER.replace("金额", "单价"), ROW)

    found = recognise(path)

    assert found.layout is not None
    assert Field.UNIT_PRICE in found.layout.fields
    assert Field.VALUE not in found.layout.fields
    assert "evidence.value_from_unit_price" in codes(found.evidence)


def test_lets_a_year_column_win_over_the_file_name(tmp_path: Path) -> None:
    path = write(tmp_path / "2015年进口.csv", HEADER + ",年份", ROW + ",2013", ROW + ",2014")

    assert recognise(path).years == (2013, 2014)


def test_refuses_a_stated_year_that_the_file_contradicts(tmp_path: Path) -> None:
    path = write(tmp_path / "x.csv", HEADER + ",年份", ROW + ",2013")

    with pytest.raises(InputError) as caught:
        recognise(path, year=2020)

    assert caught.value.code == "records.year_conflict"


def test_takes_the_direction_from_a_column_row_by_row(tmp_path: Path) -> None:
    path = write(tmp_path / "x.csv", HEADER + ",进出口", ROW + ",进口", ROW + ",出口")

    found = recognise(path)

    assert found.direction is None
    assert load(found, tmp_path).column(Field.DIRECTION) == ["进口", "出口"]


def test_promises_eight_digits_and_units(tmp_path: Path) -> None:
    layout = recognise(write(tmp_path / "x.csv", HEADER, ROW)).layout

    assert layout is not None
    assert (layout.hs_digits, layout.has_units) == (8, True)


@pytest.mark.parametrize(
    ("money", "currency", "scale"),
    [("金额", "USD", 1), ("金额(人民币)", "CNY", 1), ("金额（万元）", "CNY", 10_000), ("金额（千美元）", "USD", 1_000)],
)
def test_reads_currency_and_scale_from_the_header(tmp_path: Path, money: str, currency: str, scale: int) -> None:
    layout = recognise(write(tmp_path / "x.csv", HEADER.replace("金额", money), ROW)).layout

    assert layout is not None
    assert (layout.constants[Field.CURRENCY], layout.value_scale) == (currency, scale)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_reads_the_same_rows_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    path = write(tmp_path / "2015年进口.csv", HEADER, ROW, ROW.replace("美国", "科特迪瓦"), encoding=encoding)

    loaded = load(recognise(path), tmp_path)

    assert loaded.column(Field.PARTNER) == ["美国", "科特迪瓦"]
    assert loaded.malformed == []


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_finds_the_delimiter(tmp_path: Path, delimiter: str) -> None:
    path = write(tmp_path / "x.csv", HEADER.replace(",", delimiter), ROW.replace(",", delimiter))

    assert load(recognise(path), tmp_path).column(Field.VALUE) == ["3400.50"]


def test_finds_a_header_below_title_lines(tmp_path: Path) -> None:
    path = write(tmp_path / "x.csv", "2015年全国进口", "", HEADER, ROW)

    assert load(recognise(path), tmp_path).column(Field.HS) == ["01012100"]


def test_keeps_quantities_beyond_double_precision_exact(tmp_path: Path) -> None:
    path = write(tmp_path / "x.csv", HEADER, ROW.replace(",12,", ",9007199254740993,"))

    assert load(recognise(path), tmp_path).column(Field.QUANTITY) == ["9007199254740993"]


def test_accepts_synonyms_only_when_the_format_is_asked_for(tmp_path: Path) -> None:
    path = write(tmp_path / "x.csv", "hs编码,国家,数量,计量单位,总金额", "01012100,美国,1,千克,2")

    assert recognise(path).format is None
    assert recognise(path, format=SourceFormat.SEED).format is SourceFormat.SEED


def test_refuses_a_format_that_the_columns_are_not(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        recognise(write(tmp_path / "x.csv", HEADER, ROW), format=SourceFormat.BACI)

    assert caught.value.code == "records.not_the_format"
