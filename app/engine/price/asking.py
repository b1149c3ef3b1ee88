"""Whether a price can be asked for, and in which unit it is told: a sentence instead of a number that pretends."""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping, Sequence
from decimal import Decimal

from app.engine.errors import NotInDataError, UsageError
from app.engine.messages import Language
from app.engine.price.answers import PriceQuestion
from app.engine.price.support import DIGITS, Products
from app.engine.reference import countries, hs_codes, provinces, trade_modes, units
from app.engine.reference.units import Unit
from app.engine.store.contexts import Context

_UNIT_DIGITS = 3
YEARS_AHEAD = 3
"""How far beyond the store's last year a price is told; the errors of each year ahead are measured."""
MOST_QUANTITY = 1e15
_ABSURD = 1_000


def check_question(question: PriceQuestion, products: Products, context: Context, years: Sequence[int]) -> None:
    """UsageError for what no table knows or no price can have, NotInDataError for a dimension that is not told."""
    check_product(question, products)
    check_members(question, context)
    check_unit(question, products)
    check_year(question.year, years)
    check_quantity(question.quantity)


def check_year(year: int, years: Sequence[int]) -> None:
    """UsageError for a year of which neither the store nor a forecast tells."""
    first, last = years[0], years[-1] + YEARS_AHEAD
    if not first <= year <= last:
        raise UsageError("price.year_out_of_reach", given=year, first=first, last=last)


def check_quantity(quantity: Decimal | None) -> None:
    """UsageError for what no lot can hold."""
    if quantity is not None and not (quantity.is_finite() and 0 < quantity <= MOST_QUANTITY):
        raise UsageError("price.quantity_not_positive", given=str(quantity))


def unit_of(question: PriceQuestion, products: Products) -> int | None:
    """The unit that the price is told in: the asked one, else that of most records, else the listed one."""
    if question.unit is not None:
        return question.unit
    known = products.units_of(question.direction.id, question.hs)
    return known[0] if known else hs_codes.table().unit_of(question.hs)


def base_of(unit: int | None) -> int:
    """The base unit of its family, in which the model counts; 0 where no unit is known."""
    return 0 if unit is None else _bases()[unit]


def find_unit(text: str) -> int:
    """The id of a unit by its name, symbol or declaration code, with or without its zeros; UsageError for none."""
    unit = units.table().find(text)
    if unit is not None:
        return unit.id
    try:
        return units.table().by_declaration_code(text.strip().zfill(_UNIT_DIGITS)).id
    except KeyError:
        raise UsageError("price.unit_unknown", given=text) from None


def factor_of(unit: int | None) -> float:
    """How many base units one of these is; 1 where no unit is known."""
    return 1.0 if unit is None else _factors()[unit]


@functools.cache
def _factors() -> Mapping[int, float]:
    return {unit.id: float(unit.factor) for unit in units.table().units}


def check_quote(quote: float, price: float | None) -> None:
    """UsageError for a quote that is no price, or so far from the fair one that its unit must be another."""
    if not (math.isfinite(quote) and quote > 0):
        raise UsageError("price.quote_not_positive", given=_plain(quote))
    if price is not None and not 1 / _ABSURD <= quote / price <= _ABSURD:
        raise UsageError("price.quote_absurd", given=_plain(quote), price=_plain(price, 4), times=f"{_ABSURD:,}")


def _plain(number: float, digits: int = 10) -> str:
    """Digits that count, without powers of ten for what people write out."""
    return f"{float(f'{number:.{digits}g}'):,.10g}"


def check_product(question: PriceQuestion, products: Products) -> None:
    """UsageError for a code that neither a table nor the data know."""
    hs = question.hs
    is_code = hs.isascii() and hs.isdigit() and len(hs) in DIGITS
    is_listed = is_code and hs_codes.table().status(hs) is not hs_codes.Status.UNKNOWN
    if not is_listed and not (is_code and products.is_known(question.direction.id, hs)):
        raise UsageError("price.hs_unknown", given=hs)


def check_members(question: PriceQuestion, context: Context) -> None:
    """UsageError for what no table knows, NotInDataError for a dimension that the data do not tell."""
    for name, member in (("country", question.country), ("province", question.province), ("mode", question.mode)):
        if member is None:
            continue
        if member not in _known_members()[name]:
            raise UsageError(f"query.{name}_unknown", given=str(member))
        if name not in context.dimensions.split(","):
            raise NotInDataError("query.not_in_data", dimension=name)


@functools.cache
def _known_members() -> Mapping[str, frozenset[int]]:
    return {
        "country": frozenset(entry.code for entry in countries.table().countries),
        "province": frozenset(entry.code for entry in provinces.table().registration_places),
        "mode": frozenset(entry.code for entry in trade_modes.table().modes),
    }


def check_unit(question: PriceQuestion, products: Products) -> None:
    """UsageError for a unit of another family than those of the product."""
    if question.unit is None:
        return
    try:
        asked = units.table().by_id(question.unit)
    except KeyError:
        raise UsageError("price.unit_unknown", given=str(question.unit)) from None
    known = products.units_of(question.direction.id, question.hs)
    if known and base_of(asked.id) not in map(base_of, known):
        names = "; ".join(_both_names(units.table().by_id(unit)) for unit in known)
        raise UsageError("price.unit_other_family", hs=question.hs, unit=_both_names(asked), known=names)


def _both_names(unit: Unit) -> str:
    return f"{unit.name(Language.ZH)} ({unit.name(Language.EN)})"


@functools.cache
def _bases() -> Mapping[int, int]:
    table = units.table()
    return {unit.id: table.base_of(unit.family).id for unit in table.units}
