"""Rows of a file as declarations: a row that cannot be read is reported with its sentence, and the rest goes on."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from app.engine.errors import EngineError, InputError, UsageError
from app.engine.jobs import CancelToken, Progress
from app.engine.price.asking import find_unit
from app.engine.price.batch_cells import read_code, read_direction, read_number
from app.engine.records.whole_tables import NumberedRow, WholeTable
from app.engine.reference import currencies, trade_modes
from app.engine.screening.columns import Part, declaration_columns
from app.engine.screening.declaration import Amount, Charge, ChargeKind, Declaration, Term
from app.engine.store.dimensions import Dimension
from app.engine.store.members import find_member
from app.engine.store.selection import Direction

_Told = TypeVar("_Told")
_BATCH = 10_000
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


@dataclass(frozen=True, slots=True)
class UnreadRow:
    """A row of which no declaration could be made, and why."""

    row: int
    problem: EngineError


@dataclass(frozen=True, slots=True)
class DeclarationFile:
    """Everything of a file, in its order."""

    declarations: tuple[Declaration, ...]
    unread: tuple[UnreadRow, ...]


def read_declarations(
    table: WholeTable, *, direction: Direction | None, progress: Progress, token: CancelToken
) -> DeclarationFile:
    """Read every row; `direction` holds where the file has no such column.

    InputError for a file without commodity codes, UsageError where nothing says a direction.
    """
    reader = RowReader(declaration_columns(table), direction)
    read: list[Declaration] = []
    unread: list[UnreadRow] = []
    for done, row in enumerate(table.rows):
        if done % _BATCH == 0:
            token.check()
            progress(done, len(table.rows))
        try:
            read.append(reader.read(row))
        except EngineError as error:
            unread.append(UnreadRow(row.number, error))
    progress(len(table.rows), len(table.rows))
    return DeclarationFile(tuple(read), tuple(unread))


class RowReader:
    """Reads rows of one table; each text is understood once."""

    def __init__(self, places: Mapping[Part, int], direction: Direction | None) -> None:
        self._places = places
        self._direction = direction
        self._known: dict[tuple[Part, str], Any] = {}  # of the type that the field's own reader gives
        if Part.DIRECTION not in places and direction is None:
            raise UsageError("price.batch_no_direction")

    def read(self, row: NumberedRow) -> Declaration:
        """The declaration of a row; EngineError for the first cell that cannot be understood."""
        if row.is_ragged:
            raise InputError("price.batch_ragged")
        cells = row.cells
        tell = functools.partial(self._tell, cells)
        country = functools.partial(find_member, Dimension.COUNTRY)
        direction = tell(Part.DIRECTION, read_direction) or self._direction
        hs = tell(Part.HS, read_code)
        if direction is None:
            raise InputError("price.batch_direction", given="")
        if hs is None:
            raise UsageError("price.hs_unknown", given="")
        return Declaration(
            row=row.number,
            number=self._text(cells, Part.NUMBER),
            declared_on=tell(Part.DECLARED_ON, _date),
            direction=direction,
            hs=hs,
            name=self._text(cells, Part.NAME),
            trader=self._text(cells, Part.TRADER),
            place=self._text(cells, Part.PLACE),
            province=_province(self._text(cells, Part.PLACE)),
            origin=tell(Part.ORIGIN, country),
            destination=tell(Part.DESTINATION, country),
            mode=tell(Part.MODE, _mode),
            term=tell(Part.TERM, _term),
            freight=tell(Part.FREIGHT, read_charge),
            insurance=tell(Part.INSURANCE, read_charge),
            other=tell(Part.OTHER, read_charge),
            gross_kg=tell(Part.GROSS, read_number),
            declared=self._amount(cells, Part.QUANTITY, Part.UNIT),
            first=self._amount(cells, Part.FIRST_QUANTITY, Part.FIRST_UNIT),
            second=self._amount(cells, Part.SECOND_QUANTITY, Part.SECOND_UNIT),
            unit_price=tell(Part.UNIT_PRICE, read_number),
            total=tell(Part.TOTAL, read_number),
            currency=tell(Part.CURRENCY, _currency),
        )

    def _amount(self, cells: Sequence[str], quantity: Part, unit: Part) -> Amount | None:
        told = self._tell(cells, quantity, read_number)
        return None if told is None else Amount(told, self._tell(cells, unit, find_unit))

    def _tell(self, cells: Sequence[str], part: Part, read: Callable[[str], _Told]) -> _Told | None:
        """What a cell says; None for an empty one and where there is no such column."""
        text = self._text(cells, part)
        if not text:
            return None
        found = self._known.get((part, text))
        if found is None:
            found = self._known[part, text] = read(text)
        told: _Told = found
        return told

    def _text(self, cells: Sequence[str], part: Part) -> str:
        place = self._places.get(part)
        return "" if place is None else cells[place].strip()


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
    return Charge(kind, read_number(figure.strip()), _currency(currency.strip()) if is_told else None)


def _date(text: str) -> date:
    matched = _DATE.fullmatch(text)
    try:
        if matched is not None:
            year, month, day, short_month, short_day = matched.groups()
            return date(int(year), int(month or short_month), int(day or short_day))
    except ValueError:
        pass
    raise InputError("screening.date_unreadable", given=text)


def _term(text: str) -> Term:
    term = _TERMS.get(text.upper().removesuffix(".0"))
    if term is None:
        raise InputError("screening.term_unknown", given=text)
    return term


def _currency(text: str) -> str:
    currency = currencies.table().find(text)
    if currency is None:
        raise InputError("screening.currency_unknown", given=text)
    return currency.code


def _mode(text: str) -> int | None:
    """Statistics have no mode for some that declarations know; there it is not told."""
    code = _MODE_CODE.match(text)
    if code is None:
        return find_member(Dimension.MODE, text)
    try:
        return trade_modes.table().by_declaration_code(code[1]).mode
    except KeyError:
        raise UsageError("query.mode_unknown", given=text) from None


@functools.cache
def _province(place: str) -> int | None:
    """A five-digit domestic area begins with its province."""
    coded = _PLACE_CODE.match(place)
    try:
        return find_member(Dimension.PROVINCE, coded[1] if coded else place) if place else None
    except UsageError:
        return None
