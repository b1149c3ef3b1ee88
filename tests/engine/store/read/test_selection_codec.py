from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.errors import InputError
from app.engine.messages import Language, sentence
from app.engine.reference import countries, currencies, provinces, trade_modes
from app.engine.store.selection import Direction, Selection, Years
from app.engine.store.selection_codec import read_selection, selection_document

COUNTRIES = st.sampled_from([country.code for country in countries.table().countries])
YEARS = st.lists(st.integers(1992, 2030), min_size=2, max_size=2).map(lambda two: Years(min(two), max(two)))
SELECTIONS = st.builds(
    Selection,
    direction=st.none() | st.sampled_from(Direction),
    years=st.none() | YEARS,
    countries=st.lists(COUNTRIES, max_size=4, unique=True).map(tuple),
    provinces=st.lists(st.sampled_from([place.code for place in provinces.table().places])).map(tuple),
    hs=st.lists(st.text("0123456789", min_size=1, max_size=8), max_size=4).map(tuple),
    modes=st.lists(st.sampled_from([mode.code for mode in trade_modes.table().modes])).map(tuple),
    currency=st.none() | st.sampled_from([currency.code for currency in currencies.table().currencies]),
    reporter=st.none() | COUNTRIES,
    hs_level=st.none() | st.sampled_from([2, 4, 6, 8]),
    source=st.none() | st.sampled_from(["seed", "gacc", "demo"]),
)


@given(SELECTIONS)
def test_every_selection_survives_as_json_text(selection: Selection) -> None:
    text = json.dumps(selection_document(selection), ensure_ascii=False)

    assert read_selection(json.loads(text)) == selection


def test_partners_are_written_by_iso_code_or_else_by_customs_code() -> None:
    document = selection_document(Selection(countries=(502, 701), provinces=(44,), modes=(10,), hs=("0101",)))

    assert document["countries"] == ["USA", "701"]
    assert document["provinces"] == ["44"]
    assert document["modes"] == ["10"]
    assert document["hs"] == ["0101"]


def test_an_empty_document_selects_everything() -> None:
    assert read_selection({}) == Selection()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("direction", "sideways"),
        ("years", [2021]),
        ("years", [2021, 2016]),
        ("years", [2016.5, 2017]),
        ("years", "2016-2017"),
        ("countries", ["XXX"]),
        ("countries", ["99999"]),
        ("countries", [502]),
        ("countries", "USA"),
        ("provinces", ["99"]),
        ("provinces", ["北京"]),
        ("modes", ["10' OR 1=1"]),
        ("modes", [["10"]]),
        ("hs", ["01x"]),
        ("hs", [""]),
        ("hs", ["123456789"]),
        ("currency", "XXQ"),
        ("reporter", "China"),
        ("reporter", "１４２"),
        ("hs_level", 5),
        ("hs_level", True),
        ("source", ""),
        ("source", 1),
    ],
)
def test_what_cannot_be_used_is_named(name: str, value: object) -> None:
    with pytest.raises(InputError) as caught:
        read_selection({name: value})

    assert caught.value.code == "selection.unusable"
    assert f"“{name}”" in sentence(caught.value, Language.ZH)


def test_a_field_of_another_version_is_named() -> None:
    with pytest.raises(InputError) as caught:
        read_selection({"direction": "import", "ports": ["5100"]})

    assert caught.value.code == "selection.field_unknown"
    assert "ports" in sentence(caught.value, Language.EN)
