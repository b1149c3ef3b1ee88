from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from app.engine.errors import NotInDataError, UsageError
from app.engine.store.answers import Reason
from app.engine.store.dimensions import Dimension
from app.engine.store.open_store import Store, open_store
from app.engine.store.questions.concentration import concentration
from app.engine.store.questions.cross import cross
from app.engine.store.questions.series import series
from app.engine.store.questions.top import top
from app.engine.store.selection import Direction, Selection, Years
from tests.engine.store.read.stores import ALL_COLUMNS, EXPORTS_2020, IMPORTS_2020, StoreMaker

GERMANY, JAPAN, USA = 304, 116, 502
IMPORTS = Selection(direction=Direction.IMPORT)


def test_partners_are_ranked_by_value_with_share_and_growth(cars: Store) -> None:
    answer = top(cars, IMPORTS, Dimension.COUNTRY, limit=5)

    assert [(row.rank, row.member, row.figures.value, row.figures.records) for row in answer.rows] == [
        (1, GERMANY, Decimal(750), 2),
        (2, JAPAN, Decimal(650), 4),
    ]
    assert [row.share for row in answer.rows] == pytest.approx([750 / 1400, 650 / 1400])
    assert [row.growth for row in answer.rows] == pytest.approx([500 / 250 - 1, 500 / 150 - 1])
    assert answer.growth_year == 2020


def test_growth_looks_one_year_back_beyond_a_single_selected_year(cars: Store) -> None:
    answer = top(cars, Selection(direction=Direction.IMPORT, years=Years(2020, 2020)), Dimension.COUNTRY, limit=1)

    assert (answer.rows[0].member, answer.rows[0].figures.value) == (JAPAN, Decimal(500))
    assert answer.rows[0].growth == pytest.approx(500 / 150 - 1)


def test_a_member_without_a_year_before_has_no_growth(cars: Store) -> None:
    answer = top(cars, Selection(direction=Direction.EXPORT), Dimension.COUNTRY, limit=1)

    assert answer.rows[0].growth is None


def test_rows_beyond_the_limit_are_accounted_for(cars: Store) -> None:
    answer = top(cars, IMPORTS, Dimension.COUNTRY, limit=1)

    beyond = [entry for entry in answer.basis.left_out if entry.reason is Reason.BEYOND_LIMIT]
    assert [(entry.figures.value, entry.figures.records) for entry in beyond] == [(Decimal(650), 4)]
    assert answer.total.value == 1400


@pytest.mark.parametrize(
    ("dimension", "members"),
    [
        (Dimension.PROVINCE, [11, 44]),
        (Dimension.MODE, [10, 15]),
        (Dimension.HS2, [87, 1]),
        (Dimension.HS4, [8703, 101]),
        (Dimension.HS6, [870323, 870332, 10121]),
        (Dimension.HS8, [87032342, 87033212, 1012100]),
        (Dimension.YEAR, [2020, 2019]),
        (Dimension.DIRECTION, [1]),
    ],
)
def test_every_dimension_can_be_ranked(cars: Store, dimension: Dimension, members: list[int]) -> None:
    answer = top(cars, IMPORTS, dimension, limit=10)

    assert [row.member for row in answer.rows] == members


def test_quantities_are_added_only_in_one_unit(tmp_path: Path) -> None:
    maker = StoreMaker(tmp_path)
    rows = [
        ("87032342", "德国", "北京市", "一般贸易", "2", "辆", "50"),
        ("87032342", "德国", "北京市", "一般贸易", "3", "辆", "50"),
        ("87033212", "德国", "北京市", "一般贸易", "2", "辆", "10"),
        ("87033212", "德国", "北京市", "一般贸易", "900", "千克", "10"),
    ]
    maker.add_mapped(ALL_COLUMNS, rows, {"year": "2020"})

    with open_store(maker.store) as store:
        answer = top(store, Selection(), Dimension.HS8, limit=5)

    assert [(row.figures.quantity, row.figures.unit is None) for row in answer.rows] == [(5, False), (None, True)]


def test_the_context_with_most_records_answers_and_names_the_others(mixed: Store) -> None:
    answer = top(mixed, Selection(), Dimension.COUNTRY, limit=5)

    others = {entry.figures.value for entry in answer.basis.left_out if entry.reason is Reason.OTHER_CONTEXT}
    assert answer.basis.context is not None
    assert (answer.basis.context.source, answer.basis.context.currency, answer.total.value) == (
        "seed",
        "USD",
        Decimal(1000),
    )
    assert others == {Decimal(4900), Decimal(70), Decimal(900)}


