"""What crosses thresholds, by hand-computed figures, and what the list remembers."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.engine.analysis.watch_words import crossing_sentence
from app.engine.analysis.watching import check_watches, find_crossed
from app.engine.errors import UsageError
from app.engine.messages import Language
from app.engine.reference import countries
from app.engine.store.desk_file import FILE_NAME, DeskFile
from app.engine.store.open_store import Store, open_store
from app.engine.store.questions.two_periods import two_periods
from app.engine.store.selection import Direction, Selection, Years
from app.engine.store.watch_list import Finding, Kind, Thresholds, WatchList
from tests.engine.analysis.stores import CARS
from tests.engine.store.read.stores import StoreMaker

_CARS = Selection(direction=Direction.EXPORT, hs=(CARS,))


@pytest.fixture
def watches(tmp_path: Path) -> WatchList:
    return WatchList(DeskFile(tmp_path / FILE_NAME))


def crossed(store: Store, thresholds: Thresholds, selection: Selection = _CARS) -> list[Finding]:
    compared = two_periods(store, selection)
    assert compared is not None
    return find_crossed(compared, thresholds)


def test_a_value_that_rose_as_much_as_the_threshold_crosses_it(exports: Store) -> None:
    # 200 → 400
    (found,) = crossed(exports, Thresholds(value_up=1.0))

    assert (found.kind, found.year, found.earlier, found.later) == (Kind.VALUE_UP, 2020, 200.0, 400.0)


def test_a_smaller_rise_does_not_cross(exports: Store) -> None:
    assert crossed(exports, Thresholds(value_up=1.01, value_down=0.01)) == []


def test_a_fall_crosses_the_threshold_of_falls(exports: Store) -> None:
    japan = Selection(direction=Direction.EXPORT, hs=(CARS,), countries=(countries.table().by_iso3("JPN").code,))

    (found,) = crossed(exports, Thresholds(value_down=0.5), japan)

    assert (found.earlier, found.later) == (100.0, 50.0)


def test_the_unit_value_is_compared_where_there_is_one_unit(exports: Store) -> None:
    # 200/15 → 400/25
    (found,) = crossed(exports, Thresholds(price_up=0.19))

    assert found.kind is Kind.PRICE_UP
    assert found.later == pytest.approx(16.0)


def test_without_one_unit_no_price_crosses(exports: Store) -> None:
    assert crossed(exports, Thresholds(price_up=0.0), Selection(direction=Direction.EXPORT)) == []


def test_a_partner_without_trade_the_year_before_is_new_if_it_is_large_enough(exports: Store) -> None:
    # France has 50 of 400
    (found,) = crossed(exports, Thresholds(new_partner=0.125))

    assert found.member == countries.table().by_iso3("FRA").code
    assert crossed(exports, Thresholds(new_partner=0.13)) == []


def test_concentration_crosses_from_its_threshold_on(exports: Store) -> None:
    # (300² + 50² + 50²) / 400²
    (found,) = crossed(exports, Thresholds(concentration=0.59))

    assert found.earlier == pytest.approx(0.5)
    assert found.later == pytest.approx(0.59375)


def test_a_selection_that_ends_earlier_compares_its_own_last_year(exports: Store) -> None:
    compared = two_periods(exports, Selection(direction=Direction.EXPORT, years=Years(2019, 2019)))

    assert compared is not None
    assert compared.year == 2019
    assert compared.before is None
    assert find_crossed(compared, Thresholds(value_up=0.0, new_partner=0.0)) == []


def test_a_year_that_has_just_begun_is_compared_in_its_own_months(tmp_path: Path) -> None:
    maker = StoreMaker(tmp_path)
    months = [("87032342", "德国", f"2019{month:02}", "100") for month in range(1, 13)]
    begun = [("87032342", "德国", "202001", "100"), ("87032342", "德国", "202002", "160")]
    maker.add_mapped(("hs", "country", "period", "value"), [*months, *begun], {"direction": "export"})

    with open_store(maker.store) as store:
        compared = two_periods(store, Selection(direction=Direction.EXPORT))

    assert compared is not None
    assert compared.months == (1, 2)
    assert compared.before is not None
    assert (compared.before.value, compared.after.value) == (200.0, 260.0)


def test_nothing_matches_nothing_is_compared(exports: Store) -> None:
    assert two_periods(exports, Selection(direction=Direction.IMPORT)) is None


def test_a_crossing_is_told_once(exports: Store, watches: WatchList) -> None:
    watches.add("cars", _CARS, Thresholds(value_up=0.5))

    (first,) = check_watches(exports, watches, store_name="one")
    (second,) = check_watches(exports, watches, store_name="one")

    assert [len(one.fresh) for one in (first, second)] == [1, 0]
    assert len(second.findings) == 1


def test_what_no_longer_crosses_has_ended_and_is_told_again_when_it_does(exports: Store, watches: WatchList) -> None:
    watch = watches.add("cars", _CARS, Thresholds(value_up=0.5))
    check_watches(exports, watches, store_name="one")
    watches.change(watch.id, "cars", _CARS, Thresholds(value_up=5.0))
    check_watches(exports, watches, store_name="one")
    watches.change(watch.id, "cars", _CARS, Thresholds(value_up=0.5))

    (again,) = check_watches(exports, watches, store_name="one")

    assert len(again.fresh) == 1
    assert [one.ended_at is None for one in watches.history(limit=10)] == [True, False]


def test_another_store_has_crossings_of_its_own(exports: Store, watches: WatchList) -> None:
    watches.add("cars", _CARS, Thresholds(value_up=0.5))
    check_watches(exports, watches, store_name="one")

    (other,) = check_watches(exports, watches, store_name="two")

    assert len(other.fresh) == 1


def test_an_entry_that_cannot_be_checked_does_not_stop_the_others(tmp_path: Path, watches: WatchList) -> None:
    maker = StoreMaker(tmp_path)
    maker.add_mapped(("hs", "country", "value"), [("8703", "德国", "900")], {"direction": "export", "year": "2020"})
    watches.add("by province", Selection(provinces=(11,)), Thresholds(value_up=0.1))
    watches.add("concentrated", Selection(), Thresholds(concentration=0.5))

    with open_store(maker.store) as store:
        failed, checked = check_watches(store, watches, store_name="one")

    assert failed.problem is not None
    assert [finding.kind for finding in checked.findings] == [Kind.CONCENTRATION]


def test_a_removed_entry_can_be_put_back(watches: WatchList) -> None:
    watch = watches.add("cars", _CARS, Thresholds(value_up=0.5))

    watches.put_back(watches.remove(watch.id))

    assert watches.all() == [watch]


def test_a_name_is_given_once(watches: WatchList) -> None:
    watches.add("cars", _CARS, Thresholds(value_up=0.5))

    with pytest.raises(UsageError) as caught:
        watches.add("Cars ", Selection(), Thresholds(value_up=0.5))

    assert caught.value.code == "watch.name_taken"


def test_concentration_of_an_only_partner_is_refused(watches: WatchList) -> None:
    with pytest.raises(UsageError) as caught:
        watches.add("Germany", Selection(countries=(304,)), Thresholds(concentration=0.5))

    assert caught.value.code == "watch.one_partner"


@pytest.mark.parametrize(
    ("thresholds", "code"),
    [
        (Thresholds(), "watch.no_threshold"),
        (Thresholds(value_up=-0.1), "watch.threshold_unusable"),
        (Thresholds(concentration=1.1), "watch.threshold_unusable"),
    ],
)
def test_thresholds_that_cannot_be_crossed_are_refused(watches: WatchList, thresholds: Thresholds, code: str) -> None:
    with pytest.raises(UsageError) as caught:
        watches.add("cars", _CARS, thresholds)

    assert caught.value.code == code


def test_a_crossing_is_told_with_both_figures_and_the_threshold() -> None:
    finding = Finding(Kind.VALUE_UP, 2020, 200.0, 400.0, 0.5)

    assert (
        crossing_sentence(finding, Language.EN)
        == "the value of 2020 is +100.0% against 2019 (200.0 → 400.0), beyond 50%."
    )
