"""Comparable values of many lines at once; only lines with unusual charges are looked at one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from app.engine.errors import EngineError, NotInDataError, as_finding
from app.engine.screening.charge_columns import value_with_charges
from app.engine.screening.declaration import Charge, ChargeKind, Term
from app.engine.screening.lines import Floats, Lines
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
    unit: Sequence[int | None]
    problems: list[EngineError | None]


def value_columns(lines: Lines, rates: RateTable, currency: str) -> Values:
    """What can be compared of each line."""
    has_first = np.isfinite(lines.first_quantity)
    quantity = np.where(has_first, lines.first_quantity, lines.declared_quantity)
    unit = [
        first if is_first else declared
        for is_first, first, declared in zip(has_first.tolist(), lines.first_unit, lines.declared_unit, strict=True)
    ]
    stated = np.where(np.isfinite(lines.total), lines.total, lines.unit_price * lines.declared_quantity)
    problems = _lacking(lines, quantity, stated)
    is_ready = np.array([problem is None for problem in problems], dtype=np.bool_)
    is_plain = is_ready & _is_plain(lines)
    total = np.full(len(lines), np.nan)
    own = np.where(is_plain, stated, np.nan)
    charged = np.flatnonzero(is_ready & ~is_plain)
    if len(charged):
        own[charged] = value_with_charges(lines, charged, stated)
    _convert(lines, rates, currency, np.flatnonzero(is_ready & ~np.isnan(own)), own, total, problems)
    _value_singly(lines, rates, currency, np.flatnonzero(is_ready & np.isnan(own)), total, problems)
    for place in np.flatnonzero(~np.isnan(total) & ~((total > 0) & (total < _MOST_VALUE))).tolist():
        total[place], problems[place] = np.nan, _BEYOND
    return Values(total, np.where(np.isnan(total), np.nan, quantity), unit, problems)


def has_shared_charge(lines: Lines) -> Flags:
    """Whether a charge of each line is stated once for all lines of its declaration."""
    columns = (lines.freight, lines.insurance, lines.other)
    found = np.zeros(len(lines), dtype=np.bool_)
    for column in columns:
        if any(each is not None for each in column):
            told = {id(each): _is_shared(each) for each in {id(each): each for each in column}.values()}
            found |= np.fromiter(map(told.__getitem__, map(id, column)), dtype=np.bool_, count=len(column))
    return found


def _is_shared(charge: Charge | None) -> bool:
    return charge is not None and charge.kind is not ChargeKind.RATE and charge.figure != 0


def _lacking(lines: Lines, quantity: Floats, stated: Floats) -> list[EngineError | None]:
    lacks = (
        ~(quantity > 0),
        ~(stated > 0),
        np.array([each is None for each in lines.currency], dtype=np.bool_),
        np.array([each is None for each in lines.term], dtype=np.bool_),
    )
    problems: list[EngineError | None] = [None] * len(lines)
    for name, is_lacking in reversed(list(zip(_LACKS, lacks, strict=True))):
        for place in np.flatnonzero(is_lacking).tolist():
            problems[place] = _PROBLEMS[name]
    return problems


def _is_plain(lines: Lines) -> Flags:
    """Whether the stated total is the comparable one: imports CIF, exports FOB, no other costs."""
    is_cif, is_fob = (np.array([each is term for each in lines.term], dtype=np.bool_) for term in (Term.CIF, Term.FOB))
    has_other = np.array([each is not None for each in lines.other], dtype=np.bool_)
    return np.where(lines.is_import, is_cif, is_fob) & ~has_other


def _convert(
    lines: Lines,
    rates: RateTable,
    currency: str,
    places: NDArray[np.int64],
    stated: Floats,
    total: Floats,
    problems: list[EngineError | None],
) -> None:
    given = [lines.currency[place] for place in places.tolist()]
    if all(each == currency for each in given):
        total[places] = stated[places]
        return
    known: dict[tuple[str | None, date | None], float | NotInDataError] = {}
    for place, each in zip(places.tolist(), given, strict=True):
        key = each, None if each == currency else lines.declared_on[place]
        if key not in known:
            known[key] = _factor(rates, *key, currency)
        factor = known[key]
        if isinstance(factor, NotInDataError):
            problems[place] = factor
        else:
            total[place] = stated[place] * factor


def _factor(rates: RateTable, given: str | None, on: date | None, currency: str) -> float | NotInDataError:
    assert given is not None
    try:
        return float(rates.factor(given, currency, on))
    except NotInDataError as error:
        return as_finding(error)


def _value_singly(
    lines: Lines,
    rates: RateTable,
    currency: str,
    places: NDArray[np.int64],
    total: Floats,
    problems: list[EngineError | None],
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
            problems[place] = price
