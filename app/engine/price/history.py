"""What a store knows of prices before a given year: effects, spreads and last seen levels, with no look-ahead."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from app.engine.jobs import CancelToken
from app.engine.price.backfit import Factor, Fit, factor_of, fit_effects
from app.engine.price.keys import BY_YEAR, KEYS, split_year
from app.engine.price.lots import LotTables, fit_lots
from app.engine.price.memory import choose_memory, weights
from app.engine.price.rows import PriceRows, rows_of_records
from app.engine.price.tables import FigureTable, table_of
from app.engine.store.questions.priced_records import PricedRecords

NEVER = 20.0  # years since something was last seen, if it never was
_MOST_CELLS = 6_000_000
_YEARS_KEPT = 12
_LAST_YEAR_SHRINKAGE = 4.0  # records; last year's deviation of a group is little known from few
_SPREAD_SHRINKAGE = 12.0

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class YearHistory:
    """All that is known before `before`; figures by group as `features` reads them."""

    before: int
    last_year: int | None  # None: nothing is known yet
    tables: Mapping[str, FigureTable]
    lots: LotTables | None
    memory: float = 1.0  # what a record weighs for each year that it is older


class Knowledge(Protocol):
    """What was known before each year, wherever it comes from."""

    @property
    def years(self) -> tuple[int, ...]: ...

    @property
    def hs_digits(self) -> int: ...

    def before(self, year: int, *, token: CancelToken | None = None) -> YearHistory: ...


class PriceHistory:
    """The price cells of a store and, for each year asked for, what was known before; safe across threads."""

    def __init__(self, cells: PricedRecords) -> None:
        newest = _newest(cells)
        self.hs_digits = cells.hs_digits
        self.currency = cells.basis.context.currency if cells.basis.context else None
        self._rows = rows_of_records(cells).take(newest)
        self.years = tuple(int(year) for year in np.unique(self._rows.year))
        self._records = cells.records[newest].astype(np.float64)
        self._variance = cells.variance[newest]
        self._factors: dict[str, Factor] = {}
        self._keys: dict[str, NDArray[np.int64]] = {}
        self._known: OrderedDict[int, YearHistory] = OrderedDict()
        self._lock, self._fitting = threading.Lock(), threading.Lock()
        for name, keys_of in KEYS.items():
            self._factors[name], self._keys[name] = factor_of(keys_of(self._rows))

    @property
    def last_year(self) -> int | None:
        """The newest year that has prices."""
        return self.years[-1] if len(self._rows) else None

    def before(self, year: int, *, token: CancelToken | None = None) -> YearHistory:
        """What was known before a year; the first call for a year takes about a second per million cells."""
        last = self.last_year
        year = year if last is None else min(year, last + 1)
        known = self._kept(year)
        if known is None:
            # Others ask meanwhile for years that are known
            with self._fitting:
                known = self._kept(year)
                if known is None:
                    (token or CancelToken()).check()
                    known = self._fit(year)
                    self._keep(year, known)
        return known

    def _kept(self, year: int) -> YearHistory | None:
        with self._lock:
            if year in self._known:
                self._known.move_to_end(year)
            return self._known.get(year)

    def _keep(self, year: int, known: YearHistory) -> None:
        with self._lock:
            self._known[year] = known
            while len(self._known) > _YEARS_KEPT:
                self._known.popitem(last=False)

    def _fit(self, year: int) -> YearHistory:
        lines = int(np.searchsorted(self._rows.year, year))
        if not lines:
            return YearHistory(year, None, {}, None)
        rows, records = self._rows.take(slice(lines)), self._records[:lines]
        factors = {name: factor.first(lines) for name, factor in self._factors.items()}
        assert rows.ln_price is not None
        memory = choose_memory(rows.ln_price, records, rows.year, factors)
        weight = weights(records, rows.year, memory)
        fit = fit_effects(rows.ln_price, weight, list(factors.values()), factors["heading"])
        summary = _Summary(rows, records, self._variance[:lines], factors, self._keys, fit)
        lots = fit_lots(rows, records, fit.cut_residual, factors, self._keys)
        return YearHistory(year, int(rows.year[-1]), summary.tables(), lots, memory)


class _Summary:
    """Turns a fit into tables of figures."""

    def __init__(
        self,
        rows: PriceRows,
        records: Floats,
        variance: Floats,
        factors: Mapping[str, Factor],
        keys: Mapping[str, NDArray[np.int64]],
        fit: Fit,
    ) -> None:
        self._factors, self._keys, self._fit = factors, keys, fit
        self._effects = dict(zip(factors, fit.effects, strict=True))
        self._counts = {name: factor.sums(records) for name, factor in factors.items()}
        self._records, self._year = records, rows.year
        self._last = int(rows.year[-1])
        # of the single prices around their mean, not of the means alone
        self._deviation = np.sqrt(fit.cut_residual**2 + variance)
        self._usual = float((records * self._deviation).sum() / records.sum())

    def tables(self) -> dict[str, FigureTable]:
        """By factor, columns as `features` names them."""
        tables = {
            name: table_of(self._keys[name], [self._effects[name], self._counts[name]], [0.0, 0.0])
            for name in (
                "chapter",
                "partner",
                "partner_chapter",
                "partner_heading",
                "mode",
                "province",
                "province_chapter",
            )
        }
        tables["heading"] = table_of(
            self._keys["heading"],
            [self._effects["heading"], self._counts["heading"], self._spread("heading")],
            [0.0, 0.0, self._usual],
        )
        tables |= {name: self._with_last_year(name) for name in ("subheading", "product", "partner_product")}
        tables |= {name: self._newest_level(name) for name in BY_YEAR}
        return tables

    def _with_last_year(self, name: str) -> FigureTable:
        """Effect, records, years since last seen, last year's deviation and its records, spread."""
        factor = self._factors[name]
        is_last = (self._year == self._last) * self._records
        last_records = factor.sums(is_last)
        deviation = factor.sums(is_last * self._fit.cut_residual) / (last_records + _LAST_YEAR_SHRINKAGE)
        seen = np.full(factor.groups, self._last - NEVER)
        seen[factor.codes] = self._year  # lines are sorted by year, so the newest stays
        age = np.minimum(self._last - seen, NEVER)
        figures = [self._effects[name], self._counts[name], age, deviation, last_records, self._spread(name)]
        return table_of(self._keys[name], figures, [0.0, 0.0, NEVER, 0.0, 0.0, self._usual])

    def _spread(self, name: str) -> Floats:
        factor = self._factors[name]
        sums = factor.sums(self._records * self._deviation)
        spread: Floats = (sums + _SPREAD_SHRINKAGE * self._usual) / (self._counts[name] + _SPREAD_SHRINKAGE)
        return spread

    def _newest_level(self, name: str) -> FigureTable:
        """The newest year's effect of each group, and how far it lies above the effect before."""
        seen = self._counts[name] > 0
        group, _ = split_year(self._keys[name][seen])
        effects = self._effects[name][seen]
        if name == "year":
            group = np.zeros_like(group)
        at = np.flatnonzero(np.append(group[1:] != group[:-1], True))
        before = np.maximum(at - 1, 0)
        has_before = (at > 0) & (group[before] == group[at])
        change = np.where(has_before, effects[at] - effects[before], 0.0)
        return table_of(group[at], [effects[at], change], [0.0, 0.0])


def _newest(cells: PricedRecords) -> slice:
    """All cells, or where there are too many those of the newest whole years that fit, at least one year's."""
    if len(cells) <= _MOST_CELLS:
        return slice(0, len(cells))
    year = cells.year[len(cells) - _MOST_CELLS]
    start = int(np.searchsorted(cells.year, min(year + 1, cells.year[-1])))
    return slice(start, len(cells))
