from __future__ import annotations

import csv
from pathlib import Path

import pytest

from app.engine.errors import CancelledError, InputError
from app.engine.jobs import CancelToken
from app.engine.messages import Language, sentence
from app.engine.reports.csv import write_csv
from app.engine.reports.tables import Column, Table
from tests.engine.reports.samples import PARTNERS, wide_rows


def test_a_table_is_written_exactly_and_opens_in_excel(tmp_path: Path) -> None:
    path = tmp_path / "贸易伙伴.csv"

    write_csv(path, PARTNERS)

    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert read(path) == [
        ["国家(地区)", "商品编码", "金额（元）", "记录数", "占比", "单价"],
        ["美国", "01012100", "1234567.89", "42", "0.25", "0.001234"],
        ["沙特阿拉伯", "27090000", "-5.5", "0", "1", "18.75"],
        ["不详", "", "", "", "", ""],
    ]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ('=HYPERLINK("http://example.org","点击")', '\'=HYPERLINK("http://example.org","点击")'),
        ("+SUM(A1:A9)", "'+SUM(A1:A9)"),
        ("-2+3+cmd|' /C calc'!A0", "'-2+3+cmd|' /C calc'!A0"),
        ("@SUM(1)", "'@SUM(1)"),
        ("＝1+1", "'＝1+1"),
        ("\t=1+1", "'\t=1+1"),
        ("\n=1+1", "'\n=1+1"),
        ("-5", "-5"),
        ("+1,234.5", "+1,234.5"),
        ("-", "-"),
        ("a=b", "a=b"),
        ('他说"好"，\n再来,一次', '他说"好"，\n再来,一次'),
    ],
)
def test_text_that_would_be_a_formula_stays_text(text: str, written: str, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"

    write_csv(path, Table("x", (Column("=1+1"),), ((text,),)))

    assert read(path) == [["'=1+1"], [written]]


def test_a_cancelled_export_leaves_what_was_there(tmp_path: Path) -> None:
    path, token, seen = tmp_path / "x.csv", CancelToken(), list[int]()
    path.write_text("old", encoding="utf-8")

    def cancel_at_second_report(done: int, total: int | None, note: str = "", /) -> None:
        seen.append(done)
        if len(seen) == 2:
            token.cancel()

    with pytest.raises(CancelledError):
        write_csv(path, wide_rows(20_000), progress=cancel_at_second_report, token=token)

    assert seen == [0, 5000]
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_gone_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        write_csv(tmp_path / "gone" / "x.csv", PARTNERS)

    assert caught.value.code == "reports.cannot_write"
    assert "gone" in sentence(caught.value, Language.ZH)


def read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream))
