"""Public data behind the demo margins: code tables, aggregates of the seed, official and mirror totals."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

YEARS = tuple(range(2012, 2022))
REPORTED_YEARS = tuple(range(2014, 2022))  # official totals and mirror reports begin in 2014
OWN_YEARS = tuple(range(2012, 2019))
HONG_KONG, MACAO, TAIWAN = 110, 121, 143

Levels = dict[tuple[int, int], float]  # (code, year) → US dollars

# spellings that the code tables at hand do not hold
_SEED_NAMES = {
    "刚果(布)": "COG",
    "刚果(金)": "COD",
    "圣其茨和尼维斯": "KNA",
    "尼泊尔联邦民主共和国": "NPL",
    "波黑": "BIH",
}
_MIRROR_NAMES = {
    "Bosnia Herzegovina": "BIH",
    "Central African Rep.": "CAF",
    "China, Hong Kong SAR": "HKG",
    "China, Macao SAR": "MAC",
    "Dem. Rep. of the Congo": "COD",
    "Dominican Rep.": "DOM",
    "Lao People's Dem. Rep.": "LAO",
    "Other Asia, nes": "TWN",
    "Rep. of Korea": "KOR",
    "Rep. of Moldova": "MDA",
    "Solomon Isds": "SLB",
    "USA": "USA",
    "United Kingdom": "GBR",
    "United Rep. of Tanzania": "TZA",
}
_MODES = {
    "一般贸易": 10,
    "来料加工装配贸易": 14,
    "来料加工贸易": 14,
    "进料加工贸易": 15,
    "寄售、代销贸易": 16,
    "寄售代销贸易": 16,
    "边境小额贸易": 19,
    "租赁贸易": 23,
    "出料加工贸易": 27,
    "易货贸易": 30,
    "保税监管场所进出境货物": 33,
    "特殊监管区域物流货物": 34,
    "海关特殊监管区域物流货物": 34,
}
OWN_PARTNERS = {
    "AUS": 601,
    "DEU": 304,
    "FRA": 305,
    "HKG": HONG_KONG,
    "IND": 111,
    "JPN": 116,
    "KOR": 133,
    "RUS": 344,
    "USA": 502,
    "VNM": 141,
}


@dataclass(frozen=True, slots=True)
class SeedMember:
    """A member of the aggregated import side: records counted and amounts (inflated; used as shares only)."""

    dimension: str
    code: int
    name: str
    records: dict[int, int]
    amounts: dict[int, float]


@dataclass(frozen=True, slots=True)
class Names:
    """Customs codes by the spellings that occur in the sources."""

    by_chinese: dict[str, int]
    by_english: dict[str, int]


def read_rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a UTF-8 table by column name."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def read_names(codes: Path) -> Names:
    """Chinese and English country names of every code table at hand."""
    declared = list(read_rows(codes / "decl_countries_2018.csv"))
    # the workbook gives ZAF a second time, to the rest of Africa
    customs = {row["代码"]: int(row["原报关代码"]) for row in reversed(declared)}
    chinese: dict[str, int] = {}
    english: dict[str, int] = {}
    for row in read_rows(codes / "country-codes.csv"):
        code = customs.get(row["ISO3166-1-Alpha-3"])
        if code is None:
            continue
        for column in ("UNTERM Chinese Short", "official_name_cn", "UNTERM Chinese Formal"):
            chinese.setdefault(row[column], code)
        for column in ("CLDR display name", "UNTERM English Short", "official_name_en"):
            english.setdefault(row[column], code)
    english |= {name: customs[iso3] for name, iso3 in _MIRROR_NAMES.items()}
    chinese |= {row["name_zh"]: int(row["code"]) for row in read_rows(codes / "stat_special_partners_legacy.csv")}
    chinese |= {row["中文名称"]: int(row["原报关代码"]) for row in declared}
    chinese |= {name: customs[iso3] for name, iso3 in _SEED_NAMES.items()}
    return Names(chinese, english)


def read_members(data: Path, names: Names) -> list[SeedMember]:
    """Countries, provinces and modes of the import side; both labels of a renamed mode are one member."""
    provinces = {r["注册地名称"]: int(r["注册地编码"]) for r in read_rows(data / "codes" / "stat_reg_places.csv")}
    dimensions = {
        "贸易国家": ("country", names.by_chinese),
        "商品注册地": ("province", provinces),
        "贸易方式": ("mode", _MODES),
    }
    found: dict[tuple[str, int], SeedMember] = {}
    for row in read_rows(data / "seed_aggregates" / "seed_import_aggregates_2012_2021.csv"):
        dimension, codes = dimensions[row["dimension"]]
        code = codes[row["member"]]
        member = found.setdefault((dimension, code), SeedMember(dimension, code, row["member"], {}, {}))
        year = int(row["year"])
        member.records[year] = member.records.get(year, 0) + int(row["record_count"])
        member.amounts[year] = member.amounts.get(year, 0.0) + float(row["amount_sum"])
    return [found[key] for key in sorted(found)]


def read_totals(totals: Path) -> dict[str, dict[int, float]]:
    """Official totals; 2012 and 2013 move from 2014 as the ten partners with own reports do."""
    official: dict[str, dict[int, float]] = {"import": {}, "export": {}}
    for row in read_rows(totals / "china_total_m_x_2014_2025.csv"):
        official["import"][int(row["period"])] = float(row["M"])
        official["export"][int(row["period"])] = float(row["X"])
    for direction, by_year in official.items():
        own = read_own(totals, direction)
        ten = {year: sum(v for (_, y), v in own.items() if y == year) for year in OWN_YEARS}
        for year in (2012, 2013):
            by_year[year] = by_year[2014] * ten[year] / ten[2014]
    return official


def read_own(totals: Path, direction: str) -> Levels:
    """China's own report by partner: sums over the SITC divisions of ten partners, 2012-2018."""
    levels: Levels = defaultdict(float)
    for row in read_rows(totals / "comtrade_china_10partners_sitc2_2010_2018.csv"):
        if row["Trade Flow"].lower() == direction and int(row["Year"]) in OWN_YEARS:
            levels[OWN_PARTNERS[row["Partner ISO"]], int(row["Year"])] += float(row["Trade Value (US$)"] or 0)
    return dict(levels)


