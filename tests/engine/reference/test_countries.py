import pytest

from app.engine.messages import Language
from app.engine.reference import countries
from app.engine.reference.countries import Kind
from app.engine.reference.spelling import normalise
from tests.engine.reference.map_features import WORLD


def test_every_map_name_is_a_feature_of_the_world_map() -> None:
    names = {country.map_name for country in countries.table().countries} - {""}

    assert names <= WORLD


def test_only_areas_that_the_statistics_do_not_know_are_left_on_the_map() -> None:
    names = {country.map_name for country in countries.table().countries}

    assert WORLD - names == {"N. Cyprus", "Siachen Glacier"}


def test_no_two_partners_share_a_feature() -> None:
    names = [country.map_name for country in countries.table().countries if country.map_name]

    assert len(names) == len(set(names))


def test_every_alias_points_at_a_partner() -> None:
    codes = {country.code for country in countries.table().countries}

    orphans = [alias for alias in countries.table().aliases if alias.code not in codes]

    assert orphans == []


def test_no_spelling_points_at_two_partners() -> None:
    pairs = {(normalise(name), code) for name, code in countries.table().names()}

    assert len(pairs) == len({name for name, _ in pairs})


@pytest.mark.parametrize("coding", ["customs", "iso3", "m49"])
def test_code_texts_of_one_coding_are_unambiguous(coding: countries.Coding) -> None:
    pairs = set(countries.table().code_texts(coding))

    assert len(pairs) == len({text for text, _ in pairs})


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (" 塞卜泰（休达） ", 210),
        ("科科斯（基林）群岛", 627),
        ("博纳尔，圣俄斯塔休斯和萨巴", 449),
        ("美 国", 502),
        ("ＵＳＡ", 502),
        ("usa", 502),
        ("142", 142),
        ("China, Hong Kong SAR", 110),
        ("Rep. of Korea", 133),
        ("Other Asia, nes", 143),
        ("Côte d’Ivoire", 223),
        ("CÔTE D'IVOIRE", 223),
        ("Turkiye", 137),
        ("Korea, South", 133),
        ("Northern Africa, nes", 299),
    ],
)
def test_finds_a_partner_however_it_is_typed(text: str, code: int) -> None:
    found = countries.table().find(text)

    assert found is not None
    assert found.code == code


def test_an_unknown_name_is_not_found() -> None:
    assert countries.table().find("亚特兰蒂斯") is None


@pytest.mark.parametrize(
    ("spelling", "code", "year"),
    [
        ("埃斯瓦蒂尼", 257, 2018),
        ("马其顿", 354, 2019),
        ("扎伊尔", 252, 1997),
        ("捷克共和国", 352, 2016),
        ("Turkey", 137, 2022),
        ("Cape Verde", 208, 2013),
        ("多民族玻利维亚国", 408, 2009),
        ("Burma", 106, 1989),
        ("East Timor", 144, 2002),
        ("荷属安地列斯", 1530, 2010),
        ("南苏丹共和国", 260, 2011),
        ("黑山", 359, None),
    ],
)
def test_a_renaming_carries_its_year(spelling: str, code: int, year: int | None) -> None:
    years = {alias.spelling: alias.year for alias in countries.table().aliases if alias.code == code}

    assert countries.table().find(spelling) == countries.table().by_code(code)
    assert years.get(spelling) == year


@pytest.mark.parametrize(
    ("code", "english"), [(110, "Hong Kong, China"), (121, "Macao, China"), (143, "Taiwan, China")]
)
def test_regions_of_china_are_named_as_such_in_english(code: int, english: str) -> None:
    region = countries.table().by_code(code)

    assert region.name(Language.EN) == english
    assert region.kind is Kind.CHINA_REGION


def test_imports_from_china_are_labelled_as_reimports() -> None:
    china = countries.table().by_code(countries.CHINA)

    assert countries.partner_label(china, Language.ZH, is_import=True) == "中国（复进口）"
    assert countries.partner_label(china, Language.EN, is_import=False) == "China"


def test_the_same_number_means_different_partners_in_different_codings() -> None:
    table = countries.table()

    assert table.by_code(table.spellings("customs")["699"]).kind is Kind.CATCH_ALL
    assert table.by_code(table.spellings("m49")["699"]).iso3 == "IND"


def test_m49_is_read_with_and_without_leading_zeros() -> None:
    spellings = countries.table().spellings("m49")

    assert spellings["8"] == spellings["008"] == countries.table().by_iso3("ALB").code


def test_the_code_that_the_2018_table_gives_twice_is_south_africa() -> None:
    assert countries.table().by_iso3("ZAF").name_en == "South Africa"


def test_source_system_lists_hold_the_partners_that_its_description_names() -> None:
    assert countries.partner_list("non_country_entities") == {110, 121, 143}
    assert {1530, 411, 210, 610} <= countries.partner_list("overseas_territories")
    assert countries.partner_list("regional_catch_alls") == {199, 299, 399, 499, 599, 699}
    assert {701, 702, 999} <= countries.partner_list("special_markers")
    assert countries.partner_list("disputed") == {245}


def test_every_statistical_code_of_a_continent_has_it() -> None:
    strays = [c.code for c in countries.table().countries if c.code < 700 and not c.continent]

    assert strays == []
