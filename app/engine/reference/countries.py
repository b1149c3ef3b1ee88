"""Trading partners: customs code, ISO and M49 codes, names, map names, and every accepted spelling."""

from __future__ import annotations

import enum
import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from app.engine import messages
from app.engine.messages import Language
from app.engine.reference import tables
from app.engine.reference.spelling import lookup, normalise

CHINA = 142
Coding = Literal["customs", "iso3", "m49"]

_COLUMNS = ("code", "iso2", "iso3", "m49", "name_zh", "name_en", "map_name", "continent", "kind", "basis", "note")


class Kind(enum.Enum):
    """What a partner code stands for."""

    COUNTRY = "country"
    CHINA_REGION = "china_region"
    TERRITORY = "territory"
    CATCH_ALL = "catch_all"
    MARKER = "marker"
    ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True)
class Country:
    """One partner; `map_name` is empty where the world map has no feature for it."""

    code: int
    iso2: str
    iso3: str
    m49: int | None
    name_zh: str
    name_en: str
    map_name: str
    continent: str
    kind: Kind
    basis: str
    note: str

    def name(self, language: Language) -> str:
        """The name as statistics print it."""
        return self.name_zh if language is Language.ZH else self.name_en


@dataclass(frozen=True, slots=True)
class Alias:
    """A further spelling; `year` is that of the renaming or dissolution it stems from."""

    spelling: str
    code: int
    kind: str
    year: int | None
    note: str


@dataclass(frozen=True, slots=True)
class CountryTable:
    """All partners with their spellings; obtained from `table()`."""

    countries: tuple[Country, ...]
    aliases: tuple[Alias, ...]
    _codes: Mapping[int, Country]
    _iso3: Mapping[str, Country]
    _names: Mapping[str, int]
    _extra: Mapping[tuple[str, str], int]

    def by_code(self, code: int) -> Country:
        """The partner of a customs code; KeyError when there is none."""
        return self._codes[code]

    def by_iso3(self, iso3: str) -> Country:
        """The partner of an ISO 3166 code in capitals; KeyError when there is none."""
        return self._iso3[iso3]

    def find(self, text: str) -> Country | None:
        """The partner of any name, customs code or ISO code, however it is spaced or typed."""
        key = normalise(text)
        code = self._names.get(key)
        if code is None:
            code = self.spellings("customs").get(key, self.spellings("iso3").get(key.upper()))
        return None if code is None else self._codes[code]

    def spellings(self, coding: Coding) -> Mapping[str, int]:
        """Every raw text → customs code: all names, and the code texts of the given coding."""
        return _spellings(coding)

    def code_texts(self, coding: Coding) -> Iterator[tuple[str, int]]:
        """The code texts of one coding → customs code, M49 with and without leading zeros."""
        for country in self.countries:
            yield from ((text, country.code) for text in _own_codes(country, coding))
        for (other, text), code in self._extra.items():
            if other == coding:
                yield from ((form, code) for form in {text, text.zfill(3)})

    def names(self) -> Iterator[tuple[str, int]]:
        """Every name of every partner → customs code."""
        for country in self.countries:
            yield country.name_zh, country.code
            yield country.name_en, country.code
        yield from ((alias.spelling, alias.code) for alias in self.aliases)


def _own_codes(country: Country, coding: Coding) -> list[str]:
    if coding == "customs":
        return [str(country.code)]
    if coding == "iso3":
        return [code for code in (country.iso3, country.iso2) if code]
    return [] if country.m49 is None else [str(country.m49), str(country.m49).zfill(3)]


@functools.cache
def table() -> CountryTable:
    """The partners of resources/reference, read once."""
    countries = tuple(_read_countries())
    aliases = tuple(_read_aliases())
    names = {normalise(alias.spelling): alias.code for alias in aliases}
    names |= {normalise(name): c.code for c in countries for name in (c.name_zh, c.name_en)}
    extra = {
        (coding, text): int(code)
        for coding, text, code, _ in tables.rows("country_codes", ("coding", "text", "code", "note"))
    }
    by_code = {country.code: country for country in countries}
    by_iso3 = {country.iso3: country for country in countries if country.iso3}
    by_iso3 |= {text: by_code[code] for (coding, text), code in extra.items() if coding == "iso3"}
    return CountryTable(countries, aliases, by_code, by_iso3, names, extra)


def _read_countries() -> Iterator[Country]:
    for code, iso2, iso3, m49, zh, en, map_name, continent, kind, basis, note in tables.rows("countries", _COLUMNS):
        number = tables.number(m49)
        yield Country(int(code), iso2, iso3, number, zh, en, map_name, continent, Kind(kind), basis, note)


def _read_aliases() -> Iterator[Alias]:
    columns = ("spelling", "code", "kind", "year", "note")
    for spelling, code, kind, year, note in tables.rows("country_aliases", columns):
        yield Alias(spelling, int(code), kind, tables.number(year), note)


@functools.cache
def _spellings(coding: Coding) -> Mapping[str, int]:
    found = table()
    return MappingProxyType(lookup(found.names()) | dict(found.code_texts(coding)))


def partner_label(country: Country, language: Language, *, is_import: bool) -> str:
    """The name as shown beside figures: imports from China itself are marked as re-imports."""
    name = country.name(language)
    if is_import and country.code == CHINA:
        return messages.text("reference.reimports", language, name=name)
    return name


@functools.cache
def partner_list(name: str) -> frozenset[int]:
    """Customs codes of a list of partner_lists.csv, as cleaning rules name it; KeyError for an unknown list."""
    return _partner_lists()[name]


@functools.cache
def _partner_lists() -> dict[str, frozenset[int]]:
    lists: dict[str, set[int]] = {}
    for name, code, _, _ in tables.rows("partner_lists", ("list", "code", "name_zh", "reason")):
        lists.setdefault(name, set()).add(int(code))
    return {name: frozenset(codes) for name, codes in lists.items()}
