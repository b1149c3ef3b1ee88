"""Prices for the rows of a table: price, intervals, where each quote falls and why, or what is wrong with the row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.engine.errors import EngineError, InputError
from app.engine.jobs import CancelToken, Progress
from app.engine.price.answers import PriceAnswer, QuotePlace
from app.engine.price.asking import check_quote
from app.engine.price.batch_cells import BatchDefaults, BatchReader, BatchRow
from app.engine.price.pricer import Pricer
from app.engine.records.whole_tables import NumberedRow, WholeTable

_CHUNK = 5_000


@dataclass(frozen=True, slots=True)
class PricedRow:
    """A row of the file with its answer and the place of its quote; `problem` says what could not be done."""

    cells: tuple[str, ...]
    answer: PriceAnswer | None
    quote: float | None
    place: QuotePlace | None
    problem: EngineError | None


@dataclass(frozen=True, slots=True)
class Batch:
    """All rows in the order of the file; `numeric` are places of columns that hold figures."""

    columns: tuple[str, ...]
    numeric: frozenset[int]
    has_quotes: bool
    rows: tuple[PricedRow, ...]

    @property
    def priced(self) -> int:
        """Rows with a price."""
        return sum(1 for row in self.rows if row.answer is not None and row.answer.price is not None)

    @property
    def problems(self) -> int:
        """Rows of which something could not be done."""
        return sum(1 for row in self.rows if row.problem is not None)


def price_table(
    pricer: Pricer, table: WholeTable, defaults: BatchDefaults, *, progress: Progress, token: CancelToken
) -> Batch:
    """Price every row; InputError where the table has no column of codes, UsageError where nothing says a direction."""
    reader = BatchReader(table, defaults, currency=pricer.context.currency)
    rows: list[PricedRow] = []
    for first in range(0, len(table.rows), _CHUNK):
        token.check()
        progress(first, len(table.rows))
        rows += _price_chunk(pricer, reader, table.rows[first : first + _CHUNK])
    progress(len(table.rows), len(table.rows))
    return Batch(table.columns, reader.numeric, reader.has_quotes, tuple(rows))


def _price_chunk(pricer: Pricer, reader: BatchReader, chunk: Sequence[NumberedRow]) -> list[PricedRow]:
    read = [_checked(pricer, _read(reader, each)) for each in chunk]
    asked = [(row.question, row.quote) for row in read if row.question is not None]
    answers = iter(pricer.price_beside([question for question, _ in asked], [quote for _, quote in asked]))
    found = []
    for cells, row in zip((each.cells for each in chunk), read, strict=True):
        if row.question is None:
            found.append(PricedRow(cells, None, None, None, row.problem))
        else:
            answer, place = next(answers)
            found.append(_beside_quote(cells, row, answer, place))
    return found


def _read(reader: BatchReader, row: NumberedRow) -> BatchRow:
    """What stands where is not certain in a row with more cells than there are columns."""
    return BatchRow(None, None, InputError("price.batch_ragged")) if row.is_ragged else reader.read(row.cells)


def _checked(pricer: Pricer, row: BatchRow) -> BatchRow:
    problem = None if row.question is None else pricer.problem(row.question)
    return row if problem is None else BatchRow(None, None, problem)


def _beside_quote(cells: tuple[str, ...], row: BatchRow, answer: PriceAnswer, place: QuotePlace | None) -> PricedRow:
    """A quote that is no price leaves the answer as it is, with a problem beside it."""
    if row.quote is None or row.problem is not None:
        return PricedRow(cells, answer, None, None, row.problem)
    try:
        check_quote(row.quote, answer.price)
    except EngineError as error:
        return PricedRow(cells, answer, row.quote, None, error)
    return PricedRow(cells, answer, row.quote, place, None)
