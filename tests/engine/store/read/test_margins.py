"""Margins in memory must tell what the cube's tables tell, and nothing where they cannot."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.errors import NotInDataError
from app.engine.jobs import CancelToken
from app.engine.store.cube_sql import FACETS
from app.engine.store.dimensions import Dimension
from app.engine.store.manifest import read_manifest
from app.engine.store.margin_packing import pack_margins
from app.engine.store.margins import MarginShelf
from app.engine.store.open_store import Generation, Store, open_store
from app.engine.store.questions.dashboard import DashboardRequest, dashboard
from app.engine.store.questions.dashboard_answer import DashboardAnswer, KeyFigures, Metric
from app.engine.store.questions.grouped import group_by
from app.engine.store.questions.top import top
from app.engine.store.questions.totals import totals
from app.engine.store.removal import remove_batch
from app.engine.store.selection import Direction, Selection, Years
from app.engine.store.undo import remove_for_now, undo_removal
from tests.engine.store.read.stores import IMPORTS_2019, IMPORTS_2020, StoreMaker, cube_and_margins, make_cars

GERMANY, JAPAN = 304, 116
SELECTIONS = st.builds(
    Selection,
    direction=st.sampled_from([None, *Direction]),
    years=st.sampled_from([None, Years(2019, 2019), Years(2019, 2020), Years(2020, 2030), Years(1990, 1991)]),
    countries=st.sampled_from([(), (), (GERMANY,), (JAPAN, 502), (999, -1, 70_000)]),
    provinces=st.sampled_from([(), (), (11,), (44, 31)]),
    modes=st.sampled_from([(), (), (10,), (15, 39)]),
    hs=st.sampled_from([(), (), ("8",), ("87", "01"), ("720",), ("8703",), ("8703", "0101"), ("72", "8708")]),
)
DIMENSIONS = st.lists(
    st.sampled_from([entry for entry in Dimension if entry is not Dimension.MONTH]), min_size=1, max_size=3, unique=True
)


@pytest.fixture(scope="module", params=["told", "untold"])
def path(request: pytest.FixtureRequest, traded: tuple[Path, object], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of made-up trade; in the second one a partner and a unit are not told."""
    if request.param == "told":
        return traded[0]
    changed = tmp_path_factory.mktemp("untold") / "store"
    shutil.copytree(traded[0], changed)
    cube, margins = cube_and_margins(changed)
    with duckdb.connect(str(cube)) as connection:
        for facet in FACETS:
            if "country" in facet.members:
                connection.execute(f"UPDATE {facet.table} SET country = NULL WHERE country = {GERMANY}")
        connection.execute("UPDATE cube_hs4 SET unit = NULL WHERE hs4 = 7208 AND year = 2020")
    pack_margins(cube, margins)
    return changed


@pytest.fixture(scope="module")
def held(path: Path) -> Iterator[Store]:
    """The store, with its margins."""
    with open_store(path) as store:
        yield store


@pytest.fixture(scope="module")
def asked(path: Path) -> Iterator[Store]:
    """The same store, which answers by statements alone."""
    with open_store(path) as store:
        generation_of(store).margins = MarginShelf.empty()
        yield store


def generation_of(store: Store) -> Generation:
    return store.ask(lambda generation: generation)


def comparable(answer: DashboardAnswer) -> DashboardAnswer:
    """The answer without what floats may differ in: DuckDB adds squares in an order of its own."""

    def rounded(figures: KeyFigures | None) -> KeyFigures | None:
        return figures and replace(figures, hhi=None if figures.hhi is None else round(figures.hhi, 12))

    current, after = rounded(answer.current), rounded(answer.after)
    assert current
    assert after
    years = tuple((year, own) for year, figures in answer.years if (own := rounded(figures)))
    return replace(answer, current=current, after=after, before=rounded(answer.before), years=years)


@given(selection=SELECTIONS, dimensions=DIMENSIONS, limit=st.sampled_from([None, 1, 3, 1000]), data=st.data())
def test_groups_are_those_of_a_statement(
    held: Store, asked: Store, selection: Selection, dimensions: list[Dimension], limit: int | None, data: st.DataObject
) -> None:
    choices = {Dimension.COUNTRY: (JAPAN, 305), Dimension.HS4: (7208, 101), Dimension.YEAR: (2020,)}
    members = data.draw(st.sampled_from([(), choices.get(dimensions[0], ())]))
    own, other = generation_of(held), generation_of(asked)

    found = group_by(own, selection, own.facts.contexts[0], dimensions, limit=limit, members=members)

    expected = group_by(other, selection, other.facts.contexts[0], dimensions, limit=limit, members=members)
    assert found == expected
    assert str(found) == str(expected)


@given(selection=SELECTIONS, metric=st.sampled_from(Metric), limit=st.sampled_from([2, 300]))
def test_a_dashboard_is_that_of_a_statement(
    held: Store, asked: Store, selection: Selection, metric: Metric, limit: int
) -> None:
    request = DashboardRequest(metric, limit)

    found, expected = (comparable(dashboard(store, selection, request)) for store in (held, asked))

    assert found == expected
    assert str(found) == str(expected)


@pytest.fixture(scope="module")
def mixed_both(mixed_path: Path) -> Iterator[tuple[Store, Store]]:
    """A store of several contexts twice: with its margins, and answering by statements alone."""
    with open_store(mixed_path) as own, open_store(mixed_path) as other:
        generation_of(other).margins = MarginShelf.empty()
        yield own, other


