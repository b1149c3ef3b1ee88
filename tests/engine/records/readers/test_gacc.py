"""Query-site exports: the real ones with exact totals, their variants, and lists of codes that are no trade."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

from app.engine.errors import InputError
from app.engine.records import gacc
from app.engine.records.layout import Field, SourceFormat
from app.engine.records.recognition import recognise
from tests.engine.records.readers.loading import load

HEADER = (
    '"数据年月","贸易伙伴编码","贸易伙伴名称","商品编码","商品名称",'
    '"第一数量","第一计量单位","第二数量","第二计量单位","人民币",'
)
ROW = '"202301","402","阿根廷","12019019","转基因黄大豆","1296592160","千克","0","?","5,917,063,944",'
PARAMETERS = (
    '"商品编码"\t,"商品名称"\t,"年份"\t,"第一计量单位编码"\t,"第一计量单位名称"\t,\n'
    '01012100\t,"改良种用马"\t,2022\t,09\t,"千克"\t,\n'
    '03019992\t,"活\n鲀"\t,2022\t,09\t,"千克"\t,\n'
)


def write(path: Path, *lines: str) -> Path:
    path.write_bytes("\r\n".join([*lines, ""]).encode("gb18030"))
    return path


@pytest.mark.parametrize(
    ("name", "year", "rows"), [("2023_soybean_import.csv", 2023, 40), ("2021_petrol_diesel_import.csv", 2021, 23)]
)
def test_reads_real_exports_with_exact_totals(
    shared_data: Path, tmp_path: Path, name: str, year: int, rows: int
) -> None:
    path = shared_data / "query_site_exports" / name
    money = re.findall(r'"([\d,]+)",\s*$', path.read_bytes().decode("gb18030"), re.MULTILINE)
    expected = sum(Decimal(amount.replace(",", "")) for amount in money)

    found = recognise(path, direction="import")
    loaded = load(found, tmp_path)

    assert (found.format, found.years, found.direction) == (SourceFormat.GACC, (year,), "import")
    assert sum(Decimal((value or "").replace(",", "")) for value in loaded.column(Field.VALUE)) == expected
    assert (len(loaded.rows), loaded.malformed) == (rows, [])


def test_says_that_the_direction_is_not_stated_even_when_the_name_hints_at_it(tmp_path: Path) -> None:
    found = recognise(write(tmp_path / "2023_import.csv", HEADER, ROW))

    assert found.direction is None
    assert "evidence.direction_unknown" in {observation.code for observation in found.evidence}


@pytest.mark.parametrize(("money", "currency"), [("人民币", "CNY"), ("美元", "USD")])
def test_takes_the_currency_from_the_last_header(tmp_path: Path, money: str, currency: str) -> None:
    layout = recognise(write(tmp_path / "x.csv", HEADER.replace("人民币", money), ROW)).layout

    assert layout is not None
    assert layout.constants[Field.CURRENCY] == currency


def test_prefers_codes_to_names(tmp_path: Path) -> None:
    loaded = load(recognise(write(tmp_path / "x.csv", HEADER, ROW)), tmp_path)

    assert loaded.column(Field.PARTNER) == ["402"]


def test_reads_any_subset_of_dimensions(tmp_path: Path) -> None:
    path = write(tmp_path / "x.csv", '"注册地名称","贸易方式名称","美元",', '"北京市","一般贸易","1,234",')

    found = recognise(path, year=2020, direction="export")

    assert found.layout is not None
    assert Field.PARTNER not in found.layout.fields
    assert Field.HS not in found.layout.fields
    assert load(found, tmp_path).column(Field.YEAR) == ["2020"]


def test_names_the_words_for_an_absent_unit(tmp_path: Path) -> None:
    layout = recognise(write(tmp_path / "x.csv", HEADER, ROW)).layout

    assert layout is not None
    assert "?" in layout.absent_words
    assert (layout.has_units, layout.hs_digits, layout.has_grouped_numbers) == (False, None, True)


def test_refuses_a_parameter_export_as_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "商品参数导出.csv"
    path.write_bytes(PARAMETERS.encode("gb18030"))

    with pytest.raises(InputError) as caught:
        recognise(path)

    assert caught.value.code == "records.code_list"


def test_reads_a_parameter_export_with_line_breaks_inside_names(tmp_path: Path) -> None:
    path = tmp_path / "商品参数导出.csv"
    path.write_bytes(PARAMETERS.encode("gb18030"))

    assert gacc.read_parameters(path) == [("01012100", "改良种用马"), ("03019992", "活鲀")]


def test_refuses_to_read_trade_as_parameters(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        gacc.read_parameters(write(tmp_path / "x.csv", HEADER, ROW))

    assert caught.value.code == "records.not_a_code_list"
