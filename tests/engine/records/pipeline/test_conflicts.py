"""The same file again, a changed one, several at once: nothing counts twice and nothing is lost unsaid."""

from __future__ import annotations

import itertools
import shutil
import time
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from app.engine.records.layout import Recognition
from app.engine.records.loading import FileLoader
from app.engine.records.pipeline import ImportOptions, OnConflict, import_files
from app.engine.records.report import FileStatus
from app.engine.records.rules import Profile
from app.engine.store.manifest import read_manifest
from tests.engine.records.pipeline.tables import (
    AS_FOUND,
    Row,
    errors,
    import_one,
    records,
    total,
    write_lines,
    write_seed,
)

REPLACE = ImportOptions(on_conflict=OnConflict.REPLACE)
ADD = ImportOptions(on_conflict=OnConflict.ADD)
ROWS = [Row(value="1"), Row(hs="85171210", value="2"), Row(partner="香港", value="4")]


def values(store: Path) -> list[int]:
    return sorted(int(record.value) for record in records(store))


def folder(parent: Path, name: str) -> Path:
    made = parent / name
    made.mkdir()
    return made


def test_the_same_file_again_changes_nothing_and_says_so(tmp_path: Path) -> None:
    path = write_seed(tmp_path, ROWS)
    import_one(tmp_path / "store", path)
    before = read_manifest(tmp_path / "store")

    report = import_files(tmp_path / "store", [path], AS_FOUND)

    assert [outcome.status for outcome in report.files] == [FileStatus.ALREADY_PRESENT]
    assert (report.batch, report.has_failures) == ("", False)
    assert read_manifest(tmp_path / "store") == before


def test_of_two_equal_files_the_first_is_imported_however_slowly_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_seed(tmp_path, ROWS)
    copy = Path(shutil.copy(path, tmp_path / "2020 copy 进口.csv"))
    recognise = FileLoader.recognise

    def slowly(self: FileLoader, file: Path) -> Recognition:
        time.sleep(0.3 if file == path else 0.0)
        return recognise(self, file)

    monkeypatch.setattr(FileLoader, "recognise", slowly)
    report = import_files(tmp_path / "store", [path, copy], AS_FOUND)

    assert [outcome.status for outcome in report.files] == [FileStatus.IMPORTED, FileStatus.ALREADY_PRESENT]


def test_a_renamed_copy_is_the_same_file(tmp_path: Path) -> None:
    path = write_seed(tmp_path, ROWS)
    copy = Path(shutil.copy(path, tmp_path / "2020 copy 进口.csv"))

    report = import_files(tmp_path / "store", [path, copy], AS_FOUND)
    again = import_files(tmp_path / "store", [copy], AS_FOUND)

    assert [outcome.status for outcome in report.files] == [FileStatus.IMPORTED, FileStatus.ALREADY_PRESENT]
    assert [outcome.status for outcome in again.files] == [FileStatus.ALREADY_PRESENT]
    assert values(tmp_path / "store") == [1, 2]


def test_one_path_twice_in_a_command_is_one_file(tmp_path: Path) -> None:
    path = write_seed(tmp_path, ROWS)

    report = import_files(tmp_path / "store", [path, path], AS_FOUND)

    assert [outcome.status for outcome in report.files] == [FileStatus.IMPORTED]


def test_a_copy_of_a_file_that_fails_fails_too(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "a.csv", "x,y", "1,2", "3,4")
    copy = Path(shutil.copy(path, tmp_path / "b.csv"))

    report = import_files(tmp_path / "store", [path, copy], AS_FOUND)

    assert errors(report) == ["import.format_unknown", "import.format_unknown"]
    assert [outcome.name for outcome in report.files] == ["a.csv", "b.csv"]


def test_a_changed_file_of_the_same_period_asks(tmp_path: Path) -> None:
    import_one(tmp_path / "store", write_seed(tmp_path, ROWS))
    changed = write_seed(folder(tmp_path, "new"), [*ROWS, Row(value="8")])

    report = import_files(tmp_path / "store", [changed], AS_FOUND)

    assert errors(report) == ["import.period_present"]
    assert values(tmp_path / "store") == [1, 2]


def test_replace_takes_the_place_of_the_old_file(tmp_path: Path) -> None:
    import_one(tmp_path / "store", write_seed(tmp_path, ROWS))
    changed = write_seed(folder(tmp_path, "new"), [*ROWS, Row(value="8")])

    outcome = import_one(tmp_path / "store", changed, REPLACE)

    assert outcome.replaced == ("2020年进口.csv",)
    assert values(tmp_path / "store") == [1, 2, 8]


def test_add_keeps_both(tmp_path: Path) -> None:
    import_one(tmp_path / "store", write_seed(tmp_path, ROWS))
    changed = write_seed(folder(tmp_path, "new"), [*ROWS, Row(value="8")])

    import_one(tmp_path / "store", changed, ADD)

    assert values(tmp_path / "store") == [1, 1, 2, 2, 8]


def test_replace_is_refused_where_it_would_lose_other_goods(tmp_path: Path) -> None:
    import_one(tmp_path / "store", write_seed(tmp_path, ROWS))
    narrower = write_seed(folder(tmp_path, "new"), [Row(value="16")])

    report = import_files(tmp_path / "store", [narrower], REPLACE)

    assert errors(report) == ["import.replace_loses"]
    assert values(tmp_path / "store") == [1, 2]


