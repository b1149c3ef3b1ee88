from __future__ import annotations

from pathlib import Path

import pytest

from app.engine.reference import units
from app.engine.store.open_store import Store, open_store
from app.engine.store.questions.priced_records import price_cells, priced_sample
from app.engine.store.questions.product_members import (
    Parameter,
    product_members,
    product_units,
    product_units_by_year,
)
from app.engine.store.questions.yearly_prices import yearly_prices
from app.engine.store.selection import Direction, Selection
from tests.engine.store.read.stores import ALL_COLUMNS, StoreMaker

GERMANY, JAPAN = 304, 116
CARS = Selection(direction=Direction.IMPORT, hs=("8703",))


def _unit(name: str) -> int:
    found = units.table().find(name)
    assert found is not None
    return found.id


def test_partners_of_a_product_come_with_most_records_first(cars: Store) -> None:
    found = product_members(cars, CARS, Parameter.COUNTRY)

    assert [(member.code, member.records) for member in found] == [(JAPAN, 3), (GERMANY, 2)]


def test_a_dimension_that_the_source_lacks_has_no_members(tmp_path: Path) -> None:
    maker = StoreMaker(tmp_path)
    maker.add_mapped(("hs", "country", "value"), [("8703", "德国", "900")], {"year": "2020"})

    with open_store(maker.store) as store:
        assert product_members(store, Selection(), Parameter.MODE) == []
        assert product_members(store, Selection(), Parameter.UNIT) == []


def test_every_product_is_listed_with_its_unit(cars: Store) -> None:
    found = product_units(cars, CARS)

    assert [(entry.hs, entry.unit, entry.records) for entry in found] == [
        ("87032342", _unit("辆"), 4),
        ("87033212", _unit("辆"), 1),
    ]


def test_units_are_told_year_by_year(cars: Store) -> None:
    assert [(entry.year, entry.records) for entry in product_units_by_year(cars, CARS)] == [(2019, 2), (2020, 3)]


def test_years_have_quartiles_and_prices_that_stand_out(tmp_path: Path) -> None:
    maker = StoreMaker(tmp_path)
    prices = ("10", "11", "12", "13", "14", "900")
    rows = [("01012100", "日本", "北京市", "一般贸易", "1000", "克", price) for price in prices]
    maker.add_mapped(ALL_COLUMNS, rows, {"year": "2020"})

    with open_store(maker.store) as store:
        (year,) = yearly_prices(store, Selection(hs=("0101",)), base_unit=_unit("千克"))

    assert (year.year, year.records) == (2020, 6)
    assert year.lower_quartile <= year.median <= year.upper_quartile
    assert year.outliers == pytest.approx((900,))


def test_a_sample_is_the_same_every_time_and_holds_only_years_asked_for(demo_store: Path) -> None:
    with open_store(demo_store) as store:
        first, second = (priced_sample(store, Selection(), {2015: 300, 2016: 10**9}) for _ in range(2))

    assert first.ln_price.tolist() == second.ln_price.tolist()
    assert set(first.year.tolist()) == {2015, 2016}
    assert 200 <= (first.year == 2015).sum() <= 400


def test_of_very_many_records_the_newest_years_are_taken_whole(demo_store: Path) -> None:
    with open_store(demo_store) as store:
        every, newest, least = (price_cells(store, Selection(), most_records=most) for most in (10**9, 20_000, 1))

    assert set(every.year.tolist()) == set(range(2012, 2022))
    assert newest.records.sum() <= 20_000
    assert newest.records[newest.year == 2021].sum() == every.records[every.year == 2021].sum()
    assert set(least.year.tolist()) == {2019, 2020, 2021}
