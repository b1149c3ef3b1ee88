"""The report explains every row that is not in the store, and keeps what stood in those that were changed."""

from __future__ import annotations

from dataclasses import astuple
from pathlib import Path

import pytest

from app.engine.records.pipeline import ImportOptions
from app.engine.records.rules import Profile
from app.engine.store.folder import StoreFolder
from app.engine.store.manifest import read_manifest
from app.engine.store.quarantine import RuleReport, rejected_rows, segment_reports
from tests.engine.records.pipeline.tables import HEADER, Row, import_one, quarantine, refused, write_lines, write_seed

ROWS = [
    Row(value="1"),
    Row(partner="香港", value="2"),
    Row(partner="澳门", value="4"),
    Row(unit=" - ", value="8"),
    Row(value=" -16 "),
    Row(hs="0101210010", value="32"),
    Row(partner=" 日本\u3000", value="64"),
    Row(mode="来料加工装配贸易", value="128"),
    Row(hs="85171299", value="256"),
]


def reports(store: Path) -> dict[str, RuleReport]:
    segment = read_manifest(store).segments[0]
    return {report.rule: report for report in segment_reports(StoreFolder(store), segment)}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    import_one(folder / "store", write_seed(folder, ROWS))
    return folder / "store"


def test_rejected_rows_keep_their_cells_exactly(store: Path) -> None:
    assert refused(store) == [
        ("partner_not_country", astuple(ROWS[2])),
        ("partner_not_country", astuple(ROWS[1])),
        ("unit_absent", astuple(ROWS[3])),
        ("value_not_positive", astuple(ROWS[4])),
    ]
    assert {row.header for row in quarantine(store)} == {HEADER}
    assert {row.source_name for row in quarantine(store)} == {"2020年进口.csv"}


def test_each_rule_tells_rows_value_and_samples(store: Path) -> None:
    found = reports(store)

    assert {rule: (one.action, one.rows, one.value) for rule, one in found.items()} == {
        "partner_not_country": ("reject", 2, "6.000"),
        "unit_absent": ("reject", 1, "8.000"),
        "value_not_positive": ("reject", 1, "-16.000"),
        "hs_reduced": ("map", 1, "32.000"),
        "stray_blanks": ("map", 1, "64.000"),
        "mode_renamed": ("map", 1, "128.000"),
        "hs_edition_unknown": ("flag", 1, "256.000"),
    }
    assert all(one.zh and one.en and one.samples for one in found.values())


def test_what_was_changed_keeps_its_original(store: Path) -> None:
    found = reports(store)

    assert found["hs_reduced"].samples == (astuple(ROWS[5]),)
    assert found["stray_blanks"].samples == (astuple(ROWS[6]),)
    assert found["mode_renamed"].samples == (("来料加工装配贸易",),)
    assert found["hs_edition_unknown"].samples == (astuple(ROWS[8]),)


def test_rejected_rows_can_be_asked_for_by_rule_and_number(store: Path) -> None:
    segments = read_manifest(store).segments

    one_rule = list(rejected_rows(StoreFolder(store), segments, rule="partner_not_country"))
    limited = list(rejected_rows(StoreFolder(store), segments, limit=3))

    assert {row.cells[1] for row in one_rule} == {"香港", "澳门"}
    assert len(limited) == 3


def test_rows_without_columns_are_told_with_line_and_text(tmp_path: Path) -> None:
    path = write_lines(
        tmp_path / "2020年进口.csv",
        ",".join(HEADER),
        "01012100,美国,北京市,一般贸易,1,千克,1",
        "01012100,美国,北京市,一般贸易,1,千克,2,3,4",
        "01012100,美国",
        "01012100,日本,北京市,一般贸易,1,千克,5",
        '01012100,"德国,北京市,一般贸易,1,千克,6',
    )

    facts = import_one(tmp_path / "store", path).facts[0]

    assert (facts.rows, facts.kept, facts.rejected) == (5, 2, 3)
    assert [
        (row.line, row.rule, row.cells) for row in sorted(quarantine(tmp_path / "store"), key=lambda r: r.line or 0)
    ] == [
        (3, "row_ragged", ("01012100,美国,北京市,一般贸易,1,千克,2,3,4",)),
        (4, "row_ragged", ("01012100,美国",)),
        (6, "row_unterminated_quote", ('01012100,"德国,北京市,一般贸易,1,千克,6',)),
    ]
    assert sum(one.rows for one in reports(tmp_path / "store").values() if one.action == "reject") == 3


def test_several_files_are_explained_each_with_its_name(tmp_path: Path) -> None:
    for year in (2019, 2020):
        import_one(tmp_path / "store", write_seed(tmp_path, [Row(), Row(partner="香港")], year=year))

    assert {row.source_name for row in quarantine(tmp_path / "store")} == {"2019年进口.csv", "2020年进口.csv"}


def test_statistics_report_marks_what_the_source_system_would_reject(tmp_path: Path) -> None:
    import_one(tmp_path / "store", write_seed(tmp_path, ROWS), ImportOptions(profile=Profile.STATISTICS))

    assert quarantine(tmp_path / "store") == []
    assert {"unit_not_given", "value_zero", "partner_spelling"} <= reports(tmp_path / "store").keys()
