"""Prices of one generation of a store: the facade that the window, the command line and screening ask."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from app.engine.errors import EngineError, UsageError
from app.engine.jobs import CancelToken, Progress, no_progress
from app.engine.price import curves, explaining
from app.engine.price.answers import (
    LEVELS,
    Comparable,
    Explanation,
    History,
    Interval,
    PriceAnswer,
    PriceCurve,
    PriceQuestion,
    QuotePlace,
    QuoteSide,
    State,
)
from app.engine.price.asking import YEARS_AHEAD, base_unit_of, check_question, check_quote, factor_of
from app.engine.price.calibration import Calibration, CoverageReport
from app.engine.price.conformal import Floats, Ints, Spread, spread_of
from app.engine.price.features import build_features
from app.engine.price.forecasting import QuantileNetwork
from app.engine.price.history import PriceHistory
from app.engine.price.rows import PriceRows, rows_of_questions
from app.engine.price.support import DIGITS, LEAST_OWN, Depths, Products, asked_digits, depths_of, strata
from app.engine.store.contexts import Context
from app.engine.store.generation_cube import DEMO
from app.engine.store.open_store import Store
from app.engine.store.questions import comparables as store_comparables
from app.engine.store.questions.product_members import MemberCount, Parameter, product_members
from app.engine.store.selection import Direction, Selection

_STATES = (State.PRICED, State.FALLBACK, State.NOT_ENOUGH_HISTORY)


@dataclass(frozen=True, slots=True)
class PricedRows:
    """Prices of many rows, in the order of the rows; prices are logarithms per base unit, nan without a price."""

    state: Ints  # place in _STATES
    spread: Spread
    intervals: Floats  # (rows, levels, 2)
    group: Ints
    ahead: Ints
    depths: Depths
    keys: Ints  # strata


class Pricer:
    """Everything in memory that a price needs; callable from any thread. Obtained from `open_pricer`."""

    def __init__(
        self,
        store: Store,
        context: Context,
        *,
        products: Products,
        history: PriceHistory,
        network: QuantileNetwork,
        calibration: Calibration,
    ) -> None:
        self.context = context
        self.products = products
        self.years = history.years
        self._store = store
        self._history = history
        self._network = network
        self._calibration = calibration

    @property
    def is_demo(self) -> bool:
        """Whether the prices are those of demonstration data."""
        return self.context.source == DEMO

    @property
    def model_version(self) -> str:
        """Name and hash of the model."""
        return self._network.version

    @property
    def last_forecast_year(self) -> int:
        """The last year that a price is told for."""
        return self.years[-1] + YEARS_AHEAD

    @property
    def coverage(self) -> CoverageReport | None:
        """Measured coverage overall, by chapter and by partner; None where too little history allows to measure."""
        return self._calibration.report

    def prepare(self, *, progress: Progress = no_progress, token: CancelToken | None = None) -> None:
        """Learn what was known before each year, newest first, so that the first curve is as quick as any other."""
        wanted = range(self.years[-1] + 1, self.years[0], -1)
        for done, year in enumerate(wanted):
            progress(done, len(wanted))
            self._history.before(year, token=token)
        progress(len(wanted), len(wanted))

    def problem(self, question: PriceQuestion) -> EngineError | None:
        """Why a question cannot be asked; None for one that can."""
        try:
            check_question(question, self.products, self.context, self.years)
        except EngineError as error:
            return error
        return None

    def price(self, questions: Sequence[PriceQuestion]) -> list[PriceAnswer]:
        """One answer for each question; EngineError for the first that cannot be asked."""
        started = time.perf_counter()
        for question in questions:
            check_question(question, self.products, self.context, self.years)
        bases = [base_unit_of(question, self.products) for question in questions]
        rows = rows_of_questions(questions, [base or 0 for base in bases])
        priced = self.price_rows(rows)
        spent_ms = (time.perf_counter() - started) * 1_000 / max(len(questions), 1)
        return [
            self._answer(question, base, priced, number, spent_ms)
            for number, (question, base) in enumerate(zip(questions, bases, strict=True))
        ]

    def price_rows(self, rows: PriceRows) -> PricedRows:
        """Prices of rows that were checked; the year of each may lie up to three years ahead."""
        ahead = np.clip(rows.year.astype(np.int64) - self.years[-1], 0, YEARS_AHEAD)
        features = build_features(self._history, rows)
        depths = depths_of(features, rows, hs_digits=self.products.hs_digits)
        keys = strata(depths, rows)
        group = self._groups(keys, ahead)
        is_priced = (depths.digits > 0) & (group >= 0)
        quantiles = np.full((len(rows), len(self._network.probabilities)), np.nan)
        chosen = np.flatnonzero(is_priced)
        if len(chosen):
            quantiles[chosen] = self._network.quantiles(features.take(chosen))
        spread = spread_of(quantiles, self._network.probabilities)
        is_wider = depths.digits < asked_digits(rows, self.products.hs_digits)
        state = np.where(is_priced, np.where(is_wider, 1, 0), 2)
        return PricedRows(state, spread, self._intervals(spread, group, ahead), group, ahead, depths, keys)

    def curve(self, question: PriceQuestion) -> PriceCurve:
        """Predicted prices of all years that the store knows and the next, beside the real history."""
        years = range(self.years[0] + 1, max(self.years[-1] + 1, question.year) + 1)
        answers = self.price([replace(question, year=year) for year in years])
        (answer,) = self.price([question])
        return curves.curve(self._store, self.choices, answer, answers)

    def comparables(self, question: PriceQuestion, *, limit: int = 200) -> list[Comparable]:
        """Records of the same goods in a comparable unit, most alike first, prices per base unit."""
        check_question(question, self.products, self.context, self.years)
        base = base_unit_of(question, self.products)
        quantity = question.quantity
        declared = store_comparables.Declared(
            hs=self._told_digits(question.hs),
            direction=question.direction,
            year=question.year,
            unit=base,
            country=question.country,
            province=question.province,
            mode=question.mode,
            quantity=None if quantity is None else float(quantity) * factor_of(question.unit),
            years_around=100,
        )
        found = store_comparables.comparables(self._store, declared, choices=self.choices, limit=limit)
        return [_comparable(row) for row in found.rows]

    def explain(self, question: PriceQuestion) -> Explanation:
        """What the price owes to each thing that the model was told."""
        (answer,) = self.price([question])
        if answer.price is None:
            return Explanation(answer, ())
        rows = rows_of_questions([question], [base_unit_of(question, self.products) or 0])
        return Explanation(answer, explaining.drivers(self._network, build_features(self._history, rows), rows))

    def place(self, answer: PriceAnswer, quote: float) -> QuotePlace:
        """Where a quote, in currency per unit of the answer, falls; UsageError for one that is no price."""
        check_quote(quote, answer.price)
        if answer.price is None:
            raise UsageError("price.no_price_to_compare")
        base = base_unit_of(answer.question, self.products)
        priced = self.price_rows(rows_of_questions([answer.question], [base or 0]))
        ln_quote = np.array([np.log(quote / factor_of(answer.unit))])
        return QuotePlace(quote, *self._places(priced, ln_quote)[0])

    def places(self, priced: PricedRows, ln_quotes: Floats) -> list[tuple[float, QuoteSide] | None]:
        """Percentile and side of a quote, in ln price per base unit, for each row; None without price or quote."""
        return [
            place if state < 2 and np.isfinite(quote) else None
            for place, state, quote in zip(self._places(priced, ln_quotes), priced.state, ln_quotes, strict=True)
        ]

    def members(self, question: PriceQuestion, parameter: Parameter) -> list[MemberCount]:
        """Partners, provinces, modes or units of the product's records, most records first."""
        return product_members(self._store, self.product_selection(question.direction, question.hs), parameter)

    @property
    def choices(self) -> Selection:
        """The selection that names the context of these prices."""
        context = self.context
        return Selection(
            currency=context.currency, reporter=context.reporter, hs_level=context.hs_level, source=context.source
        )

    def product_selection(self, direction: Direction, hs: str) -> Selection:
        """Records of one product in the context of these prices."""
        return replace(self.choices, direction=direction, hs=(self._told_digits(hs),))

    def _told_digits(self, hs: str) -> str:
        return hs[: self.products.hs_digits]

    def _groups(self, keys: Ints, ahead: Ints) -> Ints:
        """The group of each row in the calibration of its horizon; -1 where there is none."""
        group = np.full(len(keys), -1, dtype=np.int64)
        for years, horizon in enumerate(self._calibration.horizons):
            own = np.flatnonzero(ahead == years)
            if len(own):
                group[own] = horizon.residuals.groups.find(keys[own])
        return group

    def _intervals(self, spread: Spread, group: Ints, ahead: Ints) -> Floats:
        found = np.full((len(group), len(LEVELS), 2), np.nan)
        for years, horizon in enumerate(self._calibration.horizons):
            own = np.flatnonzero((ahead == years) & (group >= 0))
            if len(own):
                found[own] = horizon.residuals.intervals(spread.take(own), group[own])
        return found

    def _places(self, priced: PricedRows, ln_quotes: Floats) -> list[tuple[float, QuoteSide]]:
        residuals = priced.spread.residuals(ln_quotes)
        usual = priced.intervals[:, LEVELS.index(80)]
        found = []
        for number, residual in enumerate(residuals):
            low, high = usual[number]
            side = QuoteSide.LOW if ln_quotes[number] < low else QuoteSide.HIGH if ln_quotes[number] > high else None
            percentile = float("nan")
            if priced.group[number] >= 0 and np.isfinite(residual):
                horizon = self._calibration.horizons[int(priced.ahead[number])]
                percentile = horizon.residuals.percentile(float(residual), int(priced.group[number]))
            found.append((percentile, side or QuoteSide.USUAL))
        return found

    def _answer(
        self, question: PriceQuestion, base: int | None, priced: PricedRows, number: int, spent_ms: float
    ) -> PriceAnswer:
        state = _STATES[int(priced.state[number])]
        unit = question.unit if question.unit is not None else base
        factor = factor_of(unit)
        is_priced = state is not State.NOT_ENOUGH_HISTORY
        bounds = np.exp(priced.intervals[number]) * factor
        return PriceAnswer(
            question=question,
            state=state,
            currency=self.context.currency,
            unit=unit,
            price=float(np.exp(priced.spread.median[number]) * factor) if is_priced else None,
            intervals=tuple(Interval(level, *map(float, pair)) for level, pair in zip(LEVELS, bounds, strict=True))
            if is_priced
            else (),
            history=_history(priced.depths, number),
            years_ahead=int(priced.ahead[number]),
            measured_coverage=self._measured(priced, number) if is_priced else {},
            model_version=self._network.version,
            is_demo=self.is_demo,
            latency_ms=spent_ms,
        )

    def _measured(self, priced: PricedRows, number: int) -> dict[int, float]:
        horizon = self._calibration.horizons[int(priced.ahead[number])]
        groups = horizon.coverage.groups
        place = int(groups.find(priced.keys[number : number + 1])[0])
        if place < 0:
            return {}
        return dict(zip(LEVELS, map(float, horizon.coverage.shares[place]), strict=True))


def _history(depths: Depths, number: int) -> History | None:
    if not depths.nearest[number]:
        return None
    with_country = bool(depths.partner[number] >= LEAST_OWN)
    records = int(depths.partner[number] if with_country else depths.records[number])
    return History(DIGITS[int(depths.place[number])], with_country, records, int(depths.last_year[number]) or None)


def _comparable(row: store_comparables.Comparable) -> Comparable:
    names = ("year", "hs", "country", "province", "mode", "quantity", "unit", "value", "price", "likeness")
    return Comparable(**{name: getattr(row, name) for name in names})
