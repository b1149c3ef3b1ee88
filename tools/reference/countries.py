"""Countries and regions with their codes in every coding, and the lists that cleaning rules name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from tools.reference.tables import Row, Table, read_facts, read_rows, table

_CONTINENTS = ("Asia", "Africa", "Europe", "Latin America", "North America", "Oceania")
# the statistics count the three among Asia since their codes 150-152, and Saint Pierre among North America
_MOVED = {337: "Asia", 338: "Asia", 339: "Asia", 448: "North America"}
_COLUMNS = "code iso2 iso3 m49 name_zh name_en map_name continent kind basis note".split()


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of countries.csv while it is put together."""

    code: int
    iso2: str
    iso3: str
    m49: str
    name_zh: str
    name_en: str
    map_name: str
    kind: str
    basis: str
    note: str

    @property
    def continent(self) -> str:
        """The statistics' own grouping, by the first digit of the code; empty for marks and own codes."""
        if self.code in _MOVED:
            return _MOVED[self.code]
        first = self.code // 100
        return _CONTINENTS[first - 1] if 1 <= first <= len(_CONTINENTS) and self.code < 700 else ""


def build_countries(codes: Path, maps: frozenset[str]) -> list[Entry]:
    """Every partner of the 2018 table plus legacy and special ones; `maps` holds the names on the world map."""
    iso = {row["ISO3166-1-Alpha-3"]: row for row in read_rows(codes / "country-codes.csv")}
    facts = {row["iso3"]: row for row in read_facts("country_facts")}
    declared = [row for row in read_rows(codes / "decl_countries_2018.csv") if _is_own_row(row)]
    listed = {row["代码"]: row for row in declared}
    entries = [_entry(key, listed.get(key, {}), iso.get(key, {}), facts.get(key, {})) for key in listed | facts]
    return sorted((_with_map_name(entry, maps) for entry in entries), key=lambda entry: entry.code)


def _is_own_row(row: Row) -> bool:
    # the 2018 table gives "other Africa" the code of South Africa
    return row["中文名称"] != "非洲其他国家(地区)"


def _entry(key: str, listed: Row, iso: Row, facts: Row) -> Entry:
    return Entry(
        code=int(facts.get("code") or listed["原报关代码"]),
        iso2=iso.get("ISO3166-1-Alpha-2", ""),
        iso3=key if iso else {"SCG": "SCG", "ANT": "ANT"}.get(key, ""),
        m49=iso.get("M49", "") or {"SCG": "891", "ANT": "530"}.get(key, ""),
        name_zh=facts.get("name_zh") or _short_name_zh(listed),
        name_en=facts.get("name_en") or _spelled_out(iso["CLDR display name"]),
        map_name=facts.get("map_name", ""),
        kind=facts.get("kind") or ("country" if iso["is_independent"] == "Yes" else "territory"),
        basis=facts.get("basis") or "table",
        note=facts.get("note", ""),
    )


def _short_name_zh(listed: Row) -> str:
    """The statistics' short Chinese name where it differs from the declaration table only by convention."""
    return {"孟加拉": "孟加拉国", "库腊索岛": "库拉索", "黑山共和国": "黑山", "塞尔维亚共和国": "塞尔维亚"}.get(
        listed["中文名称"], listed["中文名称"]
    )


def _spelled_out(name: str) -> str:
    return name.replace("&", "and").replace("St. ", "Saint ").replace("’", "'")


def _with_map_name(entry: Entry, maps: frozenset[str]) -> Entry:
    if entry.map_name or entry.name_en not in maps:
        return entry
    return replace(entry, map_name=entry.name_en)


def countries_table(entries: Iterable[Entry]) -> Table:
    """countries.csv."""
    rows = ([getattr(entry, column) for column in _COLUMNS] for entry in entries)
    return table("countries", _COLUMNS, rows)


def country_codes_table(codes: Path, entries: Iterable[Entry]) -> Table:
    """country_codes.csv: further code texts of each coding that point at a partner."""
    by_iso = {entry.iso3: entry.code for entry in entries if entry.iso3}
    rows = [(row["coding"], row["text"], row["code"], row["note"]) for row in read_facts("country_code_facts")]
    note = "declaration code of 2018, not an ISO code"
    rows += [
        ("iso3", row["代码"], row["原报关代码"], note)
        for row in read_rows(codes / "decl_countries_2018.csv")
        if row["代码"] not in by_iso and _is_own_row(row)
    ]
    return table("country_codes", ("coding", "text", "code", "note"), sorted(rows))


def partner_lists_table(entries: Iterable[Entry]) -> Table:
    """partner_lists.csv: the groups of partners that the source system's rules leave out."""
    rows = [(name, entry.code, entry.name_zh, reason) for entry in entries for name, reason in _lists_of(entry)]
    return table("partner_lists", ("list", "code", "name_zh", "reason"), sorted(rows, key=lambda row: (row[0], row[1])))


def _lists_of(entry: Entry) -> list[tuple[str, str]]:
    if entry.iso3 == "ESH":
        reason = (
            "neither in the UN list of member and observer states (UNTERM) nor under an administering power; "
            "UN list of Non-Self-Governing Territories"
        )
        return [("disputed", reason)]
    by_kind = {
        "china_region": ("non_country_entities", "customs territory of China"),
        "territory": ("overseas_territories", "dependency of a state"),
        "catch_all": ("regional_catch_alls", "rest of a continent"),
        "marker": ("special_markers", "no place of origin or destination"),
        "organisation": ("special_markers", "organisation"),
    }
    return [by_kind[entry.kind]] if entry.kind in by_kind else []
