import pytest

from app.engine.messages import Language
from app.engine.reference import provinces
from tests.engine.reference.map_features import CHINA


def test_every_map_name_is_a_feature_of_the_china_map_and_the_other_way_round() -> None:
    assert {place.map_name for place in provinces.table().places} == CHINA


def test_there_are_31_registration_places() -> None:
    assert len(provinces.table().registration_places) == 31


@pytest.mark.parametrize("text", ["台湾省", "香港", "Macao"])
def test_taiwan_hong_kong_and_macao_are_drawn_but_no_registration_places(text: str) -> None:
    place = provinces.table().find(text)

    assert place is not None
    assert not place.is_registration_place
    assert text not in provinces.table().spellings()


@pytest.mark.parametrize("text", ["新疆维吾尔族自治区", "新疆维吾尔自治区", "新疆", "650000", "65", "Xinjiang"])
def test_spellings_of_one_place_lead_to_its_code(text: str) -> None:
    assert provinces.table().spellings()[text] == 65


def test_names_follow_the_language() -> None:
    place = provinces.table().by_code(11)

    assert (place.name(Language.ZH), place.name(Language.EN)) == ("北京市", "Beijing")
