"""The declaration as an evidence file prints it: names of fields and what stands in them."""

from __future__ import annotations

from collections.abc import Iterator

from app.engine.messages import Language, text
from app.engine.reference import countries, trade_modes, units
from app.engine.reports.tables import Cell, Column, Table
from app.engine.screening.columns import Part
from app.engine.screening.declaration import TERM_NAMES, Amount, Charge, ChargeKind, Declaration

_MARKS = {ChargeKind.RATE: "%", ChargeKind.PER_TONNE: "/t", ChargeKind.TOTAL: ""}


def declaration_table(declaration: Declaration, language: Language) -> Table:
    """Every field that says something."""
    rows: list[tuple[Cell, ...]] = [
        (text(f"screening_desk.part_{part.value}", language), said)
        for part, said in _fields(declaration, language)
        if said
    ]
    columns = (Column(text("evidence.field", language)), Column(text("evidence.content", language)))
    return Table(text("evidence.declaration", language), columns, rows)


def partner_name(code: int | None, language: Language) -> str:
    """The country; its code where the table does not know it."""
    if code is None:
        return ""
    try:
        return countries.table().by_code(code).name(language)
    except KeyError:
        return str(code)


def _fields(told: Declaration, language: Language) -> Iterator[tuple[Part, str]]:
    yield Part.NUMBER, told.number
    yield Part.DECLARED_ON, "" if told.declared_on is None else told.declared_on.isoformat()
    yield Part.DIRECTION, text(f"price_desk.direction_{told.direction.value}", language)
    yield Part.TRADER, told.trader
    yield Part.PLACE, told.place
    yield Part.HS, told.hs
    yield Part.NAME, told.name
    yield Part.ORIGIN, partner_name(told.origin, language)
    yield Part.DESTINATION, partner_name(told.destination, language)
    yield Part.MODE, _mode(told.mode, language)
    yield Part.TERM, "" if told.term is None else TERM_NAMES[told.term]
    for part, charge in ((Part.FREIGHT, told.freight), (Part.INSURANCE, told.insurance), (Part.OTHER, told.other)):
        yield part, "" if charge is None else _charge(charge)
    yield Part.GROSS, "" if told.gross_kg is None else f"{told.gross_kg:,f}"
    for part, amount in (
        (Part.QUANTITY, told.declared),
        (Part.FIRST_QUANTITY, told.first),
        (Part.SECOND_QUANTITY, told.second),
    ):
        yield part, "" if amount is None else _amount(amount, language)
    yield Part.UNIT_PRICE, "" if told.unit_price is None else f"{told.unit_price:,f}"
    yield Part.TOTAL, "" if told.total is None else f"{told.total:,f}"
    yield Part.CURRENCY, told.currency or ""


def _mode(code: int | None, language: Language) -> str:
    if code is None:
        return ""
    try:
        return trade_modes.table().by_code(code).name(language)
    except KeyError:
        return str(code)


def _amount(amount: Amount, language: Language) -> str:
    unit = "" if amount.unit is None else units.table().by_id(amount.unit).name(language)
    return f"{amount.quantity:,f} {unit}".strip()


def _charge(charge: Charge) -> str:
    return f"{charge.figure:,f}{_MARKS[charge.kind]} {charge.currency or ''}".strip()
