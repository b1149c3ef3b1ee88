from __future__ import annotations

from app.cli.tables import Align, Column, display_width, render


def test_columns_align_where_characters_are_wide() -> None:
    table = render([Column("名称"), Column("金额", Align.RIGHT)], [["德国", "1,000"], ["Japan", "7"]])

    assert table.splitlines() == ["名称    金额", "─────  ─────", "德国   1,000", "Japan      7"]


def test_combining_marks_take_no_column() -> None:
    assert display_width("Co\u0302te") == 4


def test_a_table_without_rows_has_its_titles() -> None:
    assert render([Column("name")], []).splitlines() == ["name", "────"]
