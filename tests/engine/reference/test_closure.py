"""Every code and name in the real files resolves, or is listed here as unknown."""

import csv
import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from app.engine.reference import countries, currencies, hs_codes, provinces, trade_modes, units
from app.engine.reference.countries import Kind
from app.engine.reference.hs_codes import Status

NOT_PARTNERS = {
    *("总值", "亚洲", "非洲", "欧洲", "拉丁美洲", "北美洲", "大洋洲"),
    *("东南亚国家联盟", "欧洲联盟", "亚太经济合作组织"),
}


def _column(path: Path, name: str, *, encoding: str = "utf-8-sig") -> set[str]:
    with path.open(encoding=encoding, newline="") as file:
        return {row[name].strip() for row in csv.DictReader(file)} - {""}


def _unresolved(texts: Iterable[str], coding: countries.Coding = "customs") -> set[str]:
    return set(texts) - countries.table().spellings(coding).keys()


@pytest.fixture(scope="module")
def seed_domains(shared_data: Path) -> dict[str, list[str]]:
    path = shared_data / "seed_aggregates" / "seed_domains_and_totals.json"
    domains: dict[str, list[str]] = json.loads(path.read_text(encoding="utf-8"))
    return domains


def test_partners_of_the_seed_resolve_to_194_countries(seed_domains: dict[str, list[str]]) -> None:
    spellings = countries.table().spellings("customs")

    found = {countries.table().by_code(spellings[name]) for name in seed_domains["countries"]}

    assert len(found) == 194
    assert {country.kind for country in found} == {Kind.COUNTRY}


def test_the_seed_leaves_out_only_four_countries(seed_domains: dict[str, list[str]]) -> None:
    spellings = countries.table().spellings("customs")
    kept = {spellings[name] for name in seed_domains["countries"]}

    left_out = [c.name_zh for c in countries.table().countries if c.kind is Kind.COUNTRY and c.code not in kept]

    assert left_out == ["巴勒斯坦", "中国", "塞尔维亚和黑山", "纽埃"]


def test_provinces_modes_and_units_of_the_seed_resolve(seed_domains: dict[str, list[str]]) -> None:
    assert set(seed_domains["provinces"]) <= provinces.table().spellings().keys()
    assert set(seed_domains["trade_methods"]) <= trade_modes.table().spellings().keys()
    assert set(seed_domains["units"]) <= units.table().spellings().keys()


def test_members_of_the_seed_aggregates_resolve(shared_data: Path) -> None:
    members = _column(shared_data / "seed_aggregates" / "seed_import_aggregates_2012_2021.csv", "member")
    known = countries.table().spellings("customs").keys() | provinces.table().spellings().keys()

    assert members - known - trade_modes.table().spellings().keys() == set()


@pytest.mark.parametrize(
    ("file", "column"),
    [
        ("codes/decl_countries_2018.csv", "中文名称"),
        ("codes/stat_special_partners_legacy.csv", "name_zh"),
        ("codes/stat_special_partners_legacy.csv", "code"),
        ("codes/stat_special_partners_legacy.csv", "name_en"),
        ("totals/china_exports_by_partner_mirror_2014_2025.csv", "reporterDesc"),
        ("totals/china_exports_by_partner_mirror_2014_2025.csv", "partnerDesc"),
        ("totals/china_imports_by_partner_mirror_2014_2025.csv", "reporterDesc"),
        ("totals/china_exports_hs6_unit_values_monthly.csv", "partner_name"),
        ("totals/comtrade_china_10partners_sitc2_2010_2018.csv", "Partner"),
    ],
)
def test_partner_names_resolve(shared_data: Path, file: str, column: str) -> None:
    assert _unresolved(_column(shared_data / file, column)) == set()


def test_partners_printed_in_2024_resolve_except_totals_and_groups(shared_data: Path) -> None:
    printed = _column(shared_data / "codes" / "country_names_zh_en_2024.csv", "chinese_raw")

    assert _unresolved(printed) == NOT_PARTNERS


def test_old_customs_codes_of_the_2018_table_resolve(shared_data: Path) -> None:
    assert _unresolved(_column(shared_data / "codes" / "decl_countries_2018.csv", "原报关代码")) == set()


def test_declaration_codes_of_the_2018_table_resolve(shared_data: Path) -> None:
    assert _unresolved(_column(shared_data / "codes" / "decl_countries_2018.csv", "代码"), "iso3") == set()


def test_iso_and_m49_codes_resolve(shared_data: Path) -> None:
    path = shared_data / "codes" / "country-codes.csv"

    assert _unresolved(_column(path, "ISO3166-1-Alpha-3"), "iso3") == set()
    assert _unresolved(_column(path, "M49"), "m49") == set()


@pytest.mark.parametrize("file", ["2023_soybean_import.csv", "2021_petrol_diesel_import.csv"])
def test_units_and_codes_of_query_site_exports_resolve(shared_data: Path, file: str) -> None:
    path = shared_data / "query_site_exports" / file
    printed = _column(path, "第一计量单位", encoding="gb18030") | _column(path, "第二计量单位", encoding="gb18030")
    codes = _column(path, "商品编码", encoding="gb18030")

    assert printed - units.table().spellings().keys() <= {"?"}
    assert {hs_codes.table().status(code) for code in codes} == {Status.KNOWN}


def test_partners_of_the_query_site_export_resolve_alike_by_code_and_name(shared_data: Path) -> None:
    path = shared_data / "query_site_exports" / "2023_soybean_import.csv"
    spellings = countries.table().spellings("customs")
    with path.open(encoding="gb18030", newline="") as file:
        pairs = {(row["贸易伙伴编码"], row["贸易伙伴名称"]) for row in csv.DictReader(file)}

    assert [pair for pair in pairs if spellings[pair[0]] != spellings[pair[1]]] == []


def test_units_of_both_code_systems_resolve(shared_data: Path) -> None:
    names = _column(shared_data / "codes" / "stat_units_2022.csv", "name")
    declared = _column(shared_data / "codes" / "decl_units_2018.csv", "中文名称")

    assert (names | declared) - units.table().spellings().keys() == set()


def test_declaration_modes_and_currencies_resolve(shared_data: Path) -> None:
    modes = _column(shared_data / "codes" / "decl_trade_modes_2018.csv", "代码")
    money = _column(shared_data / "codes" / "decl_currencies_2018.csv", "代码")

    assert modes == {entry.code for entry in trade_modes.table().declaration_modes}
    assert money == {currency.code for currency in currencies.table().currencies}


@pytest.mark.parametrize("column", ["region_code", "region_name"])
@pytest.mark.parametrize("file", ["operator_location", "destination_origin"])
def test_provinces_of_the_national_statistics_resolve(shared_data: Path, file: str, column: str) -> None:
    path = shared_data / "totals" / f"province_trade_by_{file}_2016_2024.csv"

    assert _column(path, column) - provinces.table().spellings().keys() == set()


@pytest.mark.parametrize("file", ["hs8_2014_cn.csv", "hs8_2022_cn.csv"])
def test_eight_digit_codes_are_known(shared_data: Path, file: str) -> None:
    assert _column(shared_data / "hs" / file, "hs8") <= set(hs_codes.table().codes(8))
