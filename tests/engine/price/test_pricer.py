from __future__ import annotations

import math
from dataclasses import replace
from decimal import Decimal

import pytest

from app.engine.errors import UsageError
from app.engine.price.answers import BreakKind, PriceQuestion, QuoteSide, State
from app.engine.price.pricer import Pricer
from app.engine.reference import hs_codes, units
from app.engine.store.questions.product_members import Parameter
from app.engine.store.selection import Direction

GERMANY, GUANGDONG, ORDINARY = 304, 44, 10


def _unit(name: str) -> int:
    found = units.table().find(name)
    assert found is not None
    return found.id


@pytest.fixture(scope="module")
def question(pricer: Pricer) -> PriceQuestion:
    """Crude oil, which the demo data have every year."""
    return PriceQuestion(Direction.IMPORT, "27090000", pricer.years[-1], unit=_unit("千克"))


def test_a_price_lies_within_nested_intervals(pricer: Pricer, question: PriceQuestion) -> None:
    (answer,) = pricer.price([question])

    assert answer.state is State.PRICED
    assert answer.price is not None
    half, most, nearly_all = answer.intervals
    assert [interval.level for interval in answer.intervals] == [50, 80, 95]
    assert nearly_all.low <= most.low <= half.low <= answer.price <= half.high <= most.high <= nearly_all.high


def test_a_price_says_its_currency_unit_history_and_that_it_is_a_demonstration(
    pricer: Pricer, question: PriceQuestion
) -> None:
    (answer,) = pricer.price([question])

    assert (answer.currency, answer.unit, answer.is_demo) == ("USD", question.unit, True)
    assert answer.history is not None
    assert (answer.history.hs_digits, answer.history.last_year) == (8, question.year - 1)
    assert answer.measured_coverage.keys() == {50, 80, 95}


def test_a_tonne_costs_a_thousand_kilograms(pricer: Pricer, question: PriceQuestion) -> None:
    by_kilogram, by_tonne = pricer.price([question, replace(question, unit=_unit("吨"))])

    assert by_kilogram.price is not None
    assert by_tonne.price == pytest.approx(1000 * by_kilogram.price)
    assert by_tonne.intervals[2].high == pytest.approx(1000 * by_kilogram.intervals[2].high)


def test_an_open_unit_is_that_of_most_records(pricer: Pricer, question: PriceQuestion) -> None:
    (answer,) = pricer.price([replace(question, unit=None)])

    assert answer.unit == _unit("千克")


def test_the_same_question_has_the_same_answer(pricer: Pricer, question: PriceQuestion) -> None:
    first, second = (pricer.price([question])[0] for _ in range(2))

    assert replace(first, latency_ms=0.0) == replace(second, latency_ms=0.0)


def test_forecasts_grow_wider_with_every_year_ahead(pricer: Pricer, question: PriceQuestion) -> None:
    answers = pricer.price([replace(question, year=pricer.years[-1] + ahead) for ahead in (1, 2, 3)])

    widths = [math.log(answer.intervals[1].high / answer.intervals[1].low) for answer in answers]
    assert [answer.years_ahead for answer in answers] == [1, 2, 3]
    assert widths == sorted(widths)


def test_the_first_year_has_no_history_and_so_no_price(pricer: Pricer, question: PriceQuestion) -> None:
    (answer,) = pricer.price([replace(question, year=pricer.years[0])])

    assert (answer.state, answer.price, answer.intervals) == (State.NOT_ENOUGH_HISTORY, None, ())


def test_a_code_that_was_never_traded_is_answered_by_a_wider_one(pricer: Pricer, question: PriceQuestion) -> None:
    cars = (code for code in hs_codes.table().codes(8) if code.startswith("8703"))
    unseen = next(code for code in cars if not pricer.products.is_known(Direction.IMPORT.id, code))

    (answer,) = pricer.price([replace(question, hs=unseen, unit=_unit("辆"))])

    assert answer.history is not None
    assert answer.state is State.FALLBACK
    assert answer.history.hs_digits in {4, 6}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"hs": "12345678"}, "price.hs_unknown"),
        ({"hs": "2709000"}, "price.hs_unknown"),
        ({"hs": "油"}, "price.hs_unknown"),
        ({"country": 999_999}, "query.country_unknown"),
        ({"province": 7}, "query.province_unknown"),
        ({"mode": 2}, "query.mode_unknown"),
        ({"unit": 0}, "price.unit_unknown"),
        ({"unit": 9}, "price.unit_other_family"),
        ({"year": 1850}, "price.year_out_of_reach"),
        ({"year": 2099}, "price.year_out_of_reach"),
        ({"quantity": Decimal(0)}, "price.quantity_not_positive"),
        ({"quantity": Decimal(-3)}, "price.quantity_not_positive"),
        ({"quantity": Decimal("NaN")}, "price.quantity_not_positive"),
    ],
)
def test_what_cannot_be_priced_is_refused_in_a_sentence(
    pricer: Pricer, question: PriceQuestion, change: dict[str, object], code: str
) -> None:
    asked = replace(question, **change)  # type: ignore[arg-type]  # one field of any type

    with pytest.raises(UsageError) as refused:
        pricer.price([asked])

    assert refused.value.code == code


