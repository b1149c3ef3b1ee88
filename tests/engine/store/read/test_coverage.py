from __future__ import annotations

from pathlib import Path

import pytest

from app.engine.errors import StoreError
from app.engine.store.manifest import Manifest, read_manifest
from app.engine.store.open_store import Store, open_store
from app.engine.store.questions.coverage import batches, coverage
from app.engine.store.selection import Direction
from tests.engine.store.read.stores import EXPORTS_2020, IMPORTS_2019, IMPORTS_2020, StoreMaker


def test_each_year_and_direction_tells_what_it_holds(cars: Store) -> None:
    answer = coverage(cars)

    assert [(cell.year, cell.direction, cell.records, cell.files, cell.batches) for cell in answer.cells] == [
        (2019, Direction.IMPORT, 2, 1, 1),
        (2020, Direction.IMPORT, 4, 1, 1),
        (2020, Direction.EXPORT, 1, 1, 1),
    ]
    assert [int(cell.held[0].figures.value) for cell in answer.cells] == [400, 1000, 60]
    assert not any(cell.is_demo for cell in answer.cells)


def test_a_gap_is_no_cell_and_its_year_is_in_the_span(tmp_path: Path) -> None:
    maker = StoreMaker(tmp_path)
    maker.add_seed(IMPORTS_2019, year=2017, direction="import")
    maker.add_seed(IMPORTS_2020, year=2020, direction="import")

    with open_store(maker.store) as store:
        answer = coverage(store)

    assert list(answer.years) == [2017, 2018, 2019, 2020]
    assert answer.cell(2018, Direction.IMPORT) is None
    assert answer.cell(2017, Direction.EXPORT) is None
    assert answer.cell(2017, Direction.IMPORT) is not None


def test_contexts_of_one_year_stand_side_by_side(mixed: Store) -> None:
    (cell,) = coverage(mixed).cells

    assert [
        (one.context.source, one.context.currency, one.context.hs_level, int(one.figures.value)) for one in cell.held
    ] == [
        ("seed", "USD", 8, 1000),
        ("mapping", "CNY", 8, 4900),
        ("mapping", "USD", 8, 70),
        ("mapping", "USD", 4, 900),
    ]
    assert (cell.records, cell.files, cell.batches) == (4 + 2 + 2 + 1, 4, 4)


def test_an_empty_store_has_no_coverage(tmp_path: Path) -> None:
    with open_store(tmp_path / "store") as store, pytest.raises(StoreError):
        coverage(store)


def test_batches_tell_their_files_and_sums_the_latest_first(tmp_path: Path) -> None:
    maker = StoreMaker(tmp_path)
    maker.add_seed(IMPORTS_2020, year=2020, direction="import")
    maker.add_seed(EXPORTS_2020, year=2021, direction="export")

    exports, imports = batches(read_manifest(maker.store))

    assert (exports.rows, exports.years, exports.directions) == (1, (2021,), (Direction.EXPORT,))
    assert (imports.rows, imports.kept, imports.rejected) == (5, 4, 1)
    assert imports.imported_at.utcoffset() is not None
    assert [file.source_name for file in imports.files] == ["file-1.csv"]
    assert len(imports.files[0].source_sha256) == 64
    assert not imports.is_demo


def test_a_store_without_files_has_no_batches() -> None:
    assert batches(Manifest()) == []
