"""Cells of a batch as parts of a question: each text is understood once, and what is not gets its own sentence."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from app.engine.errors import EngineError, InputError, UsageError
from app.engine.price.answers import PriceQuestion
from app.engine.price.asking import find_unit
from app.engine.price.support import DIGITS
from app.engine.records.layout import DIRECTION_WORDS, Field
from app.engine.records.periods import years_in
from app.engine.records.vocabulary import Heading, read_heading
from app.engine.records.whole_tables import WholeTable
from app.engine.reference import hs_codes
from app.engine.store.dimensions import Dimension
from app.engine.store.members import find_member
from app.engine.store.selection import Direction

_Part = TypeVar("_Part")
_NUMBER_SIGNS = str.maketrans("，．", ",.")
_LIST_DIGITS = 10
_SHORT_CODE = re.compile(r"\d{3}|\d{5}|\d{7}")


@dataclass(frozen=True, slots=True)
class BatchDefaults:
    """What holds for rows whose file has no such column."""

    year: int
    direction: Direction | None = None


@dataclass(frozen=True, slots=True)
class BatchRow:
    """One row as it was understood: a question with the quote per unit of the row, or why there is none."""

    question: PriceQuestion | None
    quote: float | None
    problem: EngineError | None


class BatchReader:
    """Reads rows of one table; obtained from `batch_reader`."""

    def __init__(self, table: WholeTable, defaults: BatchDefaults, *, currency: str | None) -> None:
        self._places = table.fields
        self._defaults = defaults
        self._currency = currency
        self._columns = table.columns
        self._known: dict[tuple[Field, str], Any] = {}  # of the type that the field's own reader gives
        self._heading = self._price_heading()
        if Field.HS not in self._places:
            raise InputError("price.batch_no_code", found=", ".join(table.columns[:20]))
        if Field.DIRECTION not in self._places and defaults.direction is None:
            raise UsageError("price.batch_no_direction")

    @property
    def has_quotes(self) -> bool:
        """Whether rows may say a price of their own."""
        return Field.UNIT_PRICE in self._places or {Field.VALUE, Field.QUANTITY} <= self._places.keys()

    @property
    def numeric(self) -> frozenset[int]:
        """Places of the columns that hold figures."""
        figures = (Field.QUANTITY, Field.QUANTITY_2, Field.VALUE, Field.UNIT_PRICE)
        return frozenset(self._places[field] for field in figures if field in self._places)

    def read(self, cells: Sequence[str]) -> BatchRow:
        """The question of a row; what cannot be understood first becomes its problem."""
        try:
            question = self._question(cells)
        except EngineError as error:
            return BatchRow(None, None, error)
        try:
            return BatchRow(question, self._quote(cells, question), None)
        except EngineError as error:
            return BatchRow(question, None, error)

    def _question(self, cells: Sequence[str]) -> PriceQuestion:
        direction = self._cell(cells, Field.DIRECTION, read_direction) or self._defaults.direction
        if direction is None:
            raise InputError("price.batch_direction", given="")
        return PriceQuestion(
            direction=direction,
            hs=self._cell(cells, Field.HS, read_code) or "",
            year=self._year(cells),
            unit=self._unit(cells),
            country=self._cell(cells, Field.PARTNER, functools.partial(find_member, Dimension.COUNTRY)),
            province=self._cell(cells, Field.PROVINCE, functools.partial(find_member, Dimension.PROVINCE)),
            mode=self._cell(cells, Field.MODE, functools.partial(find_member, Dimension.MODE)),
            quantity=self._cell(cells, Field.QUANTITY, read_number),
        )

    def _year(self, cells: Sequence[str]) -> int:
        field = Field.YEAR if Field.YEAR in self._places else Field.PERIOD
        return self._cell(cells, field, _year) or self._defaults.year

    def _unit(self, cells: Sequence[str]) -> int | None:
        """The unit of the row, else that in the heading of its quantities, as in 数量(千克)."""
        unit = self._cell(cells, Field.UNIT, find_unit)
        if unit is None and Field.UNIT not in self._places and Field.QUANTITY in self._places:
            heading = read_heading(self._columns[self._places[Field.QUANTITY]])
            unit = find_unit(heading.unit) if heading and heading.unit else None
        return unit

    def _quote(self, cells: Sequence[str], question: PriceQuestion) -> float | None:
        price = self._cell(cells, Field.UNIT_PRICE, read_number)
        if price is None and Field.UNIT_PRICE not in self._places:
            value = self._cell(cells, Field.VALUE, read_number)
            price = value / question.quantity if value is not None and question.quantity else None
        if price is None:
            return None
        currency = self._told_currency(cells)
        if currency and self._currency and currency != self._currency:
            raise InputError("price.batch_currency", given=currency, currency=self._currency)
        return float(price) * (self._heading.scale if self._heading else 1)

    def _told_currency(self, cells: Sequence[str]) -> str | None:
        if Field.CURRENCY in self._places:
            return cells[self._places[Field.CURRENCY]].strip().upper() or None
        return self._heading.currency if self._heading else None

    def _price_heading(self) -> Heading | None:
        place = self._places.get(Field.UNIT_PRICE, self._places.get(Field.VALUE))
        return None if place is None else read_heading(self._columns[place])

    def _cell(self, cells: Sequence[str], field: Field, read: Callable[[str], _Part]) -> _Part | None:
        """What a cell says; None for an empty one and where there is no such column."""
        place = self._places.get(field)
        text = "" if place is None else cells[place].strip()
        if not text:
            return None
        found = self._known.get((field, text))
        if found is None:
            found = self._known[field, text] = read(text)
        known: _Part = found
        return known


def read_code(text: str) -> str:
    """A code without dots and blanks, with the zero that a spreadsheet took, and not finer than eight digits."""
    digits = text.removesuffix(".0").replace(".", "").replace(" ", "")
    if _SHORT_CODE.fullmatch(digits) and hs_codes.table().status(f"0{digits}") is not hs_codes.Status.UNKNOWN:
        digits = f"0{digits}"
    if digits.isdigit() and len(digits) == _LIST_DIGITS:
        digits = digits[: DIGITS[0]]
    if not digits.isdigit():
        raise UsageError("price.hs_unknown", given=text)
    return digits


def read_direction(text: str) -> Direction:
    """Import or export by any common word; InputError for another."""
    word = DIRECTION_WORDS.get(text.casefold())
    if word is None:
        raise InputError("price.batch_direction", given=text)
    return Direction(word)


def _year(text: str) -> int:
    years = years_in([text])
    if not years:
        raise InputError("price.batch_year", given=text)
    return years[0]


def read_number(text: str) -> Decimal:
    """A figure with or without separators of thousands; InputError for what is none."""
    try:
        number = Decimal(text.translate(_NUMBER_SIGNS).replace(",", ""))
    except InvalidOperation:
        raise InputError("price.batch_number", given=text) from None
    if not number.is_finite():
        raise InputError("price.batch_number", given=text)
    return number
