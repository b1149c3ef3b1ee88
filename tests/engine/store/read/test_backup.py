from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from app.engine.errors import CancelledError, InputError, StoreError
from app.engine.jobs import CancelToken, no_progress
from app.engine.store.backup import back_up, restore
from app.engine.store.manifest import read_manifest
from app.engine.store.open_store import open_store
from app.engine.store.questions.totals import TotalsAnswer, totals
from app.engine.store.selection import Selection
from tests.engine.store.read.stores import EXPORTS_2020, IMPORTS_2019, StoreMaker


def _back_up(store: Path, file: Path) -> None:
    back_up(store, file, progress=no_progress, token=CancelToken())


def _restore(file: Path, store: Path) -> None:
    restore(file, store, progress=no_progress, token=CancelToken())


def _totals(path: Path) -> TotalsAnswer:
    with open_store(path) as store:
        return totals(store, Selection())


@pytest.fixture
def backup(cars_path: Path, tmp_path: Path) -> Path:
    file = tmp_path / "cars.backup"
    _back_up(cars_path, file)
    return file


def _rewritten(backup: Path, target: Path, *, rename: tuple[str, str] | None = None, drop: str = "") -> Path:
    """A copy of the archive with one entry renamed, in its contents too, or dropped."""
    with zipfile.ZipFile(backup) as source, zipfile.ZipFile(target, "w") as copy:
        contents = json.loads(source.read("backup.json"))
        if rename:
            contents["sha256"] = {n.replace(*rename): checksum for n, checksum in contents["sha256"].items()}
        for name in source.namelist():
            if name not in {"backup.json", drop}:
                copy.writestr(name.replace(*rename) if rename else name, source.read(name))
        copy.writestr("backup.json", json.dumps(contents))
    return target


def test_a_restored_store_answers_as_the_original_did(cars_path: Path, backup: Path, tmp_path: Path) -> None:
    _restore(backup, tmp_path / "elsewhere")

    assert _totals(tmp_path / "elsewhere") == _totals(cars_path)
    assert read_manifest(tmp_path / "elsewhere").segments == read_manifest(cars_path).segments


def test_a_restored_store_has_its_sums_in_memory_again(backup: Path, tmp_path: Path) -> None:
    _restore(backup, tmp_path / "elsewhere")

    with open_store(tmp_path / "elsewhere") as store:
        margins = store.ask(lambda generation: generation.margins)

    assert margins.get("country", 1) is not None


def test_a_restored_store_can_be_imported_into(backup: Path, tmp_path: Path) -> None:
    maker = StoreMaker(tmp_path)
    _restore(backup, maker.store)

    maker.add_seed(IMPORTS_2019[:1], year=2015, direction="import")

    assert [int(row.figures.value) for row in _totals(maker.store).rows] == [1650, 60]


def test_restoring_replaces_the_present_generation_and_readers_notice(backup: Path, tmp_path: Path) -> None:
    maker = StoreMaker(tmp_path)
    maker.add_seed(EXPORTS_2020, year=2015, direction="export")

    with open_store(maker.store) as reader:
        _restore(backup, maker.store)
        has_switched = reader.refresh()
        rows = totals(reader, Selection()).rows

    assert (has_switched, len(rows)) == (True, 2)


def test_a_flipped_byte_is_found_and_the_present_store_stays(backup: Path, tmp_path: Path) -> None:
    maker = StoreMaker(tmp_path)
    maker.add_seed(EXPORTS_2020, year=2015, direction="export")
    present = read_manifest(maker.store)
    content = bytearray(backup.read_bytes())
    content[len(content) // 3] ^= 1
    backup.write_bytes(content)

    with pytest.raises(InputError) as caught:
        _restore(backup, maker.store)

    assert caught.value.code == "backup.altered"
    assert read_manifest(maker.store) == present
    assert len(_totals(maker.store).rows) == 1
    assert not (maker.store / "restored").exists()


def test_a_segment_that_rotted_on_disk_is_not_backed_up(tmp_path: Path) -> None:
    maker = StoreMaker(tmp_path)
    maker.add_seed(EXPORTS_2020, year=2015, direction="export")
    segment = next((maker.store / "segments").iterdir())
    content = bytearray(segment.read_bytes())
    content[-1] ^= 1
    segment.write_bytes(content)

    with pytest.raises(StoreError):
        _back_up(maker.store, tmp_path / "rotten.backup")

    assert list(tmp_path.glob("rotten.*")) == []


def test_a_truncated_backup_is_refused(backup: Path, tmp_path: Path) -> None:
    backup.write_bytes(backup.read_bytes()[:-200])

    with pytest.raises(InputError) as caught:
        _restore(backup, tmp_path / "elsewhere")

    assert caught.value.code == "backup.not_a_backup"


def test_a_backup_without_one_of_its_parts_is_refused(backup: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(backup) as archive:
        part = next(name for name in archive.namelist() if name.startswith("segments/"))
    incomplete = _rewritten(backup, tmp_path / "incomplete.backup", drop=part)

    with pytest.raises(InputError) as caught:
        _restore(incomplete, tmp_path / "elsewhere")

    assert caught.value.code == "backup.not_a_backup"


@pytest.mark.parametrize("name", ["../", "segments/../../", "/", "C:\\"])
def test_names_that_lead_out_of_the_store_are_refused(backup: Path, tmp_path: Path, name: str) -> None:
    hostile = _rewritten(backup, tmp_path / "hostile.backup", rename=("cubes/", name))

    with pytest.raises(InputError) as caught:
        _restore(hostile, tmp_path / "deep" / "store")

    assert caught.value.code == "backup.not_a_backup"


def test_a_restore_heals_a_store_with_an_unreadable_manifest(backup: Path, tmp_path: Path) -> None:
    maker = StoreMaker(tmp_path)
    maker.add_seed(EXPORTS_2020, year=2015, direction="export")
    (maker.store / "manifest.json").write_text("{", encoding="utf-8")

    _restore(backup, maker.store)

    assert len(_totals(maker.store).rows) == 2


def test_a_cancelled_backup_leaves_nothing_behind(cars_path: Path, tmp_path: Path) -> None:
    token = CancelToken()
    token.cancel()

    with pytest.raises(CancelledError):
        back_up(cars_path, tmp_path / "cars.backup", progress=no_progress, token=token)

    assert list(tmp_path.iterdir()) == []


def test_an_empty_store_has_nothing_to_back_up(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as caught:
        _back_up(tmp_path / "store", tmp_path / "empty.backup")

    assert caught.value.code == "backup.store_empty"


def test_something_else_is_no_backup(tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff")

    with pytest.raises(InputError) as caught:
        _restore(tmp_path / "photo.jpg", tmp_path / "store")

    assert caught.value.code == "backup.not_a_backup"


def test_a_folder_that_is_a_file_is_named(cars_path: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(StoreError, match=r"backup\.cannot_write"):
        _back_up(cars_path, tmp_path / "file" / "cars.backup")
