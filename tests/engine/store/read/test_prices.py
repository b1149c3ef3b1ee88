from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from app.engine.errors import UsageError
from app.engine.reference import units
from app.engine.store.answers import Reason
from app.engine.store.dimensions import Dimension
from app.engine.store.open_store import Store, open_store
from app.engine.store.questions.comparables import Declared, comparables
from app.engine.store.questions.unit_prices import unit_prices
from app.engine.store.selection import Direction, Selection
from tests.engine.store.read.stores import ALL_COLUMNS, StoreMaker

GERMANY, JAPAN = 304, 116


def _unit(name: str) -> int:
    found = units.table().find(name)
    assert found is not None
    return found.id


def test_prices_are_per_base_unit_of_their_family(tmp_path: Path) -> None:
    maker = StoreMaker(tmp_path)
    rows = [
        ("01012100", "日本", "北京市", "一般贸易", "1000", "克", "2"),
        ("01012100", "日本", "北京市", "一般贸易", "2", "千克", "8"),
        ("01012100", "日本", "北京市", "一般贸易", "1", "吨", "6000"),
        ("01012100", "日本", "北京市", "一般贸易", "4", "头", "400"),
    ]
    maker.add_mapped(ALL_COLUMNS, rows, {"year": "2020"})

    with open_store(maker.store) as store:
        by_mass, by_head = unit_prices(store, Selection(), by=Dimension.HS8, limit=5).rows

    assert (by_mass.unit, by_mass.figures.records, by_head.figures.records) == (_unit("千克"), 3, 1)
    assert (by_mass.lower_quartile, by_mass.median, by_mass.upper_quartile) == pytest.approx((3, 4, 5))
    assert by_mass.mean == pytest.approx(6010 / 1003)
    assert by_head.median == pytest.approx(100)


def test_imports_and_exports_have_prices_of_their_own(cars: Store) -> None:
    answer = unit_prices(cars, Selection(hs=("0101",)), by=None, limit=1)

    assert {row.direction: row.median for row in answer.rows} == {Direction.IMPORT: 25.0, Direction.EXPORT: 6.0}


def test_members_beyond_the_limit_are_accounted_for(cars: Store) -> None:
    answer = unit_prices(cars, Selection(direction=Direction.IMPORT), by=Dimension.HS4, limit=1)

    beyond = [entry.figures for entry in answer.basis.left_out if entry.reason is Reason.BEYOND_LIMIT]
    assert [row.member for row in answer.rows] == [8703]
    assert [(figures.value, figures.records) for figures in beyond] == [(Decimal(100), 1)]


def test_records_without_quantity_are_left_out_and_counted(tmp_path: Path) -> None:
    maker = StoreMaker(tmp_path)
    maker.add_mapped(("hs", "country", "value"), [("8703", "德国", "900")], {"year": "2020"})

    with open_store(maker.store) as store:
        answer = unit_prices(store, Selection(), by=None, limit=5)

    assert answer.rows == ()
    assert [entry.figures.value for entry in answer.basis.left_out if entry.reason is Reason.NO_QUANTITY] == [900]


def test_the_nearest_records_come_first(cars: Store) -> None:
    declared = Declared("87032342", Direction.IMPORT, 2020, unit=_unit("辆"), country=JAPAN)

    answer = comparables(cars, declared, choices=Selection(), limit=10)

    assert [(row.same_digits, row.country, row.year) for row in answer.rows] == [
        (8, JAPAN, 2020),
        (8, JAPAN, 2019),
        (8, GERMANY, 2020),
        (8, GERMANY, 2019),
        (4, JAPAN, 2020),
    ]
    assert [row.price for row in answer.rows] == pytest.approx([200 / 3, 150, 250, 250, 200])


def test_an_incomparable_unit_has_no_comparables(cars: Store) -> None:
    declared = Declared("87032342", Direction.IMPORT, 2020, unit=_unit("千克"))

    assert comparables(cars, declared, choices=Selection(), limit=10).rows == ()


def test_a_chapter_is_too_coarse_to_compare(cars: Store) -> None:
    with pytest.raises(UsageError):
        comparables(cars, Declared("87", Direction.IMPORT, 2020), choices=Selection(), limit=10)
