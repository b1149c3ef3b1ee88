"""Dependence against an example that was worked out by hand."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.engine.analysis.bands import Band, band_of
from app.engine.analysis.dependence import find_dependence
from app.engine.analysis.dependence_words import dependence_summary
from app.engine.errors import UsageError
from app.engine.messages import Language
from app.engine.reports.dependence_tables import holder_table, risk_table
from app.engine.store.dimensions import Dimension
from app.engine.store.open_store import Store, open_store
from app.engine.store.selection import Direction, Selection, Years
from tests.engine.store.read.stores import make_cars

GERMANY, JAPAN, UNITED_STATES = 304, 116, 502


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Cars (8703): Germany 250 then 500, Japan 150 then 400. Horses (0101): Japan 100 in 2020; exports 60 to the US."""
    with open_store(make_cars(tmp_path_factory.mktemp("cars")).store) as opened:
        yield opened


def test_a_held_product_tells_who_holds_it_and_how_that_changed(store: Store) -> None:
    found = find_dependence(store, Selection())
    cars, horses = found.held

    assert (cars.product, cars.partner, cars.second) == (8703, GERMANY, JAPAN)
    assert (cars.value, cars.held_value) == (1300.0, 750.0)
    assert cars.share == pytest.approx(750 / 1300)
    assert cars.share_first == pytest.approx(250 / 400)
    assert cars.share_last == pytest.approx(500 / 900)
    assert cars.hhi == pytest.approx((750 / 1300) ** 2 + (550 / 1300) ** 2)
    assert cars.effective_partners == pytest.approx(1 / cars.hhi)
    assert (horses.product, horses.partner, horses.second, horses.hhi) == (101, JAPAN, None, 1.0)
    assert (horses.share_first, horses.share_last) == (None, 1.0)


def test_sums_are_over_all_products(store: Store) -> None:
    found = find_dependence(store, Selection(), threshold=0.9)

    assert (found.products, found.value, found.held_value) == (2, 1400.0, 100.0)
    assert (found.bands[Band.HIGH].products, found.bands[Band.HIGH].held) == (2, 1)


def test_holders_are_counted_by_band(store: Store) -> None:
    holders = find_dependence(store, Selection()).holders

    assert [(each.partner, each.products, each.value) for each in holders] == [(GERMANY, 1, 750.0), (JAPAN, 1, 100.0)]
    assert holders[0].by_band == {Band.SPREAD: 0, Band.MODERATE: 0, Band.HIGH: 1}


def test_a_selected_partner_keeps_what_it_holds_and_shares_stay_those_of_all(store: Store) -> None:
    found = find_dependence(store, Selection(countries=(GERMANY,)))

    assert [(each.product, each.partner) for each in found.held] == [(8703, GERMANY)]
    assert found.held[0].share == pytest.approx(750 / 1300)
    assert found.held_products == len(found.holders) == 2


def test_one_year_has_no_change_of_shares(store: Store) -> None:
    found = find_dependence(store, Selection(years=Years(2020, 2020)))

    assert (found.held[0].share_first, found.held[0].share_last) == (None, None)


def test_exports_are_listed_where_they_are_selected(store: Store) -> None:
    found = find_dependence(store, Selection(direction=Direction.EXPORT))

    assert [(each.product, each.partner, each.share) for each in found.held] == [(101, UNITED_STATES, 1.0)]
    assert "exported" in dependence_summary(found, Language.EN)


def test_an_empty_selection_is_said_so(store: Store) -> None:
    found = find_dependence(store, Selection(hs=("99",)))

    assert found.held == ()
    assert dependence_summary(found, Language.EN) == "The selection holds no products; please widen the filters."


def test_a_threshold_that_nobody_reaches_is_said_so(store: Store) -> None:
    found = find_dependence(store, Selection(hs=("8703",)), threshold=0.99)

    assert "lower threshold" in dependence_summary(found, Language.EN)


@pytest.mark.parametrize("threshold", [0.0, 1.5])
def test_an_impossible_threshold_is_refused(store: Store, threshold: float) -> None:
    with pytest.raises(UsageError) as refused:
        find_dependence(store, Selection(), threshold=threshold)

    assert refused.value.code == "dependence.threshold_impossible"


def test_a_level_without_products_is_refused(store: Store) -> None:
    with pytest.raises(UsageError) as refused:
        find_dependence(store, Selection(), level=Dimension.MODE)

    assert refused.value.code == "dependence.level_unknown"


def test_bands_are_those_of_the_merger_guidelines() -> None:
    found = [band_of(hhi) for hhi in (0.0999, 0.1, 0.18, 0.1801)]

    assert found == [Band.SPREAD, Band.MODERATE, Band.MODERATE, Band.HIGH]


def test_the_risk_list_writes_codes_names_and_shares(store: Store) -> None:
    found = find_dependence(store, Selection())

    table = risk_table(found, Language.EN)

    assert table.columns[4].title == "Share in 2019"
    assert table.rows[1][:4] == ("0101", "Live horses, asses and mules", "Japan", 1.0)
    assert holder_table(found, Language.EN).rows[0] == ("Germany", 1, 0, 0, 1, 750.0)