@pytest.mark.parametrize("quote", [0.0, -5.0, math.nan, math.inf])
def test_a_quote_that_is_no_price_is_refused(pricer: Pricer, question: PriceQuestion, quote: float) -> None:
    (answer,) = pricer.price([question])

    with pytest.raises(UsageError, match="quote_not_positive"):
        pricer.place(answer, quote)


def test_a_quote_of_another_unit_is_suspected(pricer: Pricer, question: PriceQuestion) -> None:
    (answer,) = pricer.price([question])
    assert answer.price is not None

    with pytest.raises(UsageError, match="quote_absurd"):
        pricer.place(answer, answer.price * 5_000)


def test_quotes_are_placed_as_the_intervals_say(pricer: Pricer, question: PriceQuestion) -> None:
    (answer,) = pricer.price([question])
    assert answer.price is not None
    usual = answer.intervals[1]

    low, fair, high = (pricer.place(answer, quote) for quote in (usual.low * 0.9, answer.price, usual.high * 1.1))

    assert [place.side for place in (low, fair, high)] == [QuoteSide.LOW, QuoteSide.USUAL, QuoteSide.HIGH]
    assert low.percentile < 0.1 < fair.percentile < 0.9 < high.percentile


def test_the_curve_shows_history_beside_predictions_and_stops_at_editions(
    pricer: Pricer, question: PriceQuestion
) -> None:
    curve = pricer.curve(question)

    assert [answer.question.year for answer in curve.predictions] == list(
        range(pricer.years[0] + 1, pricer.years[-1] + 2)
    )
    assert [point.year for point in curve.history] == list(pricer.years)
    assert all(point.lower_quartile <= point.median <= point.upper_quartile for point in curve.history)
    assert {entry.year for entry in curve.breaks if entry.kind is BreakKind.HS_EDITION} == {2017, 2022}


def test_history_and_prices_of_a_curve_share_their_unit(pricer: Pricer, question: PriceQuestion) -> None:
    by_kilogram, by_tonne = (pricer.curve(replace(question, unit=_unit(name))) for name in ("千克", "吨"))

    assert by_tonne.history[0].median == pytest.approx(1000 * by_kilogram.history[0].median)


def test_comparables_are_most_alike_first(pricer: Pricer, question: PriceQuestion) -> None:
    found = pricer.comparables(replace(question, mode=ORDINARY), limit=20)

    likeness = [row.likeness for row in found]
    assert likeness == sorted(likeness, reverse=True)
    assert (found[0].hs, found[0].mode, found[0].year) == ("27090000", ORDINARY, question.year)
    assert 0 <= likeness[-1] <= likeness[0] <= 1


def test_members_are_those_of_the_product_with_most_records_first(pricer: Pricer, question: PriceQuestion) -> None:
    partners = pricer.members(question, Parameter.COUNTRY)

    records = [member.records for member in partners]
    assert records == sorted(records, reverse=True)
    assert [member.code for member in pricer.members(question, Parameter.UNIT)] == [_unit("千克")]


def test_an_explanation_names_what_was_told_and_nothing_else(pricer: Pricer, question: PriceQuestion) -> None:
    partner = pricer.members(question, Parameter.COUNTRY)[0].code

    named = {driver.token.value for driver in pricer.explain(replace(question, country=partner)).drivers}

    assert {"country", "history_partner", "year"} <= named
    assert named.isdisjoint({"province", "mode", "quantity"})


def test_the_strongest_effect_comes_first(pricer: Pricer, question: PriceQuestion) -> None:
    partner = pricer.members(question, Parameter.COUNTRY)[0].code

    drivers = pricer.explain(replace(question, country=partner)).drivers

    effects = [abs(math.log(driver.factor)) for driver in drivers]
    assert effects == sorted(effects, reverse=True)
    assert effects[0] > 0


def test_measured_coverage_is_near_its_level(pricer: Pricer) -> None:
    report = pricer.coverage

    assert report is not None
    assert report.year == pricer.years[-1]
    assert report.overall.shares == pytest.approx((0.5, 0.8, 0.95), abs=0.05)


def test_coverage_is_told_by_chapter_and_partner(pricer: Pricer) -> None:
    report = pricer.coverage

    assert report is not None
    assert sum(entry.rows for entry in report.countries) <= report.overall.rows
    assert all(entry.rows >= 100 and len(entry.shares) == 3 for entry in (*report.chapters, *report.countries))
