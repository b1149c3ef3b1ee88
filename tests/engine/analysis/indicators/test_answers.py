"""Indicators of a store: what is compared, that parts add up, and what is said where there is too little."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from app.engine.analysis.indicators.balance import balance
from app.engine.analysis.indicators.break_points import break_points
from app.engine.analysis.indicators.complexity import complexity
from app.engine.analysis.indicators.growth import growth
from app.engine.analysis.indicators.index_numbers import price_volume
from app.engine.analysis.indicators.inequality import inequality
from app.engine.analysis.indicators.margins import margins
from app.engine.analysis.indicators.shift import structural_shift
from app.engine.analysis.indicators.specialisation import advantage
from app.engine.analysis.indicators.survival import survival
from app.engine.errors import EngineError
from app.engine.store.dimensions import Dimension
from app.engine.store.open_store import Store, open_store
from app.engine.store.questions.compared import Compared
from app.engine.store.questions.concentration import concentration
from app.engine.store.selection import Direction, Selection, Years

EXPORTS = Selection(direction=Direction.EXPORT)
GERMANY, JAPAN, USA, BEIJING, GUANGDONG = 304, 116, 502, 11, 44
RELATIONS = (Dimension.COUNTRY, Dimension.HS2)


def test_contributions_tell_who_made_the_growth(goods: Store) -> None:
    answer = growth(goods, EXPORTS, Dimension.COUNTRY, Compared())

    assert (answer.before, answer.after) == (2019, 2020)
    assert [(row.member, row.change, row.contribution) for row in answer.rows] == [
        (JAPAN, Decimal(-150), -0.375),
        (GERMANY, Decimal(130), 0.325),
        (USA, Decimal(100), 0.25),
    ]
    assert answer.total is not None
    assert answer.total.growth == pytest.approx(0.2)


@pytest.mark.parametrize("dimension", [Dimension.COUNTRY, Dimension.PROVINCE, Dimension.MODE, Dimension.HS4])
def test_changes_add_up_to_the_total_exactly(demo_store: Path, dimension: Dimension) -> None:
    with open_store(demo_store) as store:
        answer = growth(store, EXPORTS, dimension, Compared(2015, 2020))

    assert answer.total is not None
    assert sum(row.change for row in answer.rows) == answer.total.change


def test_the_ends_of_the_selected_span_are_compared(demo_store: Path) -> None:
    with open_store(demo_store) as store:
        answer = growth(store, Selection(years=Years(2014, 2018)), Dimension.MODE, Compared())

    assert (answer.before, answer.after) == (2014, 2018)


def test_a_single_year_is_compared_with_the_one_before(demo_store: Path) -> None:
    with open_store(demo_store) as store:
        answer = growth(store, Selection(years=Years(2018, 2018)), Dimension.MODE, Compared())

    assert (answer.before, answer.after) == (2017, 2018)


@pytest.mark.parametrize(
    ("years", "code"),
    [
        (Compared(2012, 2020), "query.year_missing"),
        (Compared(2020, 2019), "query.years_not_in_order"),
        (Compared(after=2019), "query.one_year"),
    ],
)
def test_years_that_cannot_be_compared_are_refused(goods: Store, years: Compared, code: str) -> None:
    with pytest.raises(EngineError) as caught:
        growth(goods, EXPORTS, Dimension.COUNTRY, years)

    assert caught.value.code == code


def test_years_with_other_directions_are_not_compared(goods: Store) -> None:
    with pytest.raises(EngineError) as caught:
        growth(goods, Selection(), Dimension.COUNTRY, Compared())

    assert caught.value.code == "query.directions_differ"


def test_price_and_volume_of_the_goods_of_both_years(goods: Store) -> None:
    (row,) = price_volume(goods, EXPORTS).rows

    # Cars: 320 for 3, then 430 for 4; horses: 80 for 10, then 50 for 5
    assert row.numbers.laspeyres_price == pytest.approx((430 / 4 * 3 + 50 / 5 * 10) / 400)
    assert row.numbers.paasche_price == pytest.approx(480 / (320 / 3 * 4 + 80 / 10 * 5))
    assert (row.numbers.items, row.numbers.covered_before) == (2, 1.0)


def test_inequality_agrees_with_concentration(demo_store: Path) -> None:
    with open_store(demo_store) as store:
        ours = inequality(store, EXPORTS, Dimension.COUNTRY)
        theirs = concentration(store, EXPORTS, Dimension.COUNTRY)

    by_year = {row.year: row.hhi for row in theirs.rows}
    assert [row.hhi for row in ours.rows] == pytest.approx([by_year[row.year] for row in ours.rows])
    assert all(row.theil_share is not None and 0 < row.theil_share < 1 for row in ours.rows)


def test_advantage_is_measured_against_all_provinces_and_products(goods: Store) -> None:
    answer = advantage(goods, Selection(provinces=(BEIJING,), hs=("01",)), Dimension.HS2, limit=5)

    # Beijing sells 50 of its 380 in chapter 01, which is 50 of the nation's 480
    (row,) = answer.rows
    assert (row.province, row.product) == (BEIJING, 1)
    assert row.rca == pytest.approx((50 / 380) / (50 / 480))
    assert row.excess == pytest.approx(50 - 380 * 50 / 480)


def test_without_years_advantage_is_that_of_the_last(goods: Store) -> None:
    answer = advantage(goods, EXPORTS, Dimension.HS2, limit=5)

    assert answer.basis.selection.years == Years(2020, 2020)


def test_complexity_ranks_every_province_with_an_advantage(demo_store: Path) -> None:
    with open_store(demo_store) as store:
        answer = complexity(store, Selection(), Dimension.HS2)

    assert len(answer.provinces) > 20
    assert [row.eci for row in answer.provinces] == sorted((row.eci for row in answer.provinces), reverse=True)
    assert all(row.product not in row.nearest for row in answer.products)


def test_margins_tell_growth_of_old_relations_from_new_ones(goods: Store) -> None:
    answer = margins(goods, EXPORTS, RELATIONS, Compared(), limit=5)

    # Germany–87 and Japan–01 went on (280 → 380), Japan–87 (120) vanished, USA–87 (100) is new
    assert (answer.intensive, answer.entry, answer.exit) == (Decimal(100), Decimal(100), Decimal(-120))
    assert [relation.members for relation in answer.relations.largest_new] == [(USA, 87)]
    assert [relation.members for relation in answer.relations.largest_vanished] == [(JAPAN, 87)]
    assert answer.change == Decimal(80)


def test_survival_counts_spells_once(demo_store: Path) -> None:
    with open_store(demo_store) as store:
        answer = survival(store, EXPORTS, RELATIONS)

    assert answer.rows[0].at_risk == answer.spells
    assert sum(row.ended + row.censored for row in answer.rows) == answer.spells
    assert all(row.low <= row.survival <= row.high for row in answer.rows)


def test_survival_over_two_years_is_refused(goods: Store) -> None:
    with pytest.raises(EngineError) as caught:
        survival(goods, EXPORTS, RELATIONS)

    assert caught.value.code == "query.too_few_years"


def test_a_balance_needs_both_directions_of_a_year(goods: Store) -> None:
    answer = balance(goods, EXPORTS, Dimension.COUNTRY)

    (year,) = answer.years
    assert (year.year, year.balance) == (2020, Decimal(300))
    assert year.cover == pytest.approx(480 / 180)
    assert [(row.member, row.balance) for row in answer.members] == [
        (GERMANY, Decimal(150)),
        (USA, Decimal(100)),
        (JAPAN, Decimal(50)),
    ]


def test_a_year_with_one_direction_has_no_balance(goods: Store) -> None:
    with pytest.raises(EngineError) as caught:
        balance(goods, Selection(years=Years(2019, 2019)), Dimension.COUNTRY)

    assert caught.value.code == "query.one_direction"


def test_processing_trade_took_a_share_from_ordinary_trade(goods: Store) -> None:
    answer = structural_shift(goods, EXPORTS, Dimension.MODE, Compared())

    assert answer.moved == pytest.approx(100 / 480)
    assert {row.member: row.shift for row in answer.rows} == pytest.approx({10: -100 / 480, 15: 100 / 480})
    assert sum(row.share for row in answer.shares if row.year == 2020) == pytest.approx(1)


def test_breaks_are_sought_in_the_whole_and_in_its_largest_members(demo_store: Path) -> None:
    with open_store(demo_store) as store:
        answer = break_points(store, EXPORTS, Dimension.COUNTRY, limit=5)

    assert [row.member is None for row in answer.rows] == [True, *[False] * 5]
    assert all(row.adjusted_p >= row.found.p_value for row in answer.rows if row.found and row.adjusted_p is not None)


def test_a_selection_without_records_gives_empty_answers(demo_store: Path) -> None:
    nothing = Selection(direction=Direction.EXPORT, hs=("9999",))
    with open_store(demo_store) as store:
        answers = [
            growth(store, nothing, Dimension.COUNTRY, Compared()).rows,
            price_volume(store, nothing).rows,
            inequality(store, nothing, Dimension.COUNTRY).rows,
            advantage(store, nothing, Dimension.HS4, limit=5).rows,
            balance(store, nothing, Dimension.COUNTRY).years,
            structural_shift(store, nothing, Dimension.MODE, Compared()).rows,
            break_points(store, nothing, Dimension.COUNTRY, limit=5).rows,
            survival(store, nothing, RELATIONS).rows,
            margins(store, nothing, RELATIONS, Compared(), limit=5).relations.largest_new,
        ]

    assert not any(answers)
