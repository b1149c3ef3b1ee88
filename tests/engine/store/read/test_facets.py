"""The cube and the records must tell the same figures, whichever of them answers."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.engine.store.dimensions import Dimension
from app.engine.store.folder import StoreFolder
from app.engine.store.manifest import read_manifest
from app.engine.store.open_store import Generation, Store, open_store
from app.engine.store.scan import Scan, find_facet, plan_record_scan, plan_scan
from app.engine.store.segment_records import RECORD_COLUMNS
from app.engine.store.selection import Direction, Selection, Years

DIMENSIONS = [entry for entry in Dimension if entry is not Dimension.MONTH]
SELECTIONS = st.builds(
    Selection,
    direction=st.sampled_from([None, *Direction]),
    years=st.sampled_from([None, Years(2019, 2019), Years(2019, 2020)]),
    countries=st.sampled_from([(), (304,), (304, 116)]),
    provinces=st.sampled_from([(), (11,)]),
    modes=st.sampled_from([(), (10,)]),
    hs=st.sampled_from(
        [(), ("8",), ("87", "01"), ("870",), ("8703", "0101"), ("870323", "01"), ("87032342",), ("01",)]
    ),
)


@pytest.fixture
def generation(cars: Store) -> Generation:
    """The generation that the store answers from."""
    return cars.ask(lambda generation: generation)


def _sums(generation: Generation, scan: Scan, dimensions: Sequence[Dimension]) -> list[tuple[object, ...]]:
    columns = ", ".join(scan.column(dimension) for dimension in dimensions)
    grouped = f"SELECT {columns}, sum(value), {scan.records} FROM {scan.source} GROUP BY {columns} ORDER BY ALL"
    return generation.rows(grouped, scan.parameters)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(selection=SELECTIONS, dimensions=st.lists(st.sampled_from(DIMENSIONS), min_size=1, max_size=3, unique=True))
def test_the_cube_agrees_with_the_records(
    generation: Generation, selection: Selection, dimensions: list[Dimension]
) -> None:
    context = generation.facts.contexts[0]

    from_cube = _sums(generation, plan_scan(generation, selection, [context], dimensions), dimensions)

    assert from_cube == _sums(generation, plan_record_scan(generation, selection, [context]), dimensions)


@pytest.mark.parametrize(
    ("selection", "dimensions", "facet"),
    [
        (Selection(), [Dimension.YEAR], "period"),
        (Selection(), [Dimension.COUNTRY], "country"),
        (Selection(countries=(304,)), [Dimension.HS2], "country_hs2"),
        (Selection(countries=(304,)), [Dimension.PROVINCE], "country_province"),
        (Selection(hs=("8",)), [Dimension.MODE], "mode_hs2"),
        (Selection(hs=("8703",)), [Dimension.HS8], "hs"),
        (Selection(), [Dimension.HS4], "hs4"),
        (Selection(countries=(304,)), [Dimension.HS4], "country_hs4"),
        (Selection(provinces=(11,), hs=("8703",)), [Dimension.YEAR], "province_hs4"),
        (Selection(countries=(304,)), [Dimension.HS6], None),
        (Selection(countries=(304,), provinces=(11,)), [Dimension.MODE], "country_province_mode"),
        (Selection(countries=(304,), provinces=(11,)), [Dimension.HS2], "detail"),
        (Selection(countries=(304,), provinces=(11,), modes=(10,)), [Dimension.HS2], "detail"),
        (Selection(hs=("87", "01")), [Dimension.MODE], "mode_hs2"),
        (Selection(hs=("87", "0101")), [Dimension.MODE], "mode_hs4"),
        (Selection(hs=("87", "010121")), [Dimension.MODE], None),
    ],
)
def test_the_smallest_sufficient_facet_answers(
    generation: Generation, selection: Selection, dimensions: list[Dimension], facet: str | None
) -> None:
    found = find_facet(generation, selection, generation.facts.contexts[0], dimensions)

    assert (found.name if found else None) == facet


def test_a_shallow_source_is_answered_at_its_own_level(mixed_path: Path) -> None:
    with open_store(mixed_path) as store:
        generation = store.ask(lambda generation: generation)
    shallow = next(context for context in generation.facts.contexts if context.hs_level == 4)

    facet = find_facet(generation, Selection(hs=("870",)), shallow, [Dimension.HS4])

    assert facet is not None
    assert facet.name == "hs4"


def test_a_cube_that_lacks_a_facet_is_answered_from_the_records(cars_path: Path, tmp_path: Path) -> None:
    older = tmp_path / "store"
    shutil.copytree(cars_path, older)
    with duckdb.connect(str(StoreFolder(older).cube_path(read_manifest(older).cube or ""))) as cube:
        cube.execute("DROP TABLE cube_country_province_mode")
        cube.execute("DROP TABLE cube_detail")
    narrow = Selection(countries=(304,), provinces=(11,))

    with open_store(older) as store:
        generation = store.ask(lambda generation: generation)
        scan = plan_scan(generation, narrow, generation.facts.contexts, [Dimension.MODE])
        sums = _sums(generation, scan, [Dimension.MODE])

    assert scan.weight == "1"
    assert sums == [(10, 750, 2)]


def test_records_know_the_constants_of_their_file(mixed_path: Path) -> None:
    with open_store(mixed_path) as store:
        generation = store.ask(lambda generation: generation)
        columns = ", ".join(RECORD_COLUMNS)
        for segment in generation.manifest.segments:
            catalog = generation.attach_segment(segment)
            own = generation.rows(f"SELECT {generation.record_columns(segment)} FROM {catalog}.kept_rows ORDER BY ALL")

            assert own == generation.rows(f"SELECT {columns} FROM {catalog}.records ORDER BY ALL")
            assert own
