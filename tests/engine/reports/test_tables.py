from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.messages import Language
from app.engine.reports.about import About
from app.engine.reports.formats import cell_text, columns_wide
from app.engine.reports.sheet_names import sheet_names
from app.engine.reports.tables import Cell, Kind
from tests.engine.reports.samples import ABOUT


@pytest.mark.parametrize(
    ("cell", "kind", "text"),
    [
        ("00123", Kind.TEXT, "00123"),
        (7, Kind.TEXT, "7"),
        (1234567, Kind.INTEGER, "1,234,567"),
        (Decimal("1234567.894"), Kind.MONEY, "1,234,567.89"),
        (-3, Kind.MONEY, "-3.00"),
        (0.1234, Kind.SHARE, "12.3%"),
        (2.5871, Kind.POINTS, "2.6"),
        (1234.5, Kind.NUMBER, "1,234.5"),
        (100, Kind.NUMBER, "100"),
        (0.00012345, Kind.NUMBER, "0.0001234"),
        (Decimal(0), Kind.NUMBER, "0"),
        (None, Kind.MONEY, ""),
        (float("nan"), Kind.SHARE, ""),
        (Decimal("Infinity"), Kind.NUMBER, ""),
        ("不可比", Kind.NUMBER, "不可比"),
    ],
)
def test_cells_are_printed_as_people_read_them(cell: Cell, kind: Kind, text: str) -> None:
    assert cell_text(cell, kind) == text


def test_a_chinese_character_takes_the_room_of_two_letters() -> None:
    assert columns_wide("金额CNY（元）") == 13


@given(st.lists(st.text(max_size=60), max_size=12))
def test_every_sheet_name_is_one_that_excel_accepts(wanted: list[str]) -> None:
    names = sheet_names(wanted)

    assert len(names) == len(wanted)
    assert len({name.casefold() for name in names}) == len(names)
    for name in names:
        assert 0 < len(name.encode("utf-16-le")) // 2 <= 31
        assert not set(name) & set("[]:*?/\\")
        assert not name.startswith("'")
        assert not name.endswith("'")
        assert name.casefold() != "history"


def test_sheets_of_one_name_are_numbered() -> None:
    long = "金额最大的十个贸易伙伴在各年份及各种贸易方式下的出口单价与数量"

    assert sheet_names(["A/B", "a b", "History", ""]) == ["A B", "a b (2)", "History (2)", "4"]
    assert sheet_names([long + "一", long + "二"]) == [long[:31], long[:27] + " (2)"]


def test_a_document_says_all_data_where_nothing_is_filtered() -> None:
    about = About("Trade", ABOUT.made_at, Language.EN)

    assert list(about.entries()) == [("Filters", ("All data",)), ("Made at", ("2026-11-23 20:30 (UTC+08:00)",))]


def test_a_time_without_its_offset_is_refused() -> None:
    with pytest.raises(ValueError, match="2026"):
        About("Trade", datetime(2026, 11, 23), Language.EN)
