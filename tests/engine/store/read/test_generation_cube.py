from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from app.engine.store import generation_cube
from app.engine.store.folder import StoreFolder
from app.engine.store.generation_cube import build_cube
from app.engine.store.manifest import read_manifest
from app.engine.store.open_store import open_store
from app.engine.store.questions.totals import totals
from app.engine.store.selection import Selection
from tests.engine.store.read.stores import ALL_COLUMNS, StoreMaker


def _tables(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with duckdb.connect(str(path), read_only=True) as connection:
        names = [row[0] for row in connection.execute("SHOW TABLES").fetchall()]
        return {name: connection.execute(f"FROM {name} ORDER BY ALL").fetchall() for name in names}


def test_attaching_in_batches_gives_the_same_cube(
    mixed_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    segments = read_manifest(mixed_path).segments
    build_cube(StoreFolder(mixed_path), segments, tmp_path / "at_once.duckdb")
    monkeypatch.setattr(generation_cube, "_BATCH", 1)

    build_cube(StoreFolder(mixed_path), segments, tmp_path / "one_by_one.duckdb")

    assert _tables(tmp_path / "one_by_one.duckdb") == _tables(tmp_path / "at_once.duckdb")


def test_a_cube_of_no_segments_is_empty(tmp_path: Path) -> None:
    build_cube(StoreFolder(tmp_path), [], tmp_path / "empty.duckdb")

    assert not any(_tables(tmp_path / "empty.duckdb").values())


def test_one_file_may_hold_several_contexts(tmp_path: Path) -> None:
    maker = StoreMaker(tmp_path)
    rows = [("01012100", "日本", "USD", "1"), ("01012100", "日本", "CNY", "7"), ("01012100", "日本", "CNY", "7")]
    maker.add_mapped(("hs", "country", "currency", "value"), rows, {"year": "2020"})

    with open_store(maker.store) as store:
        found = totals(store, Selection()).rows

    assert [(row.context.currency, int(row.figures.value)) for row in found] == [("CNY", 14), ("USD", 1)]


def test_a_store_folder_may_have_a_quote_in_its_name(tmp_path: Path) -> None:
    folder = tmp_path / "l'exemple 数据"
    folder.mkdir()
    maker = StoreMaker(folder)
    maker.add_mapped(ALL_COLUMNS, [("01012100", "日本", "北京市", "一般贸易", "1", "千克", "5")], {"year": "2020"})

    with open_store(maker.store) as store:
        assert totals(store, Selection()).rows[0].figures.value == 5
