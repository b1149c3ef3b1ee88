"""Files of one import about which different things are stated."""

from __future__ import annotations

from pathlib import Path

from app.engine.records.options import ImportOptions, OnConflict, Statements
from app.engine.records.pipeline import import_files
from app.engine.records.report import PeriodPresentError
from app.engine.records.rules import Profile
from app.engine.store.manifest import read_manifest
from tests.engine.records.pipeline.tables import HEADER, Row, import_one, records, write_lines, write_seed

LINE = "01012100,美国,北京市,一般贸易,10,千克,1000"


def test_each_file_follows_what_is_stated_about_it_in_one_batch(tmp_path: Path) -> None:
    one = write_lines(tmp_path / "one.csv", ",".join(HEADER), LINE)
    other = write_lines(tmp_path / "other.csv", ",".join(HEADER), LINE)
    named = write_seed(tmp_path, [Row()], year=2018)
    own = {
        one: ImportOptions(direction="import", year=2020),
        other: ImportOptions(direction="export", year=2021, profile=Profile.STATISTICS),
    }

    report = import_files(tmp_path / "store", [one, other, named], Statements(ImportOptions(), own))

    assert not report.has_failures
    assert [outcome.path for outcome in report.files] == [one, other, named]
    assert [(record.direction, record.year) for record in records(tmp_path / "store")] == [
        (1, 2018),
        (1, 2020),
        (2, 2021),
    ]
    segments = read_manifest(tmp_path / "store").segments
    assert {segment.batch for segment in segments} == {report.batch}
    assert {segment.source_name: segment.profile for segment in segments} == {
        "one.csv": "source-system",
        "other.csv": "statistics",
        "2018年进口.csv": "source-system",
    }


def test_of_two_files_in_conflict_only_the_one_that_may_replaces(tmp_path: Path) -> None:
    store, newer = tmp_path / "store", tmp_path / "newer"
    newer.mkdir()
    for year in (2019, 2020):
        import_one(store, write_seed(tmp_path, [Row(value="1")], year=year))
    files = [write_seed(newer, [Row(value="2")], year=year) for year in (2019, 2020)]
    replacing = {files[0]: ImportOptions(on_conflict=OnConflict.REPLACE)}

    report = import_files(store, files, Statements(ImportOptions(), replacing))

    assert [outcome.replaced for outcome in report.files] == [("2019年进口.csv",), ()]
    refusal = report.files[1].error
    assert isinstance(refusal, PeriodPresentError)
    assert [(segment.years, segment.value_kept) for segment in refusal.segments] == [((2020,), "1.000")]
    assert sorted(int(record.value) for record in records(store)) == [1, 2]
