from __future__ import annotations

import pytest

from app.bridge.dashboard_filters import Facet, Filter, cleared, clicked, filters_of, keys_of, without
from app.engine.store.selection import Direction, Selection, Years

NARROW = Selection(
    direction=Direction.IMPORT,
    years=Years(2015, 2018),
    countries=(304, 116),
    provinces=(44,),
    hs=("8541", "8542"),
    modes=(10,),
    currency="USD",
)


def test_every_filter_is_listed_in_the_order_of_the_facets() -> None:
    assert [(one.facet.value, one.key) for one in filters_of(NARROW)] == [
        ("direction", "import"),
        ("years", "2015-2018"),
        ("country", "304"),
        ("country", "116"),
        ("province", "44"),
        ("hs", "8541"),
        ("hs", "8542"),
        ("mode", "10"),
    ]


def test_taking_one_filter_away_leaves_the_others() -> None:
    left = without(NARROW, [Filter(Facet.COUNTRY, "304"), Filter(Facet.YEARS, "2015-2018")])

    assert left.countries == (116,)
    assert left.years is None
    assert left.hs == NARROW.hs
    assert left.direction is Direction.IMPORT


def test_taking_every_filter_away_keeps_the_choice_of_currency() -> None:
    assert cleared(NARROW) == Selection(currency="USD")
    assert without(NARROW, filters_of(NARROW)) == Selection(currency="USD")


@pytest.mark.parametrize(
    ("before", "key", "is_added", "after"),
    [
        ((), "304", False, (304,)),
        ((116,), "304", False, (304,)),
        ((304,), "304", False, ()),
        ((304, 116), "304", False, (304,)),
        ((304,), "116", True, (304, 116)),
        ((304, 116), "304", True, (116,)),
        ((304,), "304", True, ()),
    ],
)
def test_a_click_chooses_a_member_adds_it_or_undoes(
    before: tuple[int, ...], key: str, is_added: bool, after: tuple[int, ...]
) -> None:
    found = clicked(Selection(countries=before), Facet.COUNTRY, key, is_added=is_added)

    assert found.countries == after


@pytest.mark.parametrize(
    ("before", "key", "is_added", "after"),
    [
        ((), "85", False, ("85",)),
        (("85",), "8542", False, ("8542",)),
        (("85424100",), "85424100", False, ("854241",)),
        (("85",), "85", False, ()),
        (("85",), "8542", True, ("8542",)),
        (("8542",), "8541", True, ("8541", "8542")),
        (("8541", "8542"), "8541", True, ("8542",)),
        (("8542",), "8542", True, ("85",)),
        (("84", "85"), "8542", True, ("84", "8542")),
        (("84",), "8542", True, ("84", "8542")),
        (("01", "85"), "85", True, ("01",)),
    ],
)
def test_a_click_on_goods_goes_down_and_undoing_goes_one_level_up(
    before: tuple[str, ...], key: str, is_added: bool, after: tuple[str, ...]
) -> None:
    found = clicked(Selection(hs=before), Facet.HS, key, is_added=is_added)

    assert found.hs == after


@pytest.mark.parametrize(
    ("before", "year", "is_added", "after"),
    [
        (None, 2018, False, Years(2018, 2018)),
        (Years(2018, 2018), 2018, False, None),
        (Years(2012, 2021), 2018, False, Years(2018, 2018)),
        (None, 2018, True, Years(2018, 2018)),
        (Years(2016, 2017), 2019, True, Years(2016, 2019)),
        (Years(2016, 2019), 2019, True, Years(2016, 2018)),
        (Years(2016, 2019), 2016, True, Years(2017, 2019)),
        (Years(2016, 2019), 2018, True, Years(2016, 2018)),
        (Years(2018, 2018), 2018, True, None),
    ],
)
def test_years_stay_one_span(before: Years | None, year: int, is_added: bool, after: Years | None) -> None:
    found = clicked(Selection(years=before), Facet.YEARS, str(year), is_added=is_added)

    assert found.years == after


def test_a_second_click_on_a_direction_shows_both() -> None:
    imports = clicked(Selection(), Facet.DIRECTION, "import", is_added=False)

    assert keys_of(imports, Facet.DIRECTION) == ("import",)
    assert clicked(imports, Facet.DIRECTION, "import", is_added=False) == Selection()