def read_mirror(totals: Path, direction: str, names: Names) -> Levels:
    """Partners' reports; a year that a partner left out takes its share of the nearest year it reported."""
    levels: Levels = {}
    for row in read_rows(totals / f"china_{direction}s_by_partner_mirror_2014_2025.csv"):
        code = names.by_english.get(row["reporterDesc"])
        if code is not None and int(row["refYear"]) in REPORTED_YEARS:
            levels[code, int(row["refYear"])] = float(row["partner_sum"])
    sums = {year: sum(v for (_, y), v in levels.items() if y == year) for year in REPORTED_YEARS}
    filled: Levels = {}
    for code in {code for code, _ in levels}:
        known = [year for year in REPORTED_YEARS if (code, year) in levels]
        for year in REPORTED_YEARS:
            nearest = min(known, key=lambda y: (abs(y - year), y))
            filled[code, year] = levels[code, nearest] / sums[nearest] * sums[year]
    return filled


def read_province_totals(totals: Path) -> Levels:
    """Imports plus exports by location of the trading unit; 2012-2015 keep the shares of 2016."""
    levels: Levels = {}
    for row in read_rows(totals / "province_trade_by_operator_location_2016_2024.csv"):
        code, year = int(row["region_code"]) // 10_000, int(row["year"])
        if year in YEARS:
            levels[code, year] = float(row["value"]) * 1000
    for code in {code for code, _ in levels}:
        for year in range(YEARS[0], 2016):
            levels[code, year] = levels[code, 2016]
    return levels
