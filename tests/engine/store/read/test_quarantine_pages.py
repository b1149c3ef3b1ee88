"""Browsing rejected rows: by rule, by text, page by page, and as a file; always the same rows as reading them all."""

from __future__ import annotations

import csv
from dataclasses import astuple
from decimal import Decimal
from pathlib import Path

import pytest

from app.engine.errors import CancelledError, InputError
from app.engine.jobs import CancelToken, no_progress
from app.engine.messages import Language
from app.engine.records.options import ImportOptions
from app.engine.records.pipeline import import_files
from app.engine.store.folder import StoreFolder
from app.engine.store.manifest import Segment, read_manifest
from app.engine.store.quarantine import CurrencySums, RejectedRow, rejected_rows, segment_sums
from app.engine.store.quarantine_export import ExportWords, export_rejected
from app.engine.store.quarantine_pages import Findings, find_rejected, read_rejected, rejected_counts
from tests.engine.records.pipeline.tables import HEADER, Row, write_seed

WORDS = ExportWords(("文件", "规则", "说明", "行号"), Language.ZH)


@pytest.fixture
def folder(tmp_path: Path) -> StoreFolder:
    """Two files: rules in turns, and lines without columns among them."""
    odd = [Row(partner="香港"), Row(value="x"), Row(), Row(partner="乌有国")]
    one = write_seed(tmp_path, [Row(**{**_named(row), "province": f"省{n}"}) for n, row in enumerate(odd * 30)])
    other = write_seed(tmp_path, [*odd, Row(partner="Hong Kong")], year=2019)
    other.write_text(other.read_text(encoding="utf-8") + "broken LINE\nanother\n", encoding="utf-8")
    report = import_files(tmp_path / "store", [one, other], ImportOptions())
    assert not report.has_failures
    return StoreFolder(tmp_path / "store")


def _named(row: Row) -> dict[str, str]:
    return dict(zip(Row.__dataclass_fields__, astuple(row), strict=True))


def segments(folder: StoreFolder) -> tuple[Segment, ...]:
    return read_manifest(folder.root).segments


def find(folder: StoreFolder, *, rule: str | None = None, text: str = "") -> Findings:
    return find_rejected(folder, segments(folder), rule=rule, text=text, token=CancelToken())


def all_rows(folder: StoreFolder, found: Findings) -> list[RejectedRow]:
    return read_rejected(folder, found, first=0, count=found.count)


def key(row: RejectedRow) -> tuple[str, str, str]:
    return (row.source_name, row.rule, "\t".join(cell or "" for cell in row.cells))


def test_all_rows_are_those_of_the_quarantine(folder: StoreFolder) -> None:
    found = find(folder)

    assert sorted(map(key, all_rows(folder, found))) == sorted(map(key, rejected_rows(folder, segments(folder))))
    assert found.count == sum(segment.rejected for segment in segments(folder))


@pytest.mark.parametrize("rule", ["partner_not_country", "value_unreadable", "row_ragged", "nothing_of_the_sort"])
def test_a_rule_gives_its_rows_only(folder: StoreFolder, rule: str) -> None:
    found = find(folder, rule=rule)

    wanted = list(rejected_rows(folder, segments(folder), rule=rule))
    assert sorted(map(key, all_rows(folder, found))) == sorted(map(key, wanted))


@pytest.mark.parametrize("size", [1, 7, 50])
def test_pages_follow_each_other_across_files(folder: StoreFolder, size: int) -> None:
    found = find(folder)
    whole = all_rows(folder, found)

    paged = [
        row for at in range(0, found.count + size, size) for row in read_rejected(folder, found, first=at, count=size)
    ]

    assert paged == whole


def test_text_is_found_in_any_cell_and_whatever_case(folder: StoreFolder) -> None:
    assert {row.cells[1] for row in all_rows(folder, find(folder, text="hong k"))} == {"Hong Kong"}
    assert [row.cells for row in all_rows(folder, find(folder, text="broken line"))] == [("broken LINE",)]
    assert find(folder, text="无此文字").count == 0
    assert find(folder, text="%").count == 0


def test_text_and_rule_narrow_each_other(folder: StoreFolder) -> None:
    both = find(folder, rule="partner_unknown", text="乌有")

    assert both.count == find(folder, rule="partner_unknown").count
    assert find(folder, rule="value_unreadable", text="乌有").count == 0
    assert all(row.rule == "partner_unknown" for row in all_rows(folder, both))


def test_counts_are_those_of_the_rows(folder: StoreFolder) -> None:
    counts = {(count.segment.id, count.rule): count.rows for count in rejected_counts(folder, segments(folder))}

    for segment in segments(folder):
        rows = list(rejected_rows(folder, [segment]))
        for rule in {row.rule for row in rows}:
            assert counts.pop((segment.id, rule)) == sum(1 for row in rows if row.rule == rule)
    assert counts == {}


def test_a_search_can_be_stopped(folder: StoreFolder) -> None:
    token = CancelToken()
    token.cancel()

    with pytest.raises(CancelledError):
        find_rejected(folder, segments(folder), text="x", token=token)


def test_the_file_holds_each_row_under_its_own_header(folder: StoreFolder, tmp_path: Path) -> None:
    found = find(folder, rule="partner_not_country")

    count = export_rejected(tmp_path / "out.csv", folder, found, WORDS, progress=no_progress, token=CancelToken())

    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as stream:
        lines = list(csv.reader(stream))
    assert lines[0] == [*WORDS.titles, *HEADER]
    assert len(lines) == count + 1
    assert [line[4:] for line in lines[1:]] == [list(row.cells) for row in all_rows(folder, found)]
    assert lines[1][2] == "非国家主体（香港、澳门、台澎金马关税区）"


def test_a_stopped_export_leaves_no_file(folder: StoreFolder, tmp_path: Path) -> None:
    token = CancelToken()
    before = sorted(tmp_path.iterdir())

    def stop(_done: int, _total: int | None, _note: str = "", /) -> None:
        token.cancel()

    with pytest.raises(CancelledError):
        export_rejected(tmp_path / "out.csv", folder, find(folder), WORDS, progress=stop, token=token)

    assert sorted(tmp_path.iterdir()) == before


def test_a_place_that_cannot_be_written_is_told(folder: StoreFolder, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        export_rejected(
            tmp_path / "no" / "out.csv", folder, find(folder), WORDS, progress=no_progress, token=CancelToken()
        )

    assert caught.value.code == "cli.cannot_write"


def test_sums_before_and_after_add_up(folder: StoreFolder) -> None:
    newest = next(segment for segment in segments(folder) if segment.years == (2019,))

    # rows worth 1,000 each: one kept, Hong Kong twice and the unknown partner rejected, one value unreadable
    assert segment_sums(folder, newest) == [CurrencySums("USD", Decimal(4000), Decimal(1000))]
