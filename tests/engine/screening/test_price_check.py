from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from app.engine.errors import EngineError
from app.engine.price.answers import PriceQuestion
from app.engine.price.pricer import Pricer
from app.engine.screening.declaration import Amount, Declaration
from app.engine.screening.explaining import price_finding
from app.engine.screening.lines import lines_of
from app.engine.screening.price_check import PriceCheck, PricePlace, check_of
from app.engine.screening.price_columns import PriceDesk
from app.engine.screening.rates import RateTable
from app.engine.screening.value_columns import value_columns
from app.engine.screening.valuing import ComparablePrice
from app.engine.store.selection import Direction
from tests.engine.screening.declarations import KILOGRAM, declaration

QUESTION = PriceQuestion(Direction.IMPORT, "27090000", 2021, unit=KILOGRAM, mode=10, quantity=Decimal(100))


def checks(pricer: Pricer, declarations: Sequence[Declaration]) -> list[PriceCheck]:
    lines = lines_of(declarations)
    values = value_columns(lines, RateTable(()), pricer.context.currency or "")
    placed = PriceDesk(pricer).place(lines, values)
    return [check_of(values, placed, place) for place in range(len(lines))]


def check(pricer: Pricer, **changes: Any) -> PriceCheck:
    return checks(pricer, [declaration(**changes)])[0]


def place(percentile: float, *, distance: float = 1.0) -> PricePlace:
    price = ComparablePrice(Decimal(1), KILOGRAM, Decimal(1), Decimal(1))
    return PricePlace(price, expected=1.0, percentile=percentile, distance=distance)


@pytest.mark.parametrize("times", [0.5, 1.0, 1.6])
def test_a_price_stands_where_the_pricer_places_a_quote(times: float, pricer: Pricer) -> None:
    (answer,) = pricer.price([QUESTION])
    assert answer.price is not None
    quote = answer.price * times

    found = check(pricer, total=Decimal(quote) * 100)

    assert isinstance(found, PricePlace)
    assert found.expected == pytest.approx(answer.price)
    assert found.percentile == pytest.approx(pricer.place(answer, quote).percentile)


def test_many_declarations_are_placed_as_each_alone(pricer: Pricer) -> None:
    lines = [
        declaration(hs=hs, total=Decimal(total), declared_on=date(year, 3, 1))
        for hs in ("27090000", "85423100", "99999999")
        for total in (1, 40, 90_000)
        for year in (2015, 2021, 2022)
    ]

    together = checks(pricer, lines)

    alone = [checks(pricer, [line])[0] for line in lines]
    assert [told(each) for each in together] == [told(each) for each in alone]
    assert sum(isinstance(each, PricePlace) for each in together) >= 9


def told(found: PriceCheck) -> object:
    return found.code if isinstance(found, EngineError) else (round(found.percentile, 6), round(found.expected, 4))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"declared_on": None}, "screening.unchecked_no_year"),
        ({"first": Amount(Decimal(5), None)}, "screening.unchecked_no_unit"),
        ({"currency": "EUR"}, "screening.unchecked_no_rate"),
        ({"hs": "99999999"}, "screening.unchecked_no_history"),
        ({"hs": "00000000"}, "price.hs_unknown"),
        ({"first": Amount(Decimal(5), 7)}, "price.unit_other_family"),
        ({"declared_on": date(2050, 1, 1)}, "price.year_out_of_reach"),
    ],
)
def test_what_cannot_be_compared_says_why(changes: dict[str, Any], code: str, pricer: Pricer) -> None:
    found = check(pricer, **changes)

    assert isinstance(found, EngineError)
    assert found.code == code


def test_both_sides_count_and_a_price_in_the_middle_is_the_most_usual() -> None:
    assert place(0.01).tail == pytest.approx(0.02)
    assert place(0.99).tail == pytest.approx(0.02)
    assert place(0.5).tail == 1


@pytest.mark.parametrize(("expected", "percentile", "code"), [
    (2.0, 0.01, "screening.reason_low"),
    (0.5, 0.99, "screening.reason_high"),
    (1.01, 0.51, "screening.reason_low"),
])  # fmt: skip
def test_no_price_below_what_is_expected_is_called_high(expected: float, percentile: float, code: str) -> None:
    price = ComparablePrice(Decimal(1), KILOGRAM, Decimal(1), Decimal(1))

    finding = price_finding(PricePlace(price, expected=expected, percentile=percentile, distance=1.0))

    assert [each.code for each in finding.reasons] == [code]
