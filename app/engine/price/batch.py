"""Prices for the rows of a table: price, intervals, where each quote falls and why, or what is wrong with the row.

Everything goes by column: a text, a product, a partner that stands in thousands of rows is understood once.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.engine.errors import EngineError, InputError
from app.engine.jobs import CancelToken, Progress
from app.engine.price.answers import LEVELS, QuoteSide
from app.engine.price.asking import check_quote, factor_of
from app.engine.price.batch_cells import Asked, BatchDefaults, BatchReader, Floats
from app.engine.price.batch_rows import each_once, note_problems, rows_of_asked
from app.engine.price.estimating import STATES, Estimates
from app.engine.price.pricer import Pricer
from app.engine.price.support import DIGITS, LEAST_OWN
from app.engine.price.wording import Basis
from app.engine.records.row_batches import RowBatch
from app.engine.records.whole_tables import WholeTable

_CHUNK = 5_000


@dataclass(frozen=True, slots=True)
class PricedRows:
    """Some rows in the order of the file, by column; not a number where there is no price.

    `answered` are the places of the rows that all columns but `cells` and `problems` tell of.
    """

    cells: Sequence[Sequence[str]]  # by column
    problems: Sequence[EngineError | None]
    answered: NDArray[np.intp]
    units: Sequence[int | None]
    price: Floats
    bounds: Floats  # (rows, 2 * levels)
    percentile: Floats
    sides: Sequence[QuoteSide | None]
    bases: Sequence[Basis]

    def __len__(self) -> int:
        return len(self.problems)


@dataclass(frozen=True, slots=True)
class Batch:
    """All rows in the order of the file; `numeric` are places of columns that hold figures."""

    columns: tuple[str, ...]
    numeric: frozenset[int]
    currency: str | None
    has_quotes: bool
    parts: Sequence[PricedRows]

    @property
    def priced(self) -> int:
        """Rows with a price."""
        return sum(int(np.isfinite(part.price).sum()) for part in self.parts)

    @property
    def problems(self) -> int:
        """Rows of which something could not be done."""
        return sum(len(part) - part.problems.count(None) for part in self.parts)

    def __len__(self) -> int:
        return sum(map(len, self.parts))


def price_table(
    pricer: Pricer,
    table: WholeTable,
    rows: Sequence[RowBatch],
    defaults: BatchDefaults,
    *,
    progress: Progress,
    token: CancelToken,
) -> Batch:
    """Price all rows of a table of which `table` tells the columns.

    InputError where it has no column of codes, UsageError where nothing says a direction.
    """
    reader = BatchReader(table, defaults, currency=pricer.context.currency)
    total, done = sum(map(len, rows)), 0
    parts = []
    for cells, wrong in _chunks(rows):
        token.check()
        progress(done, total)
        asked = reader.read(cells, wrong)
        note_problems(asked, pricer)
        parts.append(_price(pricer, cells, asked))
        done += len(asked)
    progress(total, total)
    return Batch(table.columns, reader.numeric, pricer.context.currency, reader.has_quotes, parts)


def _chunks(rows: Sequence[RowBatch]) -> Iterator[tuple[list[tuple[str, ...]], dict[int, EngineError]]]:
    """Columns of so many rows at once, and by place why what a row says is not certain."""
    cells = [own for batch in rows for own in batch.cells]
    wrong: dict[int, EngineError] = {}
    for start, batch in zip(np.cumsum([0, *map(len, rows)]).tolist(), rows, strict=False):
        wrong |= {start + place: InputError("price.batch_ragged") for place in batch.ragged}
        wrong |= {start + place: problem for place, problem in batch.damage.items()}
    for first in range(0, len(cells), _CHUNK):
        own = {place - first: problem for place, problem in wrong.items() if first <= place < first + _CHUNK}
        yield list(zip(*cells[first : first + _CHUNK], strict=True)), own


def _price(pricer: Pricer, cells: Sequence[Sequence[str]], asked: Asked) -> PricedRows:
    at = np.flatnonzero([problem is None for problem in asked.problems])
    rows, units = rows_of_asked(asked, at, pricer.products)
    factors = np.array(each_once(units, factor_of), dtype=np.float64)
    estimates = pricer.estimator.estimate(rows)
    price = np.exp(estimates.spread.median) * factors
    bounds = (np.exp(estimates.intervals) * factors[:, None, None]).reshape(len(at), 2 * len(LEVELS))
    problems = list(asked.problems)
    for place, problem in asked.quote_problems.items():
        problems[place] = problems[place] or problem
    quotes = _comparable_quotes(asked.quote[at], price, at, problems)
    _, percentile = pricer.estimator.percentiles(estimates, np.log(quotes / factors))
    bases = _bases(estimates, [asked.hs[place] for place in at.tolist()])
    return PricedRows(cells, problems, at, units, price, bounds, percentile, _sides(quotes, bounds), bases)


def _comparable_quotes(
    quotes: Floats, price: Floats, at: NDArray[np.intp], problems: list[EngineError | None]
) -> Floats:
    """Not a number for a quote that is no price, which leaves the answer as it is, with a problem beside it."""
    for place in np.flatnonzero(~np.isnan(quotes)).tolist():
        own = float(price[place])
        try:
            check_quote(float(quotes[place]), None if math.isnan(own) else own)
        except EngineError as error:
            problems[at[place]], quotes[place] = error, math.nan
    return np.where(np.isnan(price), math.nan, quotes)


def _sides(quotes: Floats, bounds: Floats) -> list[QuoteSide | None]:
    low, high = bounds[:, 2 * LEVELS.index(80)], bounds[:, 2 * LEVELS.index(80) + 1]
    kinds = (QuoteSide.LOW, QuoteSide.USUAL, QuoteSide.HIGH, None)
    found = np.select([np.isnan(quotes), quotes < low, quotes > high], [3, 0, 2], 1)
    return [kinds[kind] for kind in found.tolist()]


def _bases(estimates: Estimates, codes: Sequence[str]) -> list[Basis]:
    depths = estimates.depths
    with_country = depths.partner >= LEAST_OWN
    digits = np.array(DIGITS)[depths.place].tolist()
    columns = (with_country, np.where(with_country, depths.partner, depths.records), depths.last_year)
    return list(
        map(
            Basis,
            [code[:own] for code, own in zip(codes, digits, strict=True)],
            map(STATES.__getitem__, estimates.states.tolist()),
            (depths.nearest > 0).tolist(),
            digits,
            *(column.tolist() for column in columns),
        )
    )