def test_replacing_one_year_of_an_archive_leaves_the_others(tmp_path: Path) -> None:
    years = [write_seed(tmp_path, [Row(value=str(year))], year=year) for year in (2019, 2020, 2021)]
    archive = tmp_path / "all.zip"
    with zipfile.ZipFile(archive, "w") as bundle:
        for path in years:
            bundle.write(path, path.name)
    import_one(tmp_path / "store", archive)
    changed = write_seed(folder(tmp_path, "new"), [Row(value="5")], year=2020)

    import_one(tmp_path / "store", changed, REPLACE)

    assert values(tmp_path / "store") == [5, 2019, 2021]


def test_another_year_or_direction_or_product_does_not_ask(tmp_path: Path) -> None:
    import_one(tmp_path / "store", write_seed(tmp_path, [Row(value="1")]))
    others = [
        write_seed(tmp_path, [Row(value="2")], year=2021),
        write_seed(tmp_path, [Row(value="4")], direction="export"),
        write_seed(folder(tmp_path, "new"), [Row(hs="85171210", value="8")]),
    ]

    report = import_files(tmp_path / "store", others, AS_FOUND)

    assert errors(report) == []
    assert values(tmp_path / "store") == [1, 2, 4, 8]


def test_two_files_of_one_batch_that_overlap_are_not_both_taken(tmp_path: Path) -> None:
    first = write_seed(tmp_path, ROWS)
    second = write_seed(folder(tmp_path, "new"), [*ROWS, Row(value="8")])

    report = import_files(tmp_path / "store", [first, second], AS_FOUND)

    assert errors(report) == ["import.period_present"]
    assert values(tmp_path / "store") == [1, 2]


def test_two_tables_in_one_archive_that_overlap_are_refused(tmp_path: Path) -> None:
    path = write_seed(tmp_path, ROWS)
    archive = tmp_path / "two.zip"
    with zipfile.ZipFile(archive, "w") as bundle:
        bundle.write(path, "a/2020年进口.csv")
        bundle.write(path, "b/2020年进口.csv")

    report = import_files(tmp_path / "store", [archive], AS_FOUND)

    assert errors(report) == ["import.parts_overlap"]
    assert not read_manifest(tmp_path / "store").segments


def test_the_same_content_under_another_profile_asks_and_can_replace(tmp_path: Path) -> None:
    path = write_seed(tmp_path, ROWS)
    import_one(tmp_path / "store", path)
    statistics = ImportOptions(profile=Profile.STATISTICS)

    asked = import_files(tmp_path / "store", [path], statistics)
    import_one(tmp_path / "store", path, replace(statistics, on_conflict=OnConflict.REPLACE))

    assert errors(asked) == ["import.period_present"]
    assert values(tmp_path / "store") == [1, 2, 4]


def test_the_same_content_in_the_other_direction_asks(tmp_path: Path) -> None:
    header = "商品编码,贸易国家,商品注册地,贸易方式,贸易数量,单位,金额"
    path = write_lines(tmp_path / "2020.csv", header, "01012100,美国,北京市,一般贸易,1,千克,1")
    import_one(tmp_path / "store", path, ImportOptions(direction="import"))

    asked = import_files(tmp_path / "store", [path], ImportOptions(direction="export"))
    import_one(tmp_path / "store", path, ImportOptions(direction="export", on_conflict=OnConflict.REPLACE))

    assert errors(asked) == ["import.period_present"]
    assert [record.direction for record in records(tmp_path / "store")] == [2]


def test_both_directions_in_one_batch(tmp_path: Path) -> None:
    files = [write_seed(tmp_path, ROWS, direction=direction) for direction in ("import", "export")]

    report = import_files(tmp_path / "store", files, AS_FOUND)

    assert errors(report) == []
    assert total(record.value for record in records(tmp_path / "store")) == 6


def test_an_error_in_one_file_leaves_the_others_imported(tmp_path: Path) -> None:
    good = write_seed(tmp_path, ROWS)
    unknown = write_lines(tmp_path / "letter.csv", "Dear,Sir", "how,are you")
    missing = tmp_path / "absent.csv"

    report = import_files(tmp_path / "store", [missing, unknown, good], AS_FOUND)

    assert sorted(errors(report)) == ["import.format_unknown", "records.file_missing"]
    assert report.has_failures
    assert report.batch
    assert values(tmp_path / "store") == [1, 2]


def test_the_order_of_imports_does_not_matter(tmp_path: Path) -> None:
    files = [write_seed(tmp_path, ROWS, year=year) for year in (2019, 2020)]
    files.append(write_seed(tmp_path, ROWS, direction="export"))

    stores = []
    for number, order in enumerate(itertools.islice(itertools.permutations(files), 3)):
        stores.append(tmp_path / f"store{number}")
        for path in order:
            import_one(stores[-1], path)

    assert records(stores[0]) == records(stores[1]) == records(stores[2])


def test_new_demo_data_take_the_place_of_old(tmp_path: Path) -> None:
    demo = ImportOptions(is_demo=True)
    kept = write_seed(tmp_path, [Row(value="1")], year=2019)
    import_files(tmp_path / "store", [kept, write_seed(tmp_path, [Row(value="2")])], demo)
    changed = write_seed(folder(tmp_path, "new"), [Row(value="4")])

    report = import_files(tmp_path / "store", [kept, changed], demo)

    assert errors(report) == []
    assert values(tmp_path / "store") == [1, 4]
