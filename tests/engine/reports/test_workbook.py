from __future__ import annotations

import errno
import os
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
import python_calamine

from app.engine.errors import CancelledError, InputError
from app.engine.jobs import CancelToken
from app.engine.messages import Language, sentence
from app.engine.reports.tables import Cell, Column, Kind, Table
from app.engine.reports.workbook import MOST_ROWS, write_workbook
from tests.engine.reports.samples import ABOUT, PARTNERS, wide_rows


@pytest.fixture
def path(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    return folder / "导出.xlsx"


def test_every_table_has_its_sheet_after_the_one_that_explains(path: Path) -> None:
    write_workbook(path, ABOUT, [PARTNERS, wide_rows(3)])

    book = python_calamine.CalamineWorkbook.from_path(path)
    assert book.sheet_names == ["说明", "贸易伙伴前十", "商品"]
    assert book.get_sheet_by_name("贸易伙伴前十").to_python() == [
        ["国家(地区)", "商品编码", "金额（元）", "记录数", "占比", "单价"],
        ["美国", "01012100", 1234567.89, 42.0, 0.25, 0.001234],
        ["沙特阿拉伯", "27090000", -5.5, 0.0, 1.0, 18.75],
        ["不详", "", "", "", "", ""],
    ]


def test_the_first_sheet_says_what_the_figures_are(path: Path) -> None:
    write_workbook(path, ABOUT, [PARTNERS])

    rows = python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    text = "\n".join(str(cell) for row in rows for cell in row)
    assert rows[0][0] == ABOUT.title
    for expected in (*ABOUT.filters, *ABOUT.basis, *ABOUT.left_out, *ABOUT.source, ABOUT.map_line, ABOUT.note):
        assert expected in text
    assert "2026-11-23 20:30 (UTC+08:00)" in text
    assert "贸易伙伴前十" in text


@pytest.mark.parametrize("text", ['=HYPERLINK("http://example.org","点击")', "+1", "@x", "-1", "http://a.org", "{=1}"])
def test_text_is_never_a_formula_a_link_or_a_figure(text: str, path: Path) -> None:
    write_workbook(path, ABOUT, [Table(text, (Column(text),), ((text,),))])

    sheet = xml(path, "xl/worksheets/sheet2.xml")
    assert python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(1).to_python() == [[text], [text]]
    assert "<f>" not in sheet
    assert "<hyperlink" not in sheet
    assert "<v>" not in sheet


def test_the_header_stays_in_sight_and_filters(path: Path) -> None:
    write_workbook(path, ABOUT, [PARTNERS])

    sheet = xml(path, "xl/worksheets/sheet2.xml")
    assert 'state="frozen"' in sheet
    assert '<autoFilter ref="A1:F4"/>' in sheet
    assert "<cols>" in sheet


def test_figures_have_the_format_of_their_kind(path: Path) -> None:
    write_workbook(path, ABOUT, [PARTNERS])

    styles = xml(path, "xl/styles.xml")
    for code in ("#,##0", "#,##0.00", "0.0%", "@"):
        assert f'formatCode="{code}"' in styles


def test_a_table_without_rows_or_columns_is_still_a_sheet(path: Path) -> None:
    write_workbook(path, ABOUT, [Table("空", (), ()), Table("空", (Column("金额", Kind.MONEY),), ())])

    assert python_calamine.CalamineWorkbook.from_path(path).sheet_names == ["说明", "空", "空 (2)"]


def test_more_rows_than_a_sheet_holds_are_refused_before_anything_is_written(path: Path) -> None:
    table = Table("明细", (Column("a"),), ManyRows(MOST_ROWS))

    with pytest.raises(InputError) as caught:
        write_workbook(path, ABOUT, [table])

    assert "1,048,576" in sentence(caught.value, Language.ZH)
    assert "CSV" in sentence(caught.value, Language.EN)
    assert list(path.parent.iterdir()) == []


def test_more_columns_than_a_sheet_holds_are_refused(path: Path) -> None:
    with pytest.raises(InputError) as caught:
        write_workbook(path, ABOUT, [Table("交叉表", (Column("a"),) * 16_385, ())])

    assert caught.value.code == "reports.too_many_columns"


def test_a_text_that_no_cell_holds_is_refused_not_cut(path: Path) -> None:
    with pytest.raises(InputError) as caught:
        write_workbook(path, ABOUT, [Table("原始行", (Column("a"),), (("short",), ("长" * 32_768,)))])

    assert caught.value.code == "reports.text_too_long"
    assert caught.value.params["row"] == 2
    assert list(path.parent.iterdir()) == []


def test_a_cancelled_export_leaves_what_was_there_and_no_remains(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    path.write_bytes(b"old")
    token, seen = CancelToken(), list[tuple[int, int | None, str]]()

    def cancel_soon(done: int, total: int | None, note: str = "", /) -> None:
        seen.append((done, total, note))
        token.cancel()

    with pytest.raises(CancelledError):
        write_workbook(path, ABOUT, [PARTNERS, wide_rows(10_000)], progress=cancel_soon, token=token)

    assert seen == [(2000, 10_003, "商品")]
    assert path.read_bytes() == b"old"
    assert list(path.parent.iterdir()) == [path]
    assert list(scratch.iterdir()) == []


def test_progress_ends_with_every_row(path: Path) -> None:
    seen: list[tuple[int, int | None]] = []

    write_workbook(path, ABOUT, [wide_rows(5_000)], progress=lambda done, total, note="", /: seen.append((done, total)))

    assert seen == [(2000, 5000), (4000, 5000), (5000, 5000)]


def test_a_workbook_open_in_excel_is_said(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.write_bytes(b"old")
    monkeypatch.setattr("app.engine.whole_files._SWAP_PAUSE_S", 0.001)
    monkeypatch.setattr(Path, "replace", refuse_as_windows_does)

    with pytest.raises(InputError) as caught:
        write_workbook(path, ABOUT, [PARTNERS])

    assert caught.value.code == "reports.target_in_use"
    assert "Excel" in sentence(caught.value, Language.ZH)
    assert path.read_bytes() == b"old"
    assert list(path.parent.iterdir()) == [path]


def test_a_full_disk_is_said(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zipfile.ZipFile.write", refuse_as_a_full_disk_does)

    with pytest.raises(InputError) as caught:
        write_workbook(path, ABOUT, [PARTNERS])

    assert caught.value.code == "reports.cannot_write"
    assert os.strerror(errno.ENOSPC) in sentence(caught.value, Language.EN)
    assert list(path.parent.iterdir()) == []


class ManyRows(Sequence[Sequence[Cell]]):
    """As many equal rows as asked for, without their memory."""

    def __init__(self, count: int) -> None:
        self._count = count

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, index: object) -> Sequence[Cell]:  # type: ignore[override]  # never sliced before the check
        return ("a",)


def xml(path: Path, member: str) -> str:
    with zipfile.ZipFile(path) as book:
        return book.read(member).decode("utf-8")


def refuse_as_windows_does(source: Path, target: Path) -> Path:
    raise PermissionError(errno.EACCES, "being used by another process")


def refuse_as_a_full_disk_does(*_: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
