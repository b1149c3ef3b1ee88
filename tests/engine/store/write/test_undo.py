"""Taking a removal back: while its files are kept, whatever is imported or removed meanwhile."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.engine.errors import StoreError
from app.engine.jobs import CancelToken
from app.engine.records.options import ImportOptions
from app.engine.records.pipeline import import_files
from app.engine.store.folder import StoreFolder
from app.engine.store.kept_removals import Removal, kept_removals
from app.engine.store.manifest import Manifest, read_manifest
from app.engine.store.open_store import open_store
from app.engine.store.questions.totals import totals
from app.engine.store.selection import Selection
from app.engine.store.undo import let_go, remove_for_now, undo_removal
from tests.engine.records.pipeline.tables import Row, import_one, records, write_seed


def remove_all(store: Path) -> Removal:
    return remove_for_now(store, ids(read_manifest(store)), token=CancelToken())


def ids(manifest: Manifest) -> set[str]:
    return {segment.id for segment in manifest.segments}


def values(store: Path) -> list[int]:
    return sorted(int(record.value) for record in records(store))


def segment_files(store: Path) -> int:
    return len(list(StoreFolder(store).segments.iterdir()))


def test_a_removal_is_undone_with_all_it_held(tmp_path: Path) -> None:
    store = tmp_path / "store"
    import_one(store, write_seed(tmp_path, [Row(value="1"), Row(partner="香港", value="4")]))
    before = read_manifest(store).segments
    removal = remove_all(store)
    assert not read_manifest(store).segments

    undo_removal(store, removal, token=CancelToken())

    assert read_manifest(store).segments == before
    with open_store(store) as opened:
        assert totals(opened, Selection()).rows[0].figures.records == len(values(store))


def test_an_import_in_between_spares_the_files_and_both_are_there_after_undoing(tmp_path: Path) -> None:
    store = tmp_path / "store"
    import_one(store, write_seed(tmp_path, [Row(value="1")]))
    removal = remove_all(store)
    import_one(store, write_seed(tmp_path, [Row(value="2")], year=2019))

    undo_removal(store, removal, token=CancelToken())

    assert values(store) == [1, 2]


def test_removals_are_undone_in_any_order(tmp_path: Path) -> None:
    store = tmp_path / "store"
    import_one(store, write_seed(tmp_path, [Row(value="1")]))
    first = remove_all(store)
    import_one(store, write_seed(tmp_path, [Row(value="2")], year=2019))
    second = remove_all(store)

    undo_removal(store, first, token=CancelToken())
    undo_removal(store, second, token=CancelToken())

    assert values(store) == [1, 2]
    assert kept_removals(store) == ()


def test_undoing_twice_adds_nothing_twice(tmp_path: Path) -> None:
    store = tmp_path / "store"
    import_one(store, write_seed(tmp_path, [Row(value="1")]))
    removal = remove_all(store)
    undo_removal(store, removal, token=CancelToken())

    undo_removal(store, removal, token=CancelToken())

    assert values(store) == [1]


def test_what_was_imported_again_meanwhile_is_not_counted_twice(tmp_path: Path) -> None:
    store, path = tmp_path / "store", write_seed(tmp_path, [Row(value="1")])
    import_one(store, path)
    removal = remove_all(store)
    import_one(store, path)

    with pytest.raises(StoreError) as caught:
        undo_removal(store, removal, token=CancelToken())

    assert caught.value.code == "store.undo_counts_twice"
    assert values(store) == [1]


def test_files_that_overlapped_before_the_removal_overlap_again_after_undoing(tmp_path: Path) -> None:
    store = tmp_path / "store"
    import_one(store, write_seed(tmp_path, [Row(value="1")]))
    old = ids(read_manifest(store))
    (tmp_path / "more").mkdir()
    add = ImportOptions(drops_duplicates=True)
    complement = write_seed(tmp_path / "more", [Row(hs="85171210", value="2")])
    assert not import_files(store, [complement], add).has_failures
    removal = remove_for_now(store, old, token=CancelToken())

    undo_removal(store, removal, token=CancelToken())

    assert values(store) == [1, 2]


def test_letting_go_frees_the_space_and_ends_the_undoing_with_a_sentence(tmp_path: Path) -> None:
    store = tmp_path / "store"
    import_one(store, write_seed(tmp_path, [Row()]))
    removal = remove_all(store)
    assert segment_files(store) == 1

    let_go(store)

    assert segment_files(store) == 0
    with pytest.raises(StoreError) as caught:
        undo_removal(store, removal, token=CancelToken())
    assert caught.value.code == "store.undo_gone"


def test_letting_go_where_nothing_was_removed_writes_nothing(tmp_path: Path) -> None:
    let_go(tmp_path / "nothing")

    assert list(tmp_path.iterdir()) == []


def test_an_unreadable_list_of_removals_stops_no_import(tmp_path: Path) -> None:
    store = tmp_path / "store"
    import_one(store, write_seed(tmp_path, [Row(value="1")]))
    remove_all(store)
    (store / "removed.json").write_text("{", encoding="utf-8")

    import_one(store, write_seed(tmp_path, [Row(value="2")], year=2019))

    assert values(store) == [2]
    assert segment_files(store) == 1


def test_removing_nothing_leaves_the_generation_as_it_is(tmp_path: Path) -> None:
    store = tmp_path / "store"
    import_one(store, write_seed(tmp_path, [Row()]))
    before = read_manifest(store)

    removal = remove_for_now(store, {"unknown"}, token=CancelToken())

    assert removal.segments == ()
    assert read_manifest(store) == before
