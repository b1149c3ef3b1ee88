"""Unit prices as columns: what a price model learns and calibrates from, one context at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.engine.store.answers import Basis
from app.engine.store.contexts import Context
from app.engine.store.dimensions import Dimension
from app.engine.store.open_store import Column, Generation, Store
from app.engine.store.questions.choosing import Choice, choose
from app.engine.store.questions.unit_prices import price_columns
from app.engine.store.scan import Scan, plan_record_scan
from app.engine.store.selection import Selection, Years

_KEYS = ("direction", "hs", "country", "province", "mode", "unit", "year")
_HS_DIGITS = 8
_PARTS = 1_000_000
_LEAST_YEARS = 3
MOST_RECORDS = 8_000_000
"""So many are summed at once, within the memory that questions may use."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class PricedRecords:
    """Equal-length columns; 0 where the source does not tell a dimension.

    `hs` is padded with zeros to eight digits, of which `hs_digits` count; `unit` is the base of its family, which
    `ln_price` (in the context's currency) and `ln_quantity` refer to. `records` tells how many records a line
    averages, `variance` how far their ln prices spread.
    """

    basis: Basis
    hs_digits: int
    direction: NDArray[np.int8]
    hs: NDArray[np.int32]
    country: NDArray[np.int16]
    province: NDArray[np.int16]
    mode: NDArray[np.int16]
    unit: NDArray[np.int16]
    year: NDArray[np.int16]
    ln_price: Floats
    ln_quantity: Floats
    records: NDArray[np.int32]
    variance: Floats

    def __len__(self) -> int:
        return len(self.hs)


def priced_records(store: Store, selection: Selection) -> PricedRecords:
    """Every record of the context that answers `selection` whose value, quantity and unit give a price."""
    return store.ask(partial(_priced, selection=selection))


def priced_context(store: Store, selection: Selection) -> Context | None:
    """The context whose prices the other questions of this module tell; None where nothing matches."""
    choice = store.ask(partial(choose, selection=selection, dimensions=[Dimension.HS2]))
    return choice.context


def price_cells(store: Store, selection: Selection, *, most_records: int = MOST_RECORDS) -> PricedRecords:
    """As `priced_records`, with one line for all records that agree in every dimension; sorted by year.

    Of more than so many records only the newest years are taken, whole ones and at least three.
    """
    return store.ask(partial(_cells_of, selection=selection, most_records=most_records))


def priced_sample(store: Store, selection: Selection, rows_by_year: Mapping[int, int]) -> PricedRecords:
    """About so many records of each year, chosen by what they hold; all of a year that has fewer."""
    return store.ask(partial(_sample, selection=selection, rows_by_year=rows_by_year))


def _sample(generation: Generation, *, selection: Selection, rows_by_year: Mapping[int, int]) -> PricedRecords:
    choice = choose(generation, selection, [Dimension.HS2])
    if not isinstance(choice, Choice):
        return _records(choice, _HS_DIGITS, {})
    held = _records_by_year(generation, selection, choice.context)
    shares = " ".join(
        f"WHEN {year} THEN {round(min(rows / held[year], 1.0) * _PARTS)}"
        for year, rows in rows_by_year.items()
        if held.get(year)
    )
    span = Years(min(rows_by_year), max(rows_by_year)) if rows_by_year else selection.years
    scan = plan_record_scan(generation, replace(selection, years=span), [choice.context])
    keys = f"{', '.join(_KEYS)}, ln_price, ln_quantity"
    statement = f"""SELECT * FROM ({_lines(scan)})
        WHERE hash({keys}) % {_PARTS} < (CASE year {shares or "WHEN 0 THEN 0"} ELSE 0 END) ORDER BY year, {keys}"""
    return _records(choice.basis, scan.hs_digits, generation.columns(statement, scan.parameters))


def _priced(generation: Generation, *, selection: Selection) -> PricedRecords:
    choice = choose(generation, selection, [Dimension.HS2])
    if not isinstance(choice, Choice):
        return _records(choice, _HS_DIGITS, {})
    scan = plan_record_scan(generation, selection, [choice.context])
    return _records(choice.basis, scan.hs_digits, generation.columns(_lines(scan), scan.parameters))


def _cells_of(generation: Generation, *, selection: Selection, most_records: int) -> PricedRecords:
    choice = choose(generation, selection, [Dimension.HS2])
    if not isinstance(choice, Choice):
        return _records(choice, _HS_DIGITS, {})
    years = _newest_years(_records_by_year(generation, selection, choice.context), most_records)
    scan = plan_record_scan(generation, replace(selection, years=years), [choice.context])
    return _records(choice.basis, scan.hs_digits, generation.columns(_cells(scan), scan.parameters))


def _records_by_year(generation: Generation, selection: Selection, context: Context) -> dict[int, int]:
    held: dict[int, int] = {}
    for period in generation.facts.periods_of(selection):
        if period.context == context.id:
            held[period.year] = held.get(period.year, 0) + period.records
    return held


def _newest_years(held: Mapping[int, int], most_records: int) -> Years | None:
    """The longest span up to the newest year whose records are not too many."""
    years = sorted(held, reverse=True)
    counts = accumulate(held[year] for year in years)
    pairs = enumerate(zip(years, counts, strict=True))
    taken = [year for at, (year, count) in pairs if at < _LEAST_YEARS or count <= most_records]
    return Years(taken[-1], taken[0]) if taken else None


def _lines(scan: Scan) -> str:
    return f"SELECT *, 1 AS records, 0.0::DOUBLE AS variance FROM ({_prices(scan)})"


def _cells(scan: Scan) -> str:
    keys = ", ".join(_KEYS)
    return f"""SELECT {keys}, avg(ln_price) AS ln_price, avg(ln_quantity) AS ln_quantity,
            count(*)::INTEGER AS records, var_pop(ln_price) AS variance
        FROM ({_prices(scan)}) GROUP BY {keys} ORDER BY year, direction, hs, country, unit, province, mode"""


def _prices(scan: Scan) -> str:
    base, factor = price_columns()
    width = 10 ** (_HS_DIGITS - scan.hs_digits)
    return f"""SELECT direction::TINYINT AS direction, (hs * {width})::INTEGER AS hs,
            coalesce(country, 0)::SMALLINT AS country, coalesce(province, 0)::SMALLINT AS province,
            coalesce(mode, 0)::SMALLINT AS mode, {base}::SMALLINT AS unit, year::SMALLINT AS year,
            ln(value::DOUBLE / (quantity::DOUBLE * {factor})) AS ln_price,
            ln(quantity::DOUBLE * {factor}) AS ln_quantity
        FROM {scan.source} AND quantity > 0 AND value > 0 AND {base} IS NOT NULL AND hs IS NOT NULL"""


def _records(basis: Basis, hs_digits: int, columns: dict[str, Column]) -> PricedRecords:
    return PricedRecords(
        basis,
        hs_digits,
        direction=_column(columns, "direction", np.int8),
        hs=_column(columns, "hs", np.int32),
        country=_column(columns, "country", np.int16),
        province=_column(columns, "province", np.int16),
        mode=_column(columns, "mode", np.int16),
        unit=_column(columns, "unit", np.int16),
        year=_column(columns, "year", np.int16),
        ln_price=_column(columns, "ln_price", np.float64),
        ln_quantity=_column(columns, "ln_quantity", np.float64),
        records=_column(columns, "records", np.int32),
        variance=_column(columns, "variance", np.float64),
    )


def _column(columns: dict[str, Column], name: str, kind: type[np.generic]) -> NDArray[Any]:
    return np.asarray(columns.get(name, np.empty(0)), dtype=kind)
