"""Comparable values of many lines at once; only lines with unusual charges are looked at one by one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from app.engine.errors import NotInDataError, as_finding
from app.engine.screening.charge_columns import value_with_charges
from app.engine.screening.coded import Coded, crossed
from app.engine.screening.declaration import Charge, ChargeKind, Term
from app.engine.screening.lines import Floats, Lines
from app.engine.screening.problems import Problems, no_problems
from app.engine.screening.rates import RateTable
from app.engine.screening.valuing import ComparablePrice, comparable_prices

Flags = NDArray[np.bool_]
# In the order in which a line is told what it lacks
_LACKS = ("no_quantity", "no_total", "no_currency", "no_term")
_MOST_VALUE = 1e18
_BEYOND = NotInDataError("screening.unchecked_beyond")
_PROBLEMS = {name: NotInDataError(f"screening.unchecked_{name}") for name in _LACKS}


@dataclass(frozen=True, slots=True)
class Values:
    """Per line: its value in the currency asked for, its quantity and unit; nan, and why, where there is none."""

    total: Floats
    quantity: Floats
    unit: Coded[int | None]
    problems: Problems


def value_columns(lines: Lines, rates: RateTable, currency: str) -> Values:
    """What can be compared of each line."""
    has_first = np.isfinite(lines.first_quantity)
    quantity = np.where(has_first, lines.first_quantity, lines.declared_quantity)
    unit = _either(has_first, lines.first_unit, lines.declared_unit)
    stated = np.where(np.isfinite(lines.total), lines.total, lines.unit_price * lines.declared_quantity)
    problems = _lacking(lines, quantity, stated)
    is_ready = problems.are_none
    is_plain = is_ready & _is_plain(lines)
    total = np.full(len(lines), np.nan)
    own = np.where(is_plain, stated, np.nan)
    charged = np.flatnonzero(is_ready & ~is_plain)
    if len(charged):
        own[charged] = value_with_charges(lines, charged, stated)
    _convert(lines, rates, currency, np.flatnonzero(is_ready & ~np.isnan(own)), own, total, problems)
    _value_singly(lines, rates, currency, np.flatnonzero(is_ready & np.isnan(own)), total, problems)
    is_beyond = ~np.isnan(total) & ~((total > 0) & (total < _MOST_VALUE))
    problems.set(is_beyond, _BEYOND)
    total[is_beyond] = np.nan
    return Values(total, np.where(np.isnan(total), np.nan, quantity), unit, problems)


def has_shared_charge(lines: Lines) -> Flags:
    """Whether a charge of each line is stated once for all lines of its declaration."""
    found = np.zeros(len(lines), dtype=np.bool_)
    for column in (lines.freight, lines.insurance, lines.other):
        found |= column.told(_is_shared, np.bool_)
    return found


def _is_shared(charge: Charge | None) -> bool:
    return charge is not None and charge.kind is not ChargeKind.RATE and charge.figure != 0


def _either(is_first: Flags, first: Coded[int | None], other: Coded[int | None]) -> Coded[int | None]:
    if is_first.all():
        return first
    if not is_first.any():
        return other
    values = list(first.values)
    codes = np.where(is_first, first.codes, other.codes + len(values))
    return Coded(codes.astype(np.int32), [*values, *other.values])


def _lacking(lines: Lines, quantity: Floats, stated: Floats) -> Problems:
    lacks = (~(quantity > 0), ~(stated > 0), lines.currency.is_(None), lines.term.is_(None))
    problems = no_problems(len(lines))
    for name, is_lacking in reversed(list(zip(_LACKS, lacks, strict=True))):
        problems.set(is_lacking, _PROBLEMS[name])
    return problems


def _is_plain(lines: Lines) -> Flags:
    """Whether the stated total is the comparable one: imports CIF, exports FOB, no other costs."""
    is_usual = np.where(lines.is_import, lines.term.is_(Term.CIF), lines.term.is_(Term.FOB))
    return is_usual & lines.other.is_(None)


def _convert(
    lines: Lines,
    rates: RateTable,
    currency: str,
    places: NDArray[np.int64],
    stated: Floats,
    total: Floats,
    problems: Problems,
) -> None:
    if lines.currency.told(lambda each: each == currency, np.bool_)[places].all():
        total[places] = stated[places]
        return
    asked = crossed(lines.currency.take(places), lines.declared_on.take(places))
    found = asked.mapped(lambda key: _factor(rates, key[0], key[1], currency))
    factor = found.told(lambda each: np.nan if isinstance(each, NotInDataError) else each, np.float64)
    total[places] = stated[places] * factor
    for code in np.unique(found.codes[np.isnan(factor)]).tolist():
        problem = found.values[code]
        assert isinstance(problem, NotInDataError)
        problems.set(places[found.codes == code], problem)


def _factor(rates: RateTable, given: str | None, on: date | None, currency: str) -> float | NotInDataError:
    assert given is not None
    try:
        return float(rates.factor(given, currency, None if given == currency else on))
    except NotInDataError as error:
        return as_finding(error)


def _value_singly(
    lines: Lines,
    rates: RateTable,
    currency: str,
    places: NDArray[np.int64],
    total: Floats,
    problems: Problems,
) -> None:
    """Charges are divided over all lines of a declaration, plain ones too."""
    if not len(places):
        return
    numbers = {lines.number[place] for place in places.tolist()} - {""}
    wanted = set(places.tolist())
    looked_at = [place for place, number in enumerate(lines.number) if place in wanted or number in numbers]
    found = comparable_prices([lines.whole(place) for place in looked_at], rates, currency)
    for place, price in zip(looked_at, found, strict=True):
        if place not in wanted:
            continue
        if isinstance(price, ComparablePrice):
            total[place] = float(price.total)
        else:
            problems.set(place, price)
