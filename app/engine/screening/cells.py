"""What single cells of a declaration say."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from datetime import date

from app.engine.errors import InputError, UsageError
from app.engine.price.batch_cells import read_number
from app.engine.reference import currencies, trade_modes
from app.engine.screening.declaration import Charge, ChargeKind, Term
from app.engine.store.dimensions import Dimension
from app.engine.store.members import find_member

_DATE = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))(?:[ T].*)?")
_PLACE_CODE = re.compile(r"\(?(\d{2})\d{3}\)?")
_MODE_CODE = re.compile(r"\(?(\d{4})(?!\d)\)?")
_NO_CURRENCY = "000"  # what the form prints before a rate
_TERMS: Mapping[str, Term] = {
    **{term.value: term for term in Term},
    "CIF": Term.CIF,
    "CIP": Term.CIF,
    "C&F": Term.COST_AND_FREIGHT,
    "CFR": Term.COST_AND_FREIGHT,
    "CPT": Term.COST_AND_FREIGHT,
    "CNF": Term.COST_AND_FREIGHT,
    "FOB": Term.FOB,
    "FCA": Term.FOB,
    "FAS": Term.FOB,
    "C&I": Term.COST_AND_INSURANCE,
    "市场价": Term.MARKET,
    "垫仓": Term.STOWAGE,
    "EXW": Term.EX_WORKS,
}


def read_charge(text: str) -> Charge:
    """A charge as the form prints it (currency/figure/mark), as per cent, or as a sum in the currency of the goods."""
    if text.endswith(("%", "％")):
        return Charge(ChargeKind.RATE, read_number(text[:-1]))
    currency, figure, mark = (["", text, ChargeKind.TOTAL.value] if "/" not in text else ["", *text.split("/")])[-3:]
    try:
        kind = ChargeKind(mark.strip())
    except ValueError:
        raise InputError("screening.charge_unreadable", given=text) from None
    is_told = currency.strip() not in {"", _NO_CURRENCY}
    return Charge(kind, read_number(figure.strip()), read_currency(currency.strip()) if is_told else None)


def read_date(text: str) -> date:
    """The day of a date in any common spelling."""
    matched = _DATE.fullmatch(text)
    try:
        if matched is not None:
            year, month, day, short_month, short_day = matched.groups()
            return date(int(year), int(month or short_month), int(day or short_day))
    except ValueError:
        pass
    raise InputError("screening.date_unreadable", given=text)


def read_term(text: str) -> Term:
    """Terms of delivery by name or code."""
    term = _TERMS.get(text.upper().removesuffix(".0"))
    if term is None:
        raise InputError("screening.term_unknown", given=text)
    return term


def read_currency(text: str) -> str:
    """The code of a currency by any common name."""
    currency = currencies.table().find(text)
    if currency is None:
        raise InputError("screening.currency_unknown", given=text)
    return currency.code


def read_mode(text: str) -> int | None:
    """Statistics have no mode for some that declarations know; there it is not told."""
    code = _MODE_CODE.match(text)
    if code is None:
        return find_member(Dimension.MODE, text)
    try:
        return trade_modes.table().by_declaration_code(code[1]).mode
    except KeyError:
        raise UsageError("query.mode_unknown", given=text) from None


@functools.cache
def find_province(place: str) -> int | None:
    """A five-digit domestic area begins with its province."""
    coded = _PLACE_CODE.match(place)
    try:
        return find_member(Dimension.PROVINCE, coded[1] if coded else place) if place else None
    except UsageError:
        return None
