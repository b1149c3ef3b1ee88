"""Exact duplicates: equal in every cell, also in those that no field uses."""

from __future__ import annotations

from pathlib import Path

from app.engine.records.options import ImportOptions
from app.engine.records.pipeline import import_files
from app.engine.store.ingest_plan import SegmentFacts

_HEADER = "单证号,商品编码,贸易国家,商品注册地,贸易方式,贸易数量,单位,金额,单价\n"
_ROW = "01012100,美国,北京市,一般贸易,10,千克,100,10\n"
_TWO_NUMBERS = f"{_HEADER}A1,{_ROW}A2,{_ROW}"
_ONE_NUMBER = f"{_HEADER}A1,{_ROW}A1,{_ROW}"


def _facts(folder: Path, text: str, *, drops_duplicates: bool) -> SegmentFacts:
    path = folder / "2020年进口.csv"
    path.write_text(text, encoding="utf-8")
    report = import_files(folder / "store", [path], ImportOptions(drops_duplicates=drops_duplicates))
    return report.files[0].facts[0]


def test_rows_with_different_numbers_in_an_unused_column_are_no_duplicates(tmp_path: Path) -> None:
    facts = _facts(tmp_path, _TWO_NUMBERS, drops_duplicates=True)

    assert (facts.kept, facts.duplicates) == (2, 0)


def test_a_repeated_row_is_counted(tmp_path: Path) -> None:
    facts = _facts(tmp_path, _ONE_NUMBER, drops_duplicates=False)

    assert (facts.kept, facts.duplicates) == (2, 1)


def test_a_repeated_row_is_removed_when_asked(tmp_path: Path) -> None:
    facts = _facts(tmp_path, _ONE_NUMBER, drops_duplicates=True)

    assert (facts.kept, facts.rejected, facts.duplicates) == (1, 1, 0)
