from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.engine.errors import EngineError, InputError, UsageError
from app.engine.screening.cells import read_charge
from app.engine.screening.declaration import Amount, Charge, ChargeKind, Term
from app.engine.store.selection import Direction
from tests.engine.screening.declarations import KILOGRAM, read_rows

FORM = {
    "报关单号": "531620210001",
    "申报日期": "2021-05-03",
    "进出口": "进口",
    "境内收发货人": "某公司",
    "境内目的地/货源地": "(44031)深圳特区",
    "商品编码": "2709000000",
    "商品名称及规格型号": "原油|API 32",
    "原产国(地区)": "沙特阿拉伯",
    "最终目的国(地区)": "中国",
    "监管方式": "0110",
    "成交方式": "FOB",
    "运费": "USD/1200/3",
    "保费": "0.3%",
    "成交数量": "1,000",
    "成交单位": "千克",
    "法定第一数量": "1000",
    "法定第一计量单位": "035",
    "单价": "0.4",
    "总价": "400",
    "币制": "美元",
}


def test_the_fields_of_the_form_are_read_under_their_own_headings(tmp_path: Path) -> None:
    (read,) = read_rows(tmp_path, [FORM]).declarations

    assert (read.number, read.declared_on, read.direction) == ("531620210001", date(2021, 5, 3), Direction.IMPORT)
    assert (read.hs, read.name, read.trader) == ("27090000", "原油|API 32", "某公司")
    assert (read.province, read.mode, read.term) == (44, 10, Term.FOB)
    assert read.declared == Amount(Decimal(1000), KILOGRAM)
    assert read.first == Amount(Decimal(1000), KILOGRAM)
    assert (read.unit_price, read.total, read.currency) == (Decimal("0.4"), Decimal(400), "USD")
    assert read.freight == Charge(ChargeKind.TOTAL, Decimal(1200), "USD")
    assert read.insurance == Charge(ChargeKind.RATE, Decimal("0.3"))


def test_the_partner_is_the_origin_of_imports_and_the_destination_of_exports(tmp_path: Path) -> None:
    imported, exported = read_rows(
        tmp_path, [FORM | {"最终目的国(地区)": "日本"}, FORM | {"最终目的国(地区)": "日本", "进出口": "出口"}]
    ).declarations

    assert imported.partner == imported.origin
    assert exported.partner == exported.destination
    assert imported.partner != exported.partner


def test_headings_of_trade_tables_are_understood_as_well(tmp_path: Path) -> None:
    rows = [{"HS": "27090000", "国别": "日本", "贸易方式": "一般贸易", "数量": "5", "单位": "千克", "金额": "20"}]

    (read,) = read_rows(tmp_path, rows, direction=Direction.EXPORT).declarations

    assert (read.direction, read.hs, read.mode, read.total) == (Direction.EXPORT, "27090000", 10, Decimal(20))
    assert read.destination is not None
    assert read.declared == Amount(Decimal(5), KILOGRAM)


@pytest.mark.parametrize(
    ("heading", "cell", "code"),
    [
        ("申报日期", "2021-13-40", "screening.date_unreadable"),
        ("成交方式", "DDX", "screening.term_unknown"),
        ("币制", "贝壳", "screening.currency_unknown"),
        ("运费", "USD/12/9", "screening.charge_unreadable"),
        ("运费", "a/b/c/1", "price.batch_number"),
        ("监管方式", "9998", "query.mode_unknown"),
        ("商品编码", "", "price.hs_unknown"),
        ("进出口", "", None),
    ],
)
def test_a_bad_row_is_reported_and_the_rest_is_read(heading: str, cell: str, code: str | None, tmp_path: Path) -> None:
    file = read_rows(tmp_path, [FORM | {heading: cell}, FORM])

    assert [each.problem.code for each in file.unread] == ([] if code is None else [code])
    assert [each.row for each in file.declarations][-1] == 3


def test_a_file_that_says_no_direction_needs_one(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as told:
        read_rows(tmp_path, [{"商品编码": "27090000", "总价": "3"}], direction=None)

    assert told.value.code == "price.batch_no_direction"


def test_a_file_without_commodity_codes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError) as told:
        read_rows(tmp_path, [{"报关单号": "1", "总价": "3", "币制": "USD"}])

    assert told.value.code == "price.batch_no_code"


@pytest.mark.parametrize(
    ("text", "charge"),
    [
        ("000/5/1", Charge(ChargeKind.RATE, Decimal(5))),
        ("5/1", Charge(ChargeKind.RATE, Decimal(5))),
        ("502/24/2", Charge(ChargeKind.PER_TONNE, Decimal(24), "USD")),
        ("EUR/7,000/3", Charge(ChargeKind.TOTAL, Decimal(7000), "EUR")),
        ("120.5", Charge(ChargeKind.TOTAL, Decimal("120.5"))),
    ],
)
def test_charges_are_read_as_the_form_prints_them(text: str, charge: Charge) -> None:
    assert read_charge(text) == charge


def test_a_charge_of_an_unknown_currency_is_refused() -> None:
    with pytest.raises(EngineError) as told:
        read_charge("XYZ/5/3")

    assert told.value.code == "screening.currency_unknown"
