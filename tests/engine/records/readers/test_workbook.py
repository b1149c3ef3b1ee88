"""XLSX: cells become the text a person would type, and hostile workbooks get one sentence."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from app.engine.errors import InputError
from app.engine.records.layout import Field
from app.engine.records.recognition import recognise
from tests.engine.records.readers.loading import load
from tests.engine.records.readers.workbooks import Cell, Raw, date_cell, formula, write_workbook

HEADER: list[Cell] = ["商品编码", "贸易国家", "商品注册地", "贸易方式", "贸易数量", "单位", "金额", "日期"]


def row(hs: Cell = "01012100", quantity: Cell = 12, value: Cell = 3400.5, date: Cell = "2015-01-01") -> list[Cell]:
    return [hs, "美国", "北京市", "一般贸易", quantity, "千克", value, date]


def refusal(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        recognise(path)
    return caught.value.code


def test_keeps_whole_numbers_whole_and_fractions_as_they_are(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "x.xlsx", {"s": [HEADER, row(quantity=1234, value=0.1)]})

    cells = load(recognise(path), tmp_path).rows[0]

    assert (cells[Field.QUANTITY], cells[Field.VALUE]) == ("1234", "0.1")


def test_flags_codes_stored_as_numbers(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "x.xlsx", {"s": [HEADER, row(hs=1012100)]})

    found = recognise(path)

    assert found.layout is not None
    assert found.layout.has_lost_zeros
    assert load(found, tmp_path).column(Field.HS) == ["1012100"]


def test_writes_dates_as_iso(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "x.xlsx", {"s": [HEADER, row(date=date_cell(42005))]})

    assert load(recognise(path), tmp_path).column(Field.PERIOD) == ["2015-01-01"]


def test_takes_the_stored_value_of_a_formula(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "x.xlsx", {"s": [HEADER, row(value=formula("SUM(A1:A9)", "77"))]})

    assert load(recognise(path), tmp_path).column(Field.VALUE) == ["77"]


def test_never_evaluates_a_formula(tmp_path: Path) -> None:
    dangerous = Raw('<f>cmd|"/c calc"!A1</f>')
    path = write_workbook(tmp_path / "x.xlsx", {"s": [HEADER, row(value=dangerous), row()]})

    assert load(recognise(path), tmp_path).column(Field.VALUE)[0] is None


def test_keeps_numbers_beyond_double_precision_exact(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "x.xlsx", {"s": [HEADER, row(quantity=9007199254740993)]})

    assert load(recognise(path), tmp_path).column(Field.QUANTITY) == ["9007199254740993"]


@pytest.mark.parametrize(
    ("stored", "text"),
    [
        ("1234.0", "1234"),
        ("1.5E3", "1500"),
        ("1E-3", "0.001"),
        ("0.10000000000000001", "0.1"),
        ("12345678901234567890123", "12345678901234567890123"),
        ("-0.5", "-0.5"),
        ("1E+30", "1" + "0" * 30),
        ("1E+300", "1E+300"),
        ("1E-300", "1E-300"),
        ("0E-999999999", "0"),
    ],
)
def test_writes_numbers_as_a_person_would(tmp_path: Path, stored: str, text: str) -> None:
    path = write_workbook(tmp_path / "x.xlsx", {"s": [HEADER, row(quantity=Raw(f"<v>{stored}</v>"))]})

    assert load(recognise(path), tmp_path).column(Field.QUANTITY) == [text]


def test_sets_a_row_with_a_stray_cell_aside(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "x.xlsx", {"s": [HEADER, row(), row(), [*row(), "", "stray"]]})

    loaded = load(recognise(path), tmp_path)

    assert (len(loaded.rows), [rule for rule, _, _ in loaded.malformed]) == (2, ["row_ragged"])


def test_fills_rows_that_end_early(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "x.xlsx", {"s": [HEADER, row()[:-1], row()[:-1]]})

    assert load(recognise(path), tmp_path).column(Field.PERIOD) == [None, None]


def test_reads_every_sheet_that_is_a_table(tmp_path: Path) -> None:
    sheets: dict[str, list[list[Cell]]] = {
        "进口": [HEADER, row()],
        "空": [],
        "说明": [["本表说明", "无"]],
        "续": [HEADER, row(), row()],
    }

    found = recognise(write_workbook(tmp_path / "2015年进口.xlsx", sheets))

    assert len(load(found, tmp_path).rows) == 3
    assert [part.sheet for part in found.parts] == ["进口", "续"]


def test_finds_a_header_below_a_title_row(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "x.xlsx", {"s": [["2015年全国进口"], [], HEADER, row()]})

    assert load(recognise(path), tmp_path).column(Field.HS) == ["01012100"]


def test_takes_a_cell_in_the_far_corner_for_a_row_of_its_own(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "x.xlsx", {"s": [HEADER, row()]})
    corner = '</row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    rewrite(path, "xl/worksheets/sheet1.xml", lambda xml: xml.replace("</row></sheetData>", corner))

    loaded = load(recognise(path), tmp_path)

    assert (len(loaded.rows), len(loaded.malformed)) == (1, 1)


@pytest.mark.parametrize("place", ["XFE1", "ZZZZ1", "1", "", "A-1"])
def test_refuses_a_cell_outside_any_sheet(tmp_path: Path, place: str) -> None:
    path = write_workbook(tmp_path / "x.xlsx", {"s": [HEADER, row()]})
    rewrite(path, "xl/worksheets/sheet1.xml", lambda xml: xml.replace('r="B2"', f'r="{place}"'))

    assert refusal(path) == "records.workbook_broken"


def test_reads_shared_strings_without_their_pronunciation(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "x.xlsx", {"s": [HEADER, [*row()[:1], Raw("<v>0</v>", ' t="s"'), *row()[2:]]]})
    strings = "<sst><si><r><t>美</t></r><r><t>国</t></r><rPh><t>meiguo</t></rPh></si></sst>"
    rewrite(path, "xl/sharedStrings.xml", lambda _: strings)

    assert load(recognise(path), tmp_path).column(Field.PARTNER) == ["美国"]


def test_refuses_a_shared_string_that_is_not_there(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "x.xlsx", {"s": [HEADER, [Raw("<v>7</v>", ' t="s"'), *row()[1:]]]})

    assert refusal(path) == "records.workbook_broken"


def test_refuses_entities(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "x.xlsx", {"s": [HEADER, row()]})
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    rewrite(path, "xl/worksheets/sheet1.xml", lambda xml: laughs + xml)

    assert refusal(path) == "records.workbook_broken"


def test_refuses_a_workbook_that_unpacks_without_end(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "x.xlsx", {"s": [HEADER, row()]})
    rewrite(path, "xl/worksheets/sheet1.xml", lambda xml: xml + " " * (80 << 20))

    assert refusal(path) == "records.archive_bomb"


def test_refuses_a_workbook_that_is_not_xml(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "x.xlsx", {"s": [HEADER, row()]})
    rewrite(path, "xl/workbook.xml", lambda _: "<workbook")

    assert refusal(path) in {"records.workbook_broken", "records.workbook_empty"}


@pytest.mark.parametrize("encoding", ["TTF-8", "utf-7", "cp037"])
def test_refuses_a_workbook_in_an_encoding_that_it_cannot_have(tmp_path: Path, encoding: str) -> None:
    path = write_workbook(tmp_path / "x.xlsx", {"s": [HEADER, row()]})
    rewrite(path, "xl/workbook.xml", lambda _: f'<?xml version="1.0" encoding="{encoding}"?><workbook/>')

    assert refusal(path) in {"records.workbook_broken", "records.workbook_empty"}


def test_refuses_a_workbook_without_data(tmp_path: Path) -> None:
    assert refusal(write_workbook(tmp_path / "x.xlsx", {"s": []})) == "records.workbook_empty"


def test_refuses_an_old_workbook_that_is_broken(tmp_path: Path) -> None:
    path = tmp_path / "x.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 2000)

    assert refusal(path) == "records.workbook_broken"


def rewrite(path: Path, entry: str, change: Callable[[str], str]) -> None:
    with zipfile.ZipFile(path) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    contents[entry] = change(contents.get(entry, b"").decode()).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
