from __future__ import annotations

from pathlib import Path

from app.bridge.dashboard_content import Part, UnitState
from app.bridge.dashboard_filters import Facet
from app.bridge.dashboard_metrics import Metric
from app.engine.store.dimensions import Dimension
from app.engine.store.open_store import open_store
from app.engine.store.questions.totals import totals
from app.engine.store.selection import Direction, Selection, Years
from tests.bridge.dashboards import content_of

GERMANY, JAPAN = 304, 116


def test_the_total_is_that_of_the_store(demo_store: Path) -> None:
    imports = Selection(direction=Direction.IMPORT)

    content = content_of(demo_store, imports)

    with open_store(demo_store) as store:
        (row,) = totals(store, imports).rows
    assert content.key.figures.value == row.figures.value
    assert content.key.figures.records == row.figures.records
    assert content.key.products is not None


def test_a_chosen_partner_stands_among_all_others(demo_store: Path) -> None:
    content = content_of(demo_store, Selection(countries=(GERMANY,)))

    partners = content.rankings[Part.COUNTRY].members
    provinces = sum(member.figures.value for member in content.rankings[Part.PROVINCE].members)

    assert len(partners) > 100
    assert [member.code for member in partners if member.is_selected] == [GERMANY]
    assert provinces == content.key.figures.value


def test_goods_stand_among_their_siblings_and_their_parts_lie_one_level_below(demo_store: Path) -> None:
    everything = content_of(demo_store, Selection()).rankings
    chapter = content_of(demo_store, Selection(hs=("85",))).rankings
    heading = content_of(demo_store, Selection(hs=("8542",))).rankings

    assert everything[Part.GOODS].dimension is everything[Part.PARTS].dimension is Dimension.HS2
    assert (chapter[Part.GOODS].dimension, chapter[Part.PARTS].dimension) == (Dimension.HS2, Dimension.HS4)
    assert (heading[Part.GOODS].dimension, heading[Part.PARTS].dimension) == (Dimension.HS4, Dimension.HS6)
    assert all(8500 < member.code < 8600 for member in heading[Part.GOODS].members)
    assert all(854200 < member.code < 854300 for member in heading[Part.PARTS].members)


def test_changes_compare_with_the_year_before(demo_store: Path) -> None:
    now = content_of(demo_store, Selection(years=Years(2018, 2018)))
    before = content_of(demo_store, Selection(years=Years(2017, 2017)))

    assert now.growth is not None
    assert (now.growth.after, now.growth.before) == (Years(2018, 2018), Years(2017, 2017))
    assert now.growth.before_key.figures.value == before.key.figures.value


def test_quantities_of_all_goods_are_not_added(demo_store: Path) -> None:
    content = content_of(demo_store, Selection(), Metric.QUANTITY)

    assert content.unit_state is UnitState.NO_PRODUCT
    assert content.rankings[Part.COUNTRY].metric is Metric.VALUE


def test_where_nothing_matches_it_says_which_filter_stands_in_the_way(demo_store: Path) -> None:
    nothing = Selection(countries=(GERMANY, JAPAN), years=Years(2050, 2050))

    content = content_of(demo_store, nothing)

    assert content.is_empty
    assert content.ways_out == (Facet.YEARS,)
