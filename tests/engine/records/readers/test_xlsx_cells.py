"""Places, dates and escapes of XLSX cells."""

from __future__ import annotations

import pytest

from app.engine.records.xlsx_cells import DateSystem, column_number, unescape


@pytest.mark.parametrize(("place", "column"), [("A1", 0), ("Z9", 25), ("AA10", 26), ("XFD1048576", 16_383)])
def test_counts_columns_from_zero(place: str, column: int) -> None:
    assert column_number(place) == column


@pytest.mark.parametrize(
    ("serial", "text"),
    [
        ("1", "1900-01-01"),
        ("59", "1900-02-28"),
        ("61", "1900-03-01"),
        ("42005", "2015-01-01"),
        ("42005.5", "2015-01-01 12:00:00"),
        ("0.25", "06:00:00"),
        ("-1", None),
        ("99999999", None),
        ("nan", None),
        ("text", None),
    ],
)
def test_reads_serial_numbers_as_dates(serial: str, text: str | None) -> None:
    assert DateSystem(is_1904=False).text(serial) == text


def test_counts_from_1904_where_the_workbook_does() -> None:
    assert DateSystem(is_1904=True).text("40543") == "2015-01-01"


def test_undoes_escaped_letters() -> None:
    assert unescape("a_x000D_b_xZZZZ_") == "a\rb_xZZZZ_"
    assert unescape("_xD83D__xDEA2_") == "🚢"


def test_half_a_letter_is_replaced() -> None:
    assert unescape("_xD83D_a") == "\ufffda"
