"""Taking batches and demo data out of the store again."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.engine.errors import UsageError
from app.engine.jobs import CancelToken
from app.engine.records.pipeline import ImportOptions, import_files
from app.engine.store.folder import StoreFolder
from app.engine.store.manifest import read_manifest
from app.engine.store.removal import remove_batch, remove_demo
from tests.engine.records.pipeline.tables import AS_FOUND, Row, import_one, records, write_seed


def test_a_removed_batch_is_gone_and_can_be_imported_again(tmp_path: Path) -> None:
    store, path = tmp_path / "store", write_seed(tmp_path, [Row(value="1")])
    import_one(store, write_seed(tmp_path, [Row(value="2")], year=2019))
    batch = import_files(store, [path], AS_FOUND).batch

    removed = remove_batch(store, batch, token=CancelToken())

    assert [segment.source_name for segment in removed] == [path.name]
    assert [int(row.value) for row in records(store)] == [2]
    import_one(store, path)
    assert sorted(int(row.value) for row in records(store)) == [1, 2]


def test_removing_the_last_batch_leaves_an_empty_store(tmp_path: Path) -> None:
    store = tmp_path / "store"
    batch = import_files(store, [write_seed(tmp_path, [Row()])], AS_FOUND).batch

    remove_batch(store, batch, token=CancelToken())

    manifest = read_manifest(store)
    assert (manifest.generation, manifest.segments, manifest.cube) == (2, (), None)


def test_an_unknown_batch_is_told_with_those_that_exist(tmp_path: Path) -> None:
    store = tmp_path / "store"
    batch = import_files(store, [write_seed(tmp_path, [Row()])], AS_FOUND).batch

    with pytest.raises(UsageError) as caught:
        remove_batch(store, "yesterday", token=CancelToken())

    assert caught.value.params == {"batch": "yesterday", "known": batch}


def test_removing_the_demo_leaves_real_data(tmp_path: Path) -> None:
    store = tmp_path / "store"
    import_files(store, [write_seed(tmp_path, [Row(value="1")])], ImportOptions(is_demo=True))
    import_one(store, write_seed(tmp_path, [Row(value="2")], year=2019))

    count = remove_demo(store, token=CancelToken())

    assert count == 1
    assert [int(row.value) for row in records(store)] == [2]
    assert remove_demo(store, token=CancelToken()) == 0


def test_files_of_a_removed_batch_go_with_the_next_change(tmp_path: Path) -> None:
    store = tmp_path / "store"
    batch = import_files(store, [write_seed(tmp_path, [Row()])], AS_FOUND).batch
    remove_batch(store, batch, token=CancelToken())

    import_one(store, write_seed(tmp_path, [Row()], year=2019))

    assert len(list(StoreFolder(store).segments.iterdir())) == 1
