"""Cells of a batch as parts of a question: each text is understood once, and what is not gets its own sentence."""

from __future__ import annotations

import functools
import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import repeat
from types import MappingProxyType
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from app.engine.errors import EngineError, InputError, UsageError
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

Cells: TypeAlias = Sequence[Sequence[str]]
"""Columns of equally many cells."""
Floats = NDArray[np.float64]
_MEMBERS = {
    Field.PARTNER: Dimension.COUNTRY,
    Field.PROVINCE: Dimension.PROVINCE,
    Field.MODE: Dimension.MODE,
}
_MOST_KNOWN = 200_000
_NUMBER_SIGNS = str.maketrans("，．", ",.")
_LIST_DIGITS, _LONGEST_CODE = 10, 13  # a declaration's, and with the digits of inspection
_LARGEST_DIGITS = 40
LONGEST_FIGURE, LARGEST_FIGURE = 60, 10.0**_LARGEST_DIGITS
"""What a figure is written in at most, and what it stays below: beyond, it cannot be told to people, digit by digit."""
_SHORT_CODE = re.compile(r"\d{3}|\d{5}|\d{7}")


@dataclass(frozen=True, slots=True)
class BatchDefaults:
    """What holds for rows whose file has no such column."""

    year: int
    direction: Direction | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """Columns of the questions of rows; where a row has a problem, what it asks is not to be priced.

    `direction` holds ids, which are found quicker than members of an Enum; `quote` is per unit of the row, not a number
    where there is none; `quote_problems` are by place.
    """

    direction: list[int]
    hs: list[str]
    year: list[int]
    unit: list[int | None]
    country: list[int | None]
    province: list[int | None]
    mode: list[int | None]
    quantity: list[Decimal | None]
    quote: Floats
    problems: list[EngineError | None]
    quote_problems: dict[int, EngineError]

    def __len__(self) -> int:
        return len(self.hs)


class BatchReader:
    """Reads the columns of one table, some rows at a time."""

    def __init__(self, table: WholeTable, defaults: BatchDefaults, *, currency: str | None) -> None:
        self._places = table.fields
        self._defaults = defaults
        self._currency = currency
        self._columns = table.columns
        self._known: dict[Field, dict[str, Any]] = {}  # of the type that the field's own reader gives, or its error
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

    def read(self, columns: Cells, wrong: Mapping[int, EngineError] = MappingProxyType({})) -> Asked:
        """The questions of rows; of what cannot be understood, the first becomes the problem of its row.

        `wrong` tells, by place, why what a row says is not certain.
        """
        problems: list[EngineError | None] = [None] * len(columns[0])
        for place, problem in wrong.items():
            problems[place] = problem

        def told(field: Field, read: Callable[[str], object]) -> list[Any]:
            return without_errors(self._column(columns, field, read), problems)

        direction = self._directions(columns, problems)
        hs = [code or "" for code in told(Field.HS, read_code)]
        dated = Field.YEAR if Field.YEAR in self._places else Field.PERIOD
        year = [found or self._defaults.year for found in told(dated, _year)]
        unit = without_errors(self._units(columns), problems)
        country, province, mode = (
            told(field, functools.partial(find_member, dimension)) for field, dimension in _MEMBERS.items()
        )
        quantity = told(Field.QUANTITY, read_number)
        quote, quote_problems = self._quotes(columns, quantity)
        return Asked(direction, hs, year, unit, country, province, mode, quantity, quote, problems, quote_problems)

    def _directions(self, columns: Cells, problems: list[EngineError | None]) -> list[int]:
        default = self._defaults.direction
        missing = default.id if default else InputError("price.batch_direction", given="")
        told = self._column(columns, Field.DIRECTION, lambda text: read_direction(text).id)
        found = without_errors([missing if each is None else each for each in told], problems)
        return [Direction.IMPORT.id if each is None else each for each in found]

    def _units(self, columns: Cells) -> list[Any]:
        """The unit of each row, else that in the heading of its quantities, as in 数量(千克)."""
        if Field.UNIT not in self._places and Field.QUANTITY in self._places:
            heading = read_heading(self._columns[self._places[Field.QUANTITY]])
            if heading and heading.unit:
                return [_understood(heading.unit, find_unit)] * len(columns[0])
        return self._column(columns, Field.UNIT, find_unit)

    def _quotes(self, columns: Cells, quantity: Sequence[Decimal | None]) -> tuple[Floats, dict[int, EngineError]]:
        if Field.UNIT_PRICE in self._places:
            prices = self._column(columns, Field.UNIT_PRICE, read_number)
        else:
            prices = list(map(_shared_out, self._column(columns, Field.VALUE, read_number), quantity))
        scale = self._heading.scale if self._heading else 1
        problems: dict[int, EngineError] = {}
        for place, (price, currency) in enumerate(zip(prices, self._currencies(columns), strict=True)):
            if isinstance(price, EngineError):
                problems[place], prices[place] = price, None
            elif price is not None and currency and self._currency and currency != self._currency:
                problems[place] = InputError("price.batch_currency", given=currency, currency=self._currency)
                prices[place] = None
        return np.array([math.nan if price is None else float(price) for price in prices]) * scale, problems

    def _currencies(self, columns: Cells) -> Iterable[str | None]:
        if Field.CURRENCY in self._places:
            return (text.strip().upper() for text in columns[self._places[Field.CURRENCY]])
        return repeat(self._heading.currency if self._heading else None, len(columns[0]))

    def _price_heading(self) -> Heading | None:
        place = self._places.get(Field.UNIT_PRICE, self._places.get(Field.VALUE))
        return None if place is None else read_heading(self._columns[place])

    def _column(self, columns: Cells, field: Field, read: Callable[[str], object]) -> list[Any]:
        """What each cell says, or why that is not understood; None for an empty one and where there is no column."""
        place = self._places.get(field)
        if place is None:
            return [None] * len(columns[0])
        known = self._known.setdefault(field, {})
        if len(known) > _MOST_KNOWN:
            known.clear()
        for text in set(columns[place]) - known.keys():
            known[text] = _understood(text.strip(), read)
        return list(map(known.__getitem__, columns[place]))


