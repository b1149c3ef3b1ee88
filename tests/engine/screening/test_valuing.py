from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from app.engine.errors import NotInDataError
from app.engine.screening.declaration import Amount, Charge, ChargeKind, Declaration, Term
from app.engine.screening.rates import Rate, RateTable
from app.engine.screening.valuing import ComparablePrice, comparable_prices
from app.engine.store.selection import Direction
from tests.engine.screening.declarations import KILOGRAM, declaration

NO_RATES = RateTable(())
SUM = ChargeKind.TOTAL
RATE = ChargeKind.RATE
EXPORT = {"direction": Direction.EXPORT}


def charge(figure: str, kind: ChargeKind = SUM, currency: str | None = None) -> Charge:
    return Charge(kind, Decimal(figure), currency)


def total(*lines: Declaration, rates: RateTable = NO_RATES) -> Decimal:
    """The comparable total of the first line."""
    first = comparable_prices(lines, rates, "USD")[0]
    assert isinstance(first, ComparablePrice)
    return first.total


def reason(*lines: Declaration, rates: RateTable = NO_RATES) -> str:
    """Why the first line was not checked."""
    first = comparable_prices(lines, rates, "USD")[0]
    assert isinstance(first, NotInDataError)
    return first.code


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"term": Term.CIF, "freight": charge("90")}, 1000),
        ({"term": Term.FOB, "freight": charge("90"), "insurance": charge("10")}, 1100),
        ({"term": Term.EX_WORKS, "freight": charge("90"), "insurance": charge("10")}, 1100),
        ({"term": Term.FOB, "freight": charge("10", RATE), "insurance": charge("0")}, 1100),
        ({"term": Term.COST_AND_FREIGHT, "insurance": charge("20", RATE)}, 1250),
        ({"term": Term.COST_AND_INSURANCE, "freight": charge("90")}, 1090),
        ({"other": charge("-50")}, 950),
        (EXPORT | {"term": Term.FOB, "freight": charge("90")}, 1000),
        (EXPORT | {"term": Term.CIF, "freight": charge("90"), "insurance": charge("1", RATE)}, 900),
        (EXPORT | {"term": Term.COST_AND_FREIGHT, "freight": charge("90")}, 910),
    ],
)
def test_imports_become_cif_and_exports_fob(changes: dict[str, Any], expected: int) -> None:
    assert total(declaration(**changes)) == expected


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"term": Term.FOB, "insurance": charge("10")}, "screening.unchecked_no_freight"),
        ({"term": Term.COST_AND_FREIGHT}, "screening.unchecked_no_insurance"),
        ({"term": Term.MARKET}, "screening.unchecked_term"),
        (EXPORT | {"term": Term.EX_WORKS}, "screening.unchecked_term"),
        ({"term": None}, "screening.unchecked_no_term"),
        ({"currency": None}, "screening.unchecked_no_currency"),
        ({"total": None}, "screening.unchecked_no_total"),
        ({"first": Amount(Decimal(0), KILOGRAM)}, "screening.unchecked_no_quantity"),
        ({"term": Term.FOB, "freight": charge("-3")}, "screening.unchecked_charge_negative"),
        ({"term": Term.FOB, "freight": charge("100", RATE)}, "screening.unchecked_rate_impossible"),
        ({"other": charge("-2000")}, "screening.unchecked_charges_above_total"),
        ({"other": charge("2", ChargeKind.PER_TONNE)}, "screening.unchecked_no_gross_weight"),
        ({"currency": "EUR"}, "screening.unchecked_no_rate"),
        ({"currency": "EUR", "declared_on": None}, "screening.unchecked_no_date"),
    ],
)
def test_what_cannot_be_converted_is_not_checked(changes: dict[str, Any], code: str) -> None:
    assert reason(declaration(**changes)) == code


def test_the_price_is_told_per_first_statutory_unit() -> None:
    (price,) = comparable_prices([declaration(declared=Amount(Decimal(4), 7))], NO_RATES, "USD")

    assert isinstance(price, ComparablePrice)
    assert (price.price, price.unit, price.quantity) == (Decimal(10), KILOGRAM, Decimal(100))


def test_the_total_follows_from_the_unit_price_where_it_is_not_stated() -> None:
    one = declaration(total=None, unit_price=Decimal(3), declared=Amount(Decimal(50), KILOGRAM))

    assert total(one) == 150


def test_a_charge_of_the_declaration_is_divided_among_its_lines_by_value() -> None:
    lines = [declaration(total=Decimal(value), other=charge("100")) for value in (250, 750)]

    assert total(*lines) == 275


def test_lines_in_two_currencies_share_no_charge() -> None:
    lines = [declaration(other=charge("100")), declaration(other=charge("100"), currency="EUR")]

    assert reason(*lines) == "screening.unchecked_shared_charge"


def test_a_charge_by_the_tonne_counts_the_gross_weight() -> None:
    per_tonne = charge("30", ChargeKind.PER_TONNE)

    assert total(declaration(other=per_tonne, gross_kg=Decimal(2000))) == 1060


def test_currencies_are_converted_at_the_rate_of_the_day() -> None:
    rates = RateTable([Rate(date(2021, 5, 1), "USD", Decimal("6.4")), Rate(date(2021, 5, 1), "EUR", Decimal(8))])

    assert total(declaration(currency="EUR"), rates=rates) == 1250


def test_a_charge_in_another_currency_is_converted_before_it_is_added() -> None:
    rates = RateTable([Rate(date(2021, 5, 1), "USD", Decimal("6.4"))])

    assert total(declaration(other=charge("64", currency="CNY")), rates=rates) == 1010
