"""A cube that grew with its imports must tell what one of all segments at once tells."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from app.engine.store import cube_growth
from app.engine.store.cube_growth import next_cube
from app.engine.store.cube_sql import FACETS, Facet, figure_columns
from app.engine.store.folder import StoreFolder
from app.engine.store.generation_cube import build_cube
from app.engine.store.manifest import Manifest, read_manifest

Rows = list[tuple[object, ...]]


def sums(path: Path) -> dict[str, Rows]:
    """What each table adds up to, with contexts by what they are instead of their numbers."""
    with duckdb.connect(str(path), read_only=True) as cube:
        found = {facet.table: cube.execute(_summed(facet)).fetchall() for facet in FACETS}
        found["left_out"] = cube.execute("FROM left_out ORDER BY ALL").fetchall()
        found["rules"] = cube.execute("FROM rules ORDER BY ALL").fetchall()
    return found


def _summed(facet: Facet) -> str:
    told = "{s: source, d: dimensions, r: reporter, c: currency, l: hs_level}"
    figures = (f"{'bit_or' if name == 'headings' else 'sum'}({name})" for name in figure_columns(facet))
    return f"""SELECT {told} AS told, direction, year, {", ".join(facet.members)}, {", ".join(figures)}
        FROM {facet.table} JOIN contexts ON id = context GROUP BY ALL ORDER BY ALL"""


def parts(path: Path) -> int:
    with duckdb.connect(str(path), read_only=True) as cube:
        (row,) = cube.execute("SELECT count(DISTINCT number) FROM parts").fetchall()
    return int(row[0])


def grow_one_by_one(source: Path, folder: Path) -> tuple[Path, int]:
    """The segments of a store put into one cube, each by itself; the last cube and how many segments there are."""
    segments = read_manifest(source).segments
    store = StoreFolder(source)
    grown = Manifest()
    for number, segment in enumerate(segments):
        path = folder / f"{number}.duckdb"
        if grown.cube:
            store.cube_path(grown.cube).write_bytes((folder / f"{number - 1}.duckdb").read_bytes())
        next_cube(store, grown, (*grown.segments, segment), path)
        grown = grown.succeeded_by((*grown.segments, segment), cube="grown.duckdb")
    return path, len(segments)


@pytest.fixture
def own_store(mixed_path: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(mixed_path, tmp_path / "store"))


def test_a_cube_that_grew_tells_what_one_of_all_tells(own_store: Path, tmp_path: Path) -> None:
    path, count = grow_one_by_one(own_store, tmp_path)
    build_cube(StoreFolder(own_store), read_manifest(own_store).segments, tmp_path / "at_once.duckdb")

    assert parts(path) == count > 2
    assert sums(path) == sums(tmp_path / "at_once.duckdb")


def test_after_some_additions_it_is_built_anew(
    own_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cube_growth, "MOST_PARTS", 2)

    path, count = grow_one_by_one(own_store, tmp_path)

    assert parts(path) < count
    build_cube(StoreFolder(own_store), read_manifest(own_store).segments, tmp_path / "at_once.duckdb")
    assert sums(path) == sums(tmp_path / "at_once.duckdb")


@pytest.mark.parametrize("damage", ["DROP TABLE parts", "DROP TABLE cube_mode_hs4", "DELETE FROM parts"])
def test_a_cube_of_another_version_is_not_added_to(own_store: Path, tmp_path: Path, damage: str) -> None:
    manifest = read_manifest(own_store)
    *kept, last = manifest.segments
    before = Manifest().succeeded_by(tuple(kept), cube="before.duckdb")
    build_cube(StoreFolder(own_store), kept, StoreFolder(own_store).cube_path("before.duckdb"))
    with duckdb.connect(str(StoreFolder(own_store).cube_path("before.duckdb"))) as cube:
        cube.execute(damage)

    next_cube(StoreFolder(own_store), before, (*kept, last), tmp_path / "next.duckdb")

    assert parts(tmp_path / "next.duckdb") == 1


def test_a_cube_that_cannot_be_read_is_built_anew(own_store: Path, tmp_path: Path) -> None:
    *kept, last = read_manifest(own_store).segments
    before = Manifest().succeeded_by(tuple(kept), cube="before.duckdb")
    StoreFolder(own_store).cube_path("before.duckdb").write_bytes(b"no database")

    next_cube(StoreFolder(own_store), before, (*kept, last), tmp_path / "next.duckdb")

    assert parts(tmp_path / "next.duckdb") == 1
