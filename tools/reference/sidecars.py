"""The statement of origin beside each table."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

DATE = "2026-11-22"

_HXT = "ryanrong95/HXT, official customs parameter workbook of 2018"
_LICENCE_CODES = "code tables of public authorities: facts; the repository states no licence"
_ISO = "datasets/country-codes (PDDL)"
_HS_EN = "datasets/harmonized-system (ODC-PDDL-1.0)"
_HS_2012 = "Pinky-Lemon6/customs_spider, tariff table of 2014 published by the customs (MIT)"
_HS_2022 = "2218084076/get_customs_data, parameters of the customs statistics query site of 2022 (MIT)"
_NAMES_2024 = "JaviReitano/China-Trade-2024, names printed in the customs' country table of 2024"
_CODES_2021 = "wuhulamb/customs-data, code lists of the customs statistics query site, 2021-2025"
_SEED = "leo-luoson/app, names found in the seed files"
_LEGACY = "a public list of partner codes before 2018 (repository not known)"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a table comes from and what was done to it."""

    sources: tuple[str, ...]
    licence: str
    changed: str


ORIGINS = {
    "sections": Origin(
        ("acBlue/nexthscode, official titles", _HS_EN),
        "titles of the nomenclature: facts",
        "section XXII added; English titles shortened",
    ),
    "chapters": Origin(
        ("acBlue/nexthscode, official titles", _HS_EN),
        "titles of the nomenclature: facts; English PDDL",
        "reserved chapter 77 left out, 98 moved from XXI to XXII, 99 added; photographable judged by us",
    ),
    "hs4": Origin(
        (_HS_EN, "short titles in both languages written for this table"),
        "English codes PDDL; titles ours",
        "headings that only the eight-digit lists use added",
    ),
    "hs6": Origin(
        (_HS_EN, _HS_2012, _HS_2022, "insongkim/concordance, HS 2017 correspondence of the UN Statistics Division"),
        "English PDDL; Chinese names MIT; codes are facts",
        "Chinese title taken from the only eight-digit code ending in 00, else empty; 14 codes of HS 2017 alone added",
    ),
    "hs8": Origin(
        (_HS_2012, _HS_2022),
        "MIT; content published by the customs",
        "editions joined by code; units as our ids; characters lost in the 2022 list restored from subheading texts",
    ),
    "countries": Origin(
        (_HXT, _ISO, _NAMES_2024, _LEGACY, _CODES_2021),
        f"{_LICENCE_CODES}; ISO columns PDDL",
        "one row per partner; codes with basis 'order' follow from the order of the 2024 table and the codes in use; "
        "codes with basis 'own' are ours (1000 + M49) where the customs have none",
    ),
    "country_codes": Origin(
        (_HXT, _CODES_2021, "UN Comtrade, list of areas"),
        _LICENCE_CODES,
        "only codes that differ from countries.csv",
    ),
    "country_aliases": Origin(
        (_HXT, _ISO, _NAMES_2024, _LEGACY, _SEED, "UN Comtrade, names of areas"),
        _LICENCE_CODES,
        "equal spellings listed once; errors of the legacy list corrected by code; years of renamings added",
    ),
    "map_places": Origin(
        ("coordinates written for this table",),
        "facts",
        "one place for each partner that the world map has no feature for; two decimals",
    ),
    "map_dashes": Origin(
        ("apache/echarts, test/data/map/js/china.js: boundary lines of the national map service (Tianditu)",),
        "Apache-2.0; coordinates are facts",
        "the ten dashes of class 156990000 alone, fewer points (0.02 degrees), two decimals",
    ),
    "partner_lists": Origin(
        (_SEED, _HXT, _ISO),
        _LICENCE_CODES,
        "the groups that the source system's description names, completed from countries.csv",
    ),
    "provinces": Origin(
        (_CODES_2021, "GB/T 2260"),
        _LICENCE_CODES,
        "English and map names added; places of the map that are no registration places added",
    ),
    "province_aliases": Origin((_SEED, "GB/T 2260"), _LICENCE_CODES, "short names, six-digit codes, misspellings"),
    "trade_modes": Origin(
        (_CODES_2021, _SEED),
        _LICENCE_CODES,
        "English names ours; basis says how sure the pairing of code and name is",
    ),
    "trade_mode_aliases": Origin((_SEED,), _LICENCE_CODES, "label changes of 2017 and older labels"),
    "declaration_modes": Origin(
        (_HXT,),
        _LICENCE_CODES,
        "roll-up to statistical modes only where the definition leaves no doubt",
    ),
    "units": Origin(
        (_HS_2022, _HXT, _SEED),
        _LICENCE_CODES,
        "families, exact factors and English names ours; ids are stable",
    ),
    "unit_aliases": Origin(
        ("International System of Units", "UN Comtrade, quantity units"),
        "facts",
        "symbols and printed names",
    ),
    "currencies": Origin((_HXT,), _LICENCE_CODES, "spelling of one English name"),
    "goods_words": Origin(
        ("words written for this table", "titles of the nomenclature, as the lists of the data give them"),
        "facts",
        "the heading or subheading under which the goods are traded most; some words lead to two",
    ),
    "imagenet_chapters": Origin(
        ("names and numbers of the 1,000 classes of ImageNet (ILSVRC 2012)",),
        "facts; chapters assigned by us",
        "only classes that are goods of one chapter; animals as live animals, food as it is traded most",
    ),
    "pinyin": Origin(
        ("names of countries, provinces, trade modes, chapters and units in these tables", "pypinyin (MIT)"),
        "facts",
        "names as syllables without tones; signs that are not Chinese left out",
    ),
}


def write_sidecar(name: str, folder: Path) -> None:
    """`folder`/NAME.source.toml."""
    origin = ORIGINS[name]
    sources = "\n".join(f"    {_quoted(source)}," for source in origin.sources)
    text = (
        f"source = [\n{sources}\n]\nlicence = {_quoted(origin.licence)}\n"
        f"changed = {_quoted(origin.changed)}\ndate = {DATE}\n"
    )
    (folder / f"{name}.source.toml").write_text(text, encoding="utf-8", newline="\n")


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
