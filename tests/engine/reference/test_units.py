from fractions import Fraction

import pytest

from app.engine.messages import Language
from app.engine.reference import units


@pytest.mark.parametrize(
    ("name", "base", "factor"),
    [
        ("克", "千克", Fraction(1, 1000)),
        ("吨", "千克", Fraction(1000)),
        ("克拉", "千克", Fraction(1, 5000)),
        ("磅", "千克", Fraction(45359237, 100_000_000)),
        ("千升", "升", Fraction(1000)),
        ("百个", "个/套", Fraction(100)),
        ("千个/千套", "个/套", Fraction(1000)),
        ("百个/百套", "个/套", Fraction(100)),
        ("台", "个/套", Fraction(1)),
        ("打", "个/套", Fraction(12)),
        ("市尺", "米", Fraction(1, 3)),
        ("英尺", "米", Fraction(3048, 10_000)),
        ("万双", "双", Fraction(10_000)),
    ],
)
def test_factors_to_the_base_of_the_family_are_exact(name: str, base: str, factor: Fraction) -> None:
    unit = units.table().find(name)

    assert unit is not None
    assert units.table().base_of(unit.family).name_zh == base
    assert unit.factor == factor


@pytest.mark.parametrize(("one", "other"), [("千克", "升"), ("升", "立方米"), ("双", "个"), ("卷", "个"), ("箱", "个")])
def test_units_that_cannot_be_converted_belong_to_different_families(one: str, other: str) -> None:
    table = units.table()

    assert table.by_id(table.spellings()[one]).family != table.by_id(table.spellings()[other]).family


def test_every_family_has_a_base() -> None:
    families = {unit.family for unit in units.table().units}

    assert {units.table().base_of(family).factor for family in families} == {1}


def test_ids_are_small_and_unique() -> None:
    ids = [unit.id for unit in units.table().units]

    assert len(ids) == len(set(ids))
    assert max(ids) < 32_768


def test_declaration_codes_are_unique() -> None:
    codes = [unit.declaration_code for unit in units.table().units if unit.declaration_code]

    assert len(codes) == len(set(codes))


@pytest.mark.parametrize(("spelling", "name"), [("KG", "千克"), ("公吨", "吨"), ("m²", "平方米"), ("u", "个")])
def test_symbols_lead_to_units(spelling: str, name: str) -> None:
    assert units.table().by_id(units.table().spellings()[spelling]).name_zh == name


def test_codes_of_the_two_systems_are_no_spellings() -> None:
    assert "01" not in units.table().spellings()
    assert units.table().by_declaration_code("001").name_zh == "台"


def test_names_follow_the_language() -> None:
    unit = units.table().by_declaration_code("035")

    assert (unit.name(Language.ZH), unit.name(Language.EN)) == ("千克", "kilogram")


def test_names_are_unique_in_both_languages() -> None:
    rows = units.table().units

    assert len({unit.name_zh for unit in rows}) == len({unit.name_en for unit in rows}) == len(rows)
