from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from app.engine.errors import NotInDataError, StoreError
from app.engine.store.answers import Reason
from app.engine.store.open_store import Store, open_store
from app.engine.store.questions.totals import totals
from app.engine.store.selection import Direction, Selection, Years
from tests.engine.store.read.stores import ALL_COLUMNS, StoreMaker

GERMANY, BEIJING = 304, 11


def test_totals_tell_imports_from_exports(cars: Store) -> None:
    answer = totals(cars, Selection())

    assert [(row.direction, row.figures.value, row.figures.records) for row in answer.rows] == [
        (Direction.IMPORT, Decimal(1400), 6),
        (Direction.EXPORT, Decimal(60), 1),
    ]
    assert [(row.first_year, row.last_year) for row in answer.rows] == [(2019, 2020), (2020, 2020)]


def test_totals_say_what_the_rules_took_out_and_its_worth(cars: Store) -> None:
    answer = totals(cars, Selection())

    (loss,) = answer.left_out
    assert (loss.reason, loss.rule) == (Reason.CLEANING_RULE, "partner_not_country")
    assert (loss.figures.value, loss.figures.records, loss.currency) == (Decimal(7), 1, "USD")
    assert loss.profile == "source-system"


def test_losses_are_those_of_the_selected_years(cars: Store) -> None:
    answer = totals(cars, Selection(years=Years(2019, 2019)))

    assert answer.left_out == ()


@pytest.mark.parametrize(
    ("selection", "value"),
    [
        (Selection(countries=(GERMANY,)), 750),
        (Selection(provinces=(BEIJING,), direction=Direction.IMPORT), 850),
        (Selection(modes=(15,)), 200),
        (Selection(hs=("8703",)), 1300),
        (Selection(hs=("0",)), 160),
        (Selection(hs=("8703234",)), 1100),
        (Selection(hs=("87033", "0101")), 360),
        (Selection(hs=("8703234", "01"), countries=(GERMANY,)), 750),
        (Selection(hs=("87",), years=Years(2020, 2020), provinces=(BEIJING,), countries=(GERMANY,)), 500),
    ],
)
def test_filters_narrow_the_totals(cars: Store, selection: Selection, value: int) -> None:
    answer = totals(cars, selection)

    assert sum(row.figures.value for row in answer.rows) == value


def test_a_selection_without_records_has_no_rows(cars: Store) -> None:
    assert totals(cars, Selection(years=Years(1999, 1999))).rows == ()
    assert totals(cars, Selection(hs=("99",), provinces=(BEIJING,), countries=(GERMANY,))).rows == ()


def test_figures_of_different_currencies_levels_and_sources_stand_apart(mixed: Store) -> None:
    answer = totals(mixed, Selection())

    assert {
        (row.context.source, row.context.currency, row.context.hs_level): row.figures.value for row in answer.rows
    } == {
        ("seed", "USD", 8): Decimal(1000),
        ("mapping", "CNY", 8): Decimal(4900),
        ("mapping", "USD", 8): Decimal(70),
        ("mapping", "USD", 4): Decimal(900),
    }


def test_a_filter_on_an_untold_dimension_names_the_sources_without_it(mixed: Store) -> None:
    answer = totals(mixed, Selection(provinces=(BEIJING,)))

    absent = [entry for entry in answer.left_out if entry.reason is Reason.DIMENSION_ABSENT]
    assert {row.context.source for row in answer.rows} == {"seed", "mapping"}
    assert sorted(entry.figures.value for entry in absent) == [Decimal(70), Decimal(900)]


def test_a_filter_that_no_source_can_apply_is_refused(mixed: Store) -> None:
    with pytest.raises(NotInDataError) as caught:
        totals(mixed, Selection(provinces=(BEIJING,), hs_level=4))

    assert (caught.value.code, caught.value.params) == ("query.not_in_data", {"dimension": "province"})


def test_sums_beyond_the_precision_of_floats_are_exact(tmp_path: Path) -> None:
    maker = StoreMaker(tmp_path)
    rows = [("01012100", "日本", "北京市", "一般贸易", "9007199254740993", "千克", "9007199254740.993")] * 3
    maker.add_mapped(ALL_COLUMNS, rows, {"year": "2020"})

    with open_store(maker.store) as store:
        answer = totals(store, Selection())

    assert answer.rows[0].figures.value == Decimal("27021597764222.979")


def test_an_empty_store_says_so(tmp_path: Path) -> None:
    with open_store(tmp_path / "store") as store, pytest.raises(StoreError) as caught:
        totals(store, Selection())

    assert caught.value.code == "query.store_empty"
