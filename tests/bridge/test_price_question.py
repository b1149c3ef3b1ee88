from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from app.bridge.price_question import question_document, read_question, seeded, selection_of
from app.engine.price.answers import PriceQuestion
from app.engine.store.selection import Direction, Selection, Years

YEARS = range(2012, 2022)
GERMANY, JAPAN = 304, 116
ASKED = PriceQuestion(Direction.EXPORT, "61091000", 2019, unit=18, country=GERMANY)


def test_a_selection_without_a_product_asks_nothing() -> None:
    assert seeded(None, Selection(countries=(GERMANY,)), YEARS) is None


def test_the_newest_year_is_asked_where_none_is_selected() -> None:
    made = seeded(None, Selection(hs=("6109",)), YEARS)

    assert made == PriceQuestion(Direction.EXPORT, "6109", 2021)


def test_half_a_level_of_the_code_is_left_out() -> None:
    made = seeded(None, Selection(hs=("61091",)), YEARS)

    assert made is not None
    assert made.hs == "6109"


def test_a_year_beyond_the_data_becomes_the_newest() -> None:
    made = seeded(None, Selection(hs=("6109",), years=Years(2010, 2030)), YEARS)

    assert made is not None
    assert made.year == 2021


def test_a_selected_partner_narrows_what_is_asked_already() -> None:
    assert seeded(ASKED, Selection(countries=(JAPAN,)), YEARS) == replace(ASKED, country=JAPAN)


def test_several_selected_partners_leave_the_partner_open() -> None:
    assert seeded(ASKED, Selection(countries=(JAPAN, GERMANY)), YEARS) == replace(ASKED, country=None)


def test_another_product_starts_without_the_terms_of_the_former() -> None:
    assert seeded(ASKED, Selection(hs=("8517",)), YEARS) == PriceQuestion(Direction.EXPORT, "8517", 2021)


def test_the_dashboard_is_given_product_partner_and_years_until_the_asked_one() -> None:
    made = selection_of(ASKED, Selection(currency="USD"), first_year=2012)

    assert made == Selection(
        direction=Direction.EXPORT, years=Years(2012, 2019), countries=(GERMANY,), hs=("61091000",), currency="USD"
    )


def test_a_saved_question_is_read_as_it_was() -> None:
    asked = replace(ASKED, quantity=Decimal("12.5"), mode=10)

    assert read_question(question_document(asked)) == asked


def test_a_question_of_another_version_is_none() -> None:
    assert read_question({"direction": "sideways", "hs": "6109", "year": 2019}) is None
