"""Every spelling of a partner that a file may hold, from the sources and from facts kept by hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from app.engine.reference.spelling import normalise, variants
from tools.reference.countries import Entry
from tools.reference.tables import Table, read_facts, read_rows, table

_NOT_PARTNERS = frozenset("总值 亚洲 非洲 欧洲 拉丁美洲 北美洲 大洋洲 东南亚国家联盟 欧洲联盟 亚太经济合作组织".split())
# in the 2024 table these English names belong to several partners or come from a faulty translation
_UNUSABLE = frozenset({"Central Africa", "Bui Island", "Pit Kane"})


@dataclass(frozen=True, slots=True)
class Alias:
    """One spelling of one partner; `year` is that of a renaming."""

    spelling: str
    code: int
    kind: str
    year: str = ""
    note: str = ""


def country_aliases_table(codes: Path, entries: list[Entry]) -> Table:
    """country_aliases.csv; ValueError where two sources give one spelling to two partners."""
    meaning = {normalise(name): entry.code for entry in entries for name in (entry.name_zh, entry.name_en)}
    covered = {form for entry in entries for name in (entry.name_zh, entry.name_en) for form in variants(name)}
    kept: list[Alias] = []
    for alias in [*_by_hand(), *_from_sources(codes, entries, meaning)]:
        if meaning.setdefault(normalise(alias.spelling), alias.code) != alias.code:
            raise ValueError(f"{alias} contradicts code {meaning[normalise(alias.spelling)]}")
        if alias.spelling not in covered:
            covered.update(variants(alias.spelling))
            kept.append(alias)
    rows = [(a.spelling, a.code, a.kind, a.year, a.note) for a in kept]
    return table(
        "country_aliases", ("spelling", "code", "kind", "year", "note"), sorted(rows, key=lambda r: (r[1], r[2], r[0]))
    )


def _by_hand() -> Iterator[Alias]:
    for row in read_facts("country_alias_facts"):
        yield Alias(row["spelling"], int(row["code"]), row["kind"], row["year"], row["note"])


def _from_sources(codes: Path, entries: list[Entry], own: dict[str, int]) -> Iterator[Alias]:
    by_iso = {entry.iso3: entry.code for entry in entries if entry.iso3}
    known = own | {normalise(alias.spelling): alias.code for alias in _by_hand()}
    yield from _declared(codes, by_iso)
    yield from _legacy(codes)
    yield from _printed_2024(codes, known)
    yield from _iso_names(codes, by_iso)


def _declared(codes: Path, by_iso: dict[str, int]) -> Iterator[Alias]:
    for row in read_rows(codes / "decl_countries_2018.csv"):
        if row["中文名称"].endswith("其他国家(地区)"):
            continue
        code = by_iso.get(row["代码"], int(row["原报关代码"]))
        yield Alias(row["中文名称"], code, "alias")
        yield from (Alias(name, code, "english") for name in _plain(row["英文名称"]))


def _legacy(codes: Path) -> Iterator[Alias]:
    moved = {"449": 1530}
    for row in read_rows(codes / "stat_special_partners_legacy.csv"):
        code = moved.get(row["code"], int(row["code"]))
        yield Alias(row["name_zh"], code, "legacy")
        yield Alias(row["name_en"], code, "legacy")


def _printed_2024(codes: Path, known: dict[str, int]) -> Iterator[Alias]:
    for row in read_rows(codes / "country_names_zh_en_2024.csv"):
        name = row["chinese_raw"]
        if name not in _NOT_PARTNERS:
            code = known[normalise(name)]
            yield Alias(name, code, "alias")
            if row["english_name"] not in _UNUSABLE:
                yield Alias(row["english_name"], code, "english")


def _iso_names(codes: Path, by_iso: dict[str, int]) -> Iterator[Alias]:
    columns = "official_name_cn|UNTERM Chinese Formal|official_name_en|UNTERM English Short|UNTERM English Formal"
    for row in read_rows(codes / "country-codes.csv"):
        code = by_iso[row["ISO3166-1-Alpha-3"]]
        for column in [*columns.split("|"), "CLDR display name"]:
            yield from (Alias(name, code, "iso-name") for name in _plain(row[column]))


def _plain(name: str) -> Iterable[str]:
    """The printed name without article, footnote stars and a leading "the"; nothing for an empty cell."""
    short = name.replace("(the)", "").replace("*", "").strip()
    short = short.removeprefix("the ").replace(" ,", ",")
    return [short] if short else []