@given(selection=SELECTIONS, dimension=st.sampled_from([*Dimension]), hs_level=st.sampled_from([None, 4, 8]))
def test_several_contexts_are_told_apart_in_memory_too(
    mixed_both: tuple[Store, Store], selection: Selection, dimension: Dimension, hs_level: int | None
) -> None:
    narrowed, answers = replace(selection, hs_level=hs_level), []
    for store in mixed_both:
        try:
            answers.append(str(top(store, narrowed, dimension, limit=5)))
        except NotInDataError as error:
            answers.append(error.code)

    assert answers[0] == answers[1]


@given(selection=SELECTIONS)
def test_totals_of_several_contexts_are_those_of_a_statement(
    mixed_both: tuple[Store, Store], selection: Selection
) -> None:
    found, expected = (totals(store, selection) for store in mixed_both)

    assert str(found) == str(expected)


@pytest.mark.parametrize("direction", [None, *Direction])
@pytest.mark.parametrize("years", [None, Years(2019, 2019), Years(2018, 2020)])
def test_the_standing_charts_take_no_statement(
    path: Path, direction: Direction | None, years: Years | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError

    selection = Selection(direction=direction, years=years)
    with open_store(path) as store:
        monkeypatch.setattr(Generation, "rows", refuse)

        assert dashboard(store, selection, DashboardRequest()).charts
        assert top(store, selection, Dimension.HS4, limit=10).rows


@pytest.mark.parametrize("harm", ["missing", "cut short", "altered", "heading altered", "of another kind", "empty"])
def test_a_file_that_cannot_be_read_costs_nothing_but_time(cars_path: Path, tmp_path: Path, harm: str) -> None:
    copy = tmp_path / "store"
    shutil.copytree(cars_path, copy)
    _, margins = cube_and_margins(copy)
    packed = margins.read_bytes()
    margins.unlink()
    if harm != "missing":
        middle = len(packed) // 2
        altered = packed[:-600] + bytes(byte ^ 1 for byte in packed[-600:])
        told = packed.replace(b'"country", 1, [2019, 2020]', b'"country", 1, [2010, 2020]')
        assert told != packed
        margins.write_bytes(
            {
                "cut short": packed[:middle],
                "altered": altered,
                "heading altered": told,
                "of another kind": b"x" * 500,
                "empty": b"",
            }[harm]
        )

    with open_store(copy) as store, open_store(cars_path) as sound:
        for dimension in (Dimension.COUNTRY, Dimension.HS4, Dimension.MODE):
            one_year = Selection(years=Years(2019, 2019))
            own = top(store, one_year, dimension, limit=5)
            assert own == top(sound, one_year, dimension, limit=5)


def test_sums_that_do_not_fit_are_told_by_the_cube(tmp_path: Path) -> None:
    maker = StoreMaker(tmp_path)
    columns = ("hs", "country", "province", "mode", "quantity", "unit", "value")
    rows = [("87032342", "德国", "北京市", "一般贸易", "1", "辆", "900000000000000")] * 6
    maker.add_mapped(columns, rows, {"year": "2020"})

    with open_store(maker.store) as store:
        generation = generation_of(store)
        answer = top(store, Selection(), Dimension.COUNTRY, limit=5)

    assert generation.margins.get("country", generation.facts.contexts[0].id) is None
    assert answer.total.value == Decimal(5_400_000_000_000_000)


def test_margins_follow_imports_removals_and_their_undoing(tmp_path: Path) -> None:
    maker = make_cars(tmp_path)
    batch = read_manifest(maker.store).segments[0].batch
    values = []

    def look(store: Store) -> None:
        store.refresh()
        assert generation_of(store).margins.get("country", 1) is not None
        values.append(sum(row.figures.value for row in top(store, Selection(), Dimension.COUNTRY, limit=9).rows))

    with open_store(maker.store) as store:
        look(store)
        removed = [segment.id for segment in read_manifest(maker.store).segments if segment.batch == batch]
        removal = remove_for_now(maker.store, removed, token=CancelToken())
        look(store)
        undo_removal(maker.store, removal, token=CancelToken())
        look(store)
        maker.add_seed(IMPORTS_2019[:1], year=2018, direction="import")
        look(store)
        remove_batch(maker.store, batch, token=CancelToken())
        look(store)

    assert values == [1460, 1060, 1460, 1710, 1310]


def test_a_reader_of_an_older_generation_goes_on_without_its_margins(tmp_path: Path) -> None:
    maker = make_cars(tmp_path)
    with open_store(maker.store) as store:
        _, margins = cube_and_margins(maker.store)
        before = top(store, Selection(), Dimension.COUNTRY, limit=5)
        for year in (2017, 2018):  # the first writer may spare what the second removes
            maker.add_seed(IMPORTS_2019, year=year, direction="import")

        assert not margins.exists()
        assert top(store, Selection(), Dimension.COUNTRY, limit=5) == before
        assert [row.member for row in top(store, Selection(), Dimension.PROVINCE, limit=5).rows] == [11, 44]


def test_demonstration_data_answer_only_where_nothing_else_does(tmp_path: Path) -> None:
    maker = StoreMaker(tmp_path)
    maker.add_seed(IMPORTS_2020, year=2020, direction="import", is_demo=True)
    maker.add_seed(IMPORTS_2019, year=2019, direction="import")

    with open_store(maker.store) as store:
        everything = dashboard(store, Selection(), DashboardRequest())
        made_up = dashboard(store, Selection(years=Years(2020, 2020)), DashboardRequest())

    assert everything.current.figures.value == 400
    assert [left_out.figures.value for left_out in everything.basis.left_out if left_out.context] == [1000]
    assert made_up.current.figures.value == 1000
