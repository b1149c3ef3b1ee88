"""Registration places: two-digit codes, full and short names, map names, accepted spellings."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from app.engine.messages import Language
from app.engine.reference import tables
from app.engine.reference.spelling import lookup, normalise

_COLUMNS = ("code", "name_zh", "short_zh", "name_en", "map_name", "is_registration_place", "note")


@dataclass(frozen=True, slots=True)
class Province:
    """One unit of the map; Taiwan, Hong Kong and Macao are drawn but are no registration places."""

    code: int
    name_zh: str
    short_zh: str
    name_en: str
    map_name: str
    is_registration_place: bool
    note: str

    def name(self, language: Language) -> str:
        """The full Chinese or the English name."""
        return self.name_zh if language is Language.ZH else self.name_en


@dataclass(frozen=True, slots=True)
class ProvinceTable:
    """All places with their spellings; obtained from `table()`."""

    places: tuple[Province, ...]
    _codes: Mapping[int, Province]
    _spellings: Mapping[str, int]
    _normal: Mapping[str, int]

    @property
    def registration_places(self) -> tuple[Province, ...]:
        """The 31 places that customs statistics know."""
        return tuple(place for place in self.places if place.is_registration_place)

    def by_code(self, code: int) -> Province:
        """The place of a two-digit code; KeyError when there is none."""
        return self._codes[code]

    def find(self, text: str) -> Province | None:
        """The place of any name or code, however it is spaced or typed."""
        code = self._normal.get(normalise(text))
        return None if code is None else self._codes[code]

    def spellings(self) -> Mapping[str, int]:
        """Every raw text → code, of registration places only."""
        return self._spellings


@functools.cache
def table() -> ProvinceTable:
    """The places of resources/reference, read once."""
    places = tuple(
        Province(int(code), zh, short, en, map_name, flag == "1", note)
        for code, zh, short, en, map_name, flag, note in tables.rows("provinces", _COLUMNS)
    )
    names = [(text, place.code) for place in places for text in (place.name_zh, place.name_en, str(place.code))]
    columns = ("spelling", "code", "kind", "note")
    names += [(spelling, int(code)) for spelling, code, _, _ in tables.rows("province_aliases", columns)]
    codes = {place.code: place for place in places}
    registered = [(text, code) for text, code in names if codes[code].is_registration_place]
    normal = {normalise(text): code for text, code in names}
    return ProvinceTable(places, codes, MappingProxyType(lookup(registered)), normal)
