import json
from pathlib import Path
from typing import Any

import pytest

from app.bridge.charts.map_facts import map_facts
from app.engine.reference import countries, provinces
from app.engine.reference.countries import Kind
from app.engine.store.dimensions import country_key

# Predecessors whose successors are on the map, and codes that are no place at all.
DISSOLVED = {"SCG", "ANT"}


@pytest.fixture(scope="module")
def facts() -> dict[str, Any]:
    document: dict[str, Any] = json.loads(map_facts())
    return document


def test_every_partner_that_is_a_place_is_on_the_world_map(facts: dict[str, Any], repository: Path) -> None:
    file = json.loads((repository / "resources/web/maps/world.json").read_text(encoding="utf-8"))
    drawn = {facts["world"]["keys"].get(feature["properties"]["name"]) for feature in file["features"]}
    placed = drawn | facts["world"]["places"].keys() | DISSOLVED
    kinds = {Kind.COUNTRY, Kind.TERRITORY, Kind.CHINA_REGION}

    missing = {country_key(c.code) for c in countries.table().countries if c.kind in kinds} - placed

    assert missing == set()


def test_only_what_is_no_partner_lacks_a_key(facts: dict[str, Any], repository: Path) -> None:
    file = json.loads((repository / "resources/web/maps/world.json").read_text(encoding="utf-8"))
    names = {feature["properties"]["name"] for feature in file["features"]}

    assert names - facts["world"]["keys"].keys() == {"", "Siachen Glacier"}


def test_the_ten_dashes_lie_in_the_south_china_sea_and_east_of_taiwan(facts: dict[str, Any]) -> None:
    dashes = facts["world"]["dashes"]

    assert len(dashes) == 10
    assert all(105 < x < 124 and 3 < y < 26 for dash in dashes for x, y in dash)


def test_regions_of_china_are_named_as_such_and_coloured_as_china(facts: dict[str, Any]) -> None:
    labels = facts["world"]["labels"]

    assert facts["world"]["as"] == {"HKG": "CHN", "MAC": "CHN", "TWN": "CHN"}
    assert labels["TWN"] == {"zh": "中国台湾", "en": "Taiwan, China"}


def test_every_registration_place_is_a_region_of_the_china_map(facts: dict[str, Any], repository: Path) -> None:
    file = json.loads((repository / "resources/web/maps/china.json").read_text(encoding="utf-8"))
    drawn = {feature["properties"]["name"] for feature in file["features"]}

    assert {place.map_name for place in provinces.table().places} == drawn
    assert drawn - facts["china"]["codes"].keys() == {"台湾", "香港", "澳门"}