@pytest.mark.parametrize(
    ("choice", "total"),
    [
        (Selection(currency="CNY"), 4900),
        (Selection(hs_level=4), 900),
        (Selection(source="mapping", currency="USD"), 70),
    ],
)
def test_a_context_can_be_chosen(mixed: Store, choice: Selection, total: int) -> None:
    assert top(mixed, choice, Dimension.COUNTRY, limit=5).total.value == total


def test_a_dimension_that_the_chosen_context_lacks_is_not_in_the_data(mixed: Store) -> None:
    with pytest.raises(NotInDataError):
        top(mixed, Selection(hs_level=4), Dimension.HS6, limit=5)


def test_the_only_source_with_a_dimension_answers_for_it(mixed: Store) -> None:
    answer = series(mixed, Selection(), monthly=True, limit=5)

    assert [(row.year, row.month, row.figures.value) for row in answer.rows] == [
        (2020, 1, Decimal(30)),
        (2020, 2, Decimal(40)),
    ]


def test_a_series_grows_from_year_to_year(cars: Store) -> None:
    answer = series(cars, IMPORTS, limit=5)

    assert [(row.year, row.figures.value, row.growth) for row in answer.rows] == [
        (2019, Decimal(400), None),
        (2020, Decimal(1000), pytest.approx(1.5)),
    ]


def test_a_series_by_member_shows_the_largest_in_their_order(cars: Store) -> None:
    answer = series(cars, IMPORTS, by=Dimension.PROVINCE, limit=1)

    assert [(row.member, row.year, row.figures.value) for row in answer.rows] == [
        (11, 2019, Decimal(250)),
        (11, 2020, Decimal(600)),
    ]
    assert [entry.figures.value for entry in answer.basis.left_out if entry.reason is Reason.BEYOND_LIMIT] == [550]


def test_cells_of_a_cross_table_add_up(cars: Store) -> None:
    answer = cross(cars, IMPORTS, [Dimension.COUNTRY, Dimension.PROVINCE, Dimension.HS4], limit=50)

    assert {row.members: row.figures.value for row in answer.rows} == {
        (GERMANY, 11, 8703): Decimal(750),
        (JAPAN, 44, 8703): Decimal(550),
        (JAPAN, 11, 101): Decimal(100),
    }
    assert sum(row.share or 0 for row in answer.rows) == pytest.approx(1)


@pytest.mark.parametrize("dimensions", [[Dimension.COUNTRY], [Dimension.COUNTRY, Dimension.COUNTRY]])
def test_a_cross_table_needs_two_dimensions(cars: Store, dimensions: list[Dimension]) -> None:
    with pytest.raises(UsageError):
        cross(cars, IMPORTS, dimensions, limit=5)


def test_concentration_is_the_sum_of_squared_shares(cars: Store) -> None:
    answer = concentration(cars, IMPORTS, Dimension.COUNTRY)

    assert [(row.year, row.members, row.largest) for row in answer.rows] == [
        (None, 2, GERMANY),
        (2019, 2, GERMANY),
        (2020, 2, JAPAN),
    ]
    assert [row.hhi for row in answer.rows] == pytest.approx(
        [(750**2 + 650**2) / 1400**2, (250**2 + 150**2) / 400**2, 0.5]
    )


def test_one_partner_alone_has_concentration_one(cars: Store) -> None:
    answer = concentration(cars, Selection(direction=Direction.EXPORT), Dimension.COUNTRY)

    assert [(row.largest, row.hhi, row.largest_share) for row in answer.rows] == [(USA, 1.0, 1.0)] * 2


def test_demonstration_data_answer_only_where_nothing_else_does(tmp_path: Path) -> None:
    maker = StoreMaker(tmp_path)
    maker.add_seed(IMPORTS_2020, year=2020, direction="import", is_demo=True)
    maker.add_seed(EXPORTS_2020, year=2020, direction="export")

    with open_store(maker.store) as store:
        answers = [top(store, Selection(direction=way), Dimension.YEAR, limit=5) for way in (None, Direction.IMPORT)]

    assert [answer.basis.context.source for answer in answers if answer.basis.context] == ["seed", "demo"]
