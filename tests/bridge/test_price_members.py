from __future__ import annotations

from app.bridge.price_members import member_choices, unit_choices
from app.engine.messages import Language
from app.engine.reference import units
from app.engine.store.questions.product_members import MemberCount

GERMANY, JAPAN = 304, 116


def test_partners_of_the_product_come_before_all_others() -> None:
    choices = member_choices("country", [MemberCount(JAPAN, 9), MemberCount(GERMANY, 4)], Language.ZH)

    assert [(choice.code, choice.records) for choice in choices[:2]] == [(JAPAN, 9), (GERMANY, 4)]
    assert len({choice.code for choice in choices}) == len(choices) > 200


def test_a_partner_is_found_by_name_code_and_pinyin() -> None:
    (germany,) = (choice for choice in member_choices("country", [], Language.EN) if choice.code == GERMANY)

    assert germany.name == "Germany"
    assert {"\ndeu\n", "\ndeguo\n", "\ndg\n", "\n德国\n", "\n304\n"} <= {
        f"\n{key}\n" for key in germany.keys.split("\n")
    }


def test_only_units_into_which_the_price_converts_are_offered() -> None:
    kilogram = units.table().find("千克")
    assert kilogram is not None

    choices = unit_choices([MemberCount(kilogram.id, 3)], Language.ZH)

    assert choices[0].code == kilogram.id
    assert {units.table().by_id(choice.code).family for choice in choices} == {kilogram.family}
    assert "克" in {choice.name for choice in choices}
