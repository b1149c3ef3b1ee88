"""What the page must know to draw both maps as China's standard map does, as one JSON document."""

from __future__ import annotations

import functools
import json

from app.engine.messages import Language
from app.engine.reference import countries, provinces, tables
from app.engine.reference.countries import Country, CountryTable, Kind
from app.engine.reference.provinces import Province
from app.engine.store.dimensions import country_key

_DASHES = "dashes"
# Polygons inside China's feature that belong to a partner of its own in trade statistics: west, south, east, north.
_PARTS = {"TWN": {"of": "CHN", "box": [119.9, 21.8, 122.1, 25.4]}}
_MERGED = {"N. Cyprus": "CYP", "Northern Cyprus": "CYP"}
_INSET = "南海诸岛"


@functools.cache
def map_facts() -> bytes:
    """The document `facts.json` of the page."""
    document = {"world": _world(countries.table()), "china": _china(provinces.table().places)}
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def _world(table: CountryTable) -> dict[str, object]:
    regions = [country_key(country.code) for country in table.countries if country.kind is Kind.CHINA_REGION]
    china = country_key(countries.CHINA)
    return {
        "keys": {**_feature_keys(table), **_MERGED},
        "labels": {country_key(country.code): _labels(country) for country in table.countries},
        "places": _places(),
        "parts": _PARTS,
        "as": dict.fromkeys(regions, china),
        "dashes_name": _DASHES,
        "dashes": _dashes(),
    }


def _feature_keys(table: CountryTable) -> dict[str, str]:
    """Names that a feature may have, in our file or in an operator's, to the key of its partner."""
    named = {name: country_key(code) for name, code in table.names()}
    mapped = {country.map_name: country_key(country.code) for country in table.countries if country.map_name}
    return {
        **named,
        **{country.iso3: country_key(country.code) for country in table.countries if country.iso3},
        **mapped,
    }


def _labels(place: Country | Province) -> dict[str, str]:
    return {language.value: place.name(language) for language in Language}


def _places() -> dict[str, list[float]]:
    rows = tables.rows("map_places", ("code", "longitude", "latitude", "place"))
    return {country_key(int(code)): [float(longitude), float(latitude)] for code, longitude, latitude, _ in rows}


def _dashes() -> list[list[list[float]]]:
    lines: dict[str, list[list[float]]] = {}
    for dash, longitude, latitude in tables.rows("map_dashes", ("dash", "longitude", "latitude")):
        lines.setdefault(dash, []).append([float(longitude), float(latitude)])
    return list(lines.values())


def _china(places: tuple[Province, ...]) -> dict[str, object]:
    names = {name: place.map_name for place in places for name in (place.name_zh, place.short_zh, place.name_en)}
    return {
        "names": names,
        "labels": {place.map_name: _labels(place) for place in places},
        "codes": {place.map_name: str(place.code) for place in places if place.is_registration_place},
        "apart": [place.map_name for place in places if not place.is_registration_place],
        "inset": _INSET,
    }