def without_errors(found: list[Any], problems: list[EngineError | None]) -> list[Any]:
    """The column with None for each error, which becomes the problem of a row that has none yet."""
    for place, value in enumerate(found):
        if isinstance(value, EngineError):
            problems[place] = problems[place] or value
            found[place] = None
    return found


def _understood(text: str, read: Callable[[str], object]) -> object:
    try:
        return read(text) if text else None
    except EngineError as error:
        return error


def _shared_out(value: Any, quantity: Decimal | None) -> Any:
    """The price that a value and a quantity make."""
    if value is None or isinstance(value, EngineError):
        return value
    return value / quantity if quantity else None


def read_code(text: str) -> str:
    """A code without dots and blanks, with the zero that a spreadsheet took, and not finer than eight digits."""
    typed = text if text.isascii() else unicodedata.normalize("NFKC", text)
    digits = typed.removesuffix(".0").replace(".", "").replace(" ", "")
    if _SHORT_CODE.fullmatch(digits) and hs_codes.table().status(f"0{digits}") is not hs_codes.Status.UNKNOWN:
        digits = f"0{digits}"
    if digits.isdigit() and len(digits) == _LIST_DIGITS:
        digits = digits[: DIGITS[0]]
    if not (digits.isascii() and digits.isdigit()) or len(digits) > _LONGEST_CODE:
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
        number = Decimal(text if text.isascii() and "," not in text else text.translate(_NUMBER_SIGNS).replace(",", ""))
    except InvalidOperation:
        raise InputError("price.batch_number", given=text) from None
    if not number.is_finite() or len(text) > LONGEST_FIGURE or not _is_told_by_digits(number):
        raise InputError("price.batch_number", given=text)
    return number


def _is_told_by_digits(number: Decimal) -> bool:
    """Whether it can be written without an exponent: 1e-99999999 would fill a hundred megabytes."""
    exponent = number.as_tuple().exponent
    is_near = isinstance(exponent, int) and abs(exponent) <= LONGEST_FIGURE
    return is_near and number.adjusted() < _LARGEST_DIGITS
