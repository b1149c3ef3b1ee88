"""Prices of one generation of a store: the facade that the window, the command line and screening ask."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from app.engine.errors import EngineError, UsageError, as_finding
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
from app.engine.price.asking import YEARS_AHEAD, base_of, check_question, check_quote, factor_of, unit_of
from app.engine.price.calibration import Calibration, CoverageReport
from app.engine.price.estimating import Estimates, Estimator
from app.engine.price.features import build_features
from app.engine.price.forecasting import QuantileNetwork
from app.engine.price.kept_history import KeptHistory
from app.engine.price.rows import PriceRows, rows_of_questions
from app.engine.price.support import DIGITS, LEAST_OWN, Depths, Products
from app.engine.store.contexts import Context
from app.engine.store.generation_cube import DEMO
from app.engine.store.open_store import Store
from app.engine.store.questions import comparables as store_comparables
from app.engine.store.questions.product_members import MemberCount, Parameter, product_members
from app.engine.store.selection import Direction, Selection


class Pricer:
    """Everything in memory that a price needs; callable from any thread. Obtained from `open_pricer`."""

    def __init__(
        self,
        store: Store,
        context: Context,
        *,
        products: Products,
        history: KeptHistory,
        network: QuantileNetwork,
        calibration: Calibration,
    ) -> None:
        self.context = context
        self.products = products
        self.years = history.years
        self._store = store
        self.history = history
        self._network = network
        self.estimator = Estimator(history, network, calibration)
        self.coverage: CoverageReport | None = calibration.report

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

    def prepare(self, *, progress: Progress = no_progress, token: CancelToken | None = None) -> None:
        """Learn what was known before each year, newest first, so that the first curve is as quick as any other."""
        wanted = range(self.years[-1] + 1, self.years[0], -1)
        for done, year in enumerate(wanted):
            progress(done, len(wanted))
            self.history.before(year, token=token)
        self.history.release()
        progress(len(wanted), len(wanted))

    def problem(self, question: PriceQuestion) -> EngineError | None:
        """Why a question cannot be asked; None for one that can."""
        try:
            check_question(question, self.products, self.context, self.years)
        except EngineError as error:
            return as_finding(error)
        return None

    def price(self, questions: Sequence[PriceQuestion]) -> list[PriceAnswer]:
        """One answer for each question; EngineError for the first that cannot be asked."""
        for question in questions:
            check_question(question, self.products, self.context, self.years)
        return [answer for answer, _ in self.price_beside(questions, [None] * len(questions))]

    def price_beside(
        self, questions: Sequence[PriceQuestion], quotes: Sequence[float | None]
    ) -> list[tuple[PriceAnswer, QuotePlace | None]]:
        """Answers to questions without a problem, with the place of each quote that is positive and in their unit."""
        for year in {question.year for question in questions}:
            self.history.before(year)
        started = time.perf_counter()
        told_in = [unit_of(question, self.products) for question in questions]
        estimates = self.estimator.estimate(_rows(questions, told_in))
        measured = self.estimator.measured(estimates)
        spent_ms = (time.perf_counter() - started) * 1_000 / max(len(questions), 1)
        found = []
        for row, (question, unit, quote) in enumerate(zip(questions, told_in, quotes, strict=True)):
            answer = self._answer(question, unit, estimates, row, measured[row], spent_ms)
            found.append((answer, self._place(answer, estimates, row, quote)))
        return found

    def curve(self, question: PriceQuestion) -> PriceCurve:
        """Predicted prices of all years that the store knows and the next, beside the real history."""
        years = range(self.years[0] + 1, max(self.years[-1] + 1, question.year) + 1)
        answers = self.price([replace(question, year=year) for year in years])
        (answer,) = self.price([question])
        return curves.curve(self._store, self.choices, answer, answers)

    def comparables(self, question: PriceQuestion, *, limit: int = 200) -> list[Comparable]:
        """Records of the same goods in a comparable unit, most alike first, prices per base unit."""
        check_question(question, self.products, self.context, self.years)
        unit = unit_of(question, self.products)
        quantity = question.quantity
        declared = store_comparables.Declared(
            hs=self._told_digits(question.hs),
            direction=question.direction,
            year=question.year,
            unit=unit,
            country=question.country,
            province=question.province,
            mode=question.mode,
            quantity=None if quantity is None else float(quantity) * factor_of(unit),
            years_around=100,
        )
        found = store_comparables.comparables(self._store, declared, choices=self.choices, limit=limit)
        return [_comparable(row) for row in found.rows]

    def explain(self, question: PriceQuestion) -> Explanation:
        """What the price owes to each thing that the model was told."""
        (answer,) = self.price([question])
        if answer.price is None:
            return Explanation(answer, ())
        rows = _rows([question], [unit_of(question, self.products)])
        return Explanation(answer, explaining.drivers(self._network, build_features(self.history, rows), rows))

    def place(self, answer: PriceAnswer, quote: float) -> QuotePlace:
        """Where a quote, in currency per unit of the answer, falls; UsageError for one that is no price."""
        check_quote(quote, answer.price)
        ((_, place),) = self.price_beside([answer.question], [quote])
        if place is None:
            raise UsageError("price.no_price_to_compare")
        return place

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

    def _answer(
        self,
        question: PriceQuestion,
        unit: int | None,
        estimates: Estimates,
        row: int,
        measured: dict[int, float],
        spent_ms: float,
    ) -> PriceAnswer:
        state = estimates.state(row)
        is_priced = state is not State.NOT_ENOUGH_HISTORY
        factor = factor_of(unit)
        bounds = zip(LEVELS, (np.exp(estimates.intervals[row]) * factor).tolist(), strict=True)
        return PriceAnswer(
            question=question,
            state=state,
            currency=self.context.currency,
            unit=unit,
            price=float(np.exp(estimates.spread.median[row]) * factor) if is_priced else None,
            intervals=tuple(Interval(level, *pair) for level, pair in bounds) if is_priced else (),
            history=_history(estimates.depths, row),
            years_ahead=int(estimates.ahead[row]),
            measured_coverage=measured,
            model_version=self._network.version,
            is_demo=self.is_demo,
            latency_ms=spent_ms,
        )

    def _place(self, answer: PriceAnswer, estimates: Estimates, row: int, quote: float | None) -> QuotePlace | None:
        if quote is None or quote <= 0 or answer.price is None:
            return None
        usual = answer.intervals[LEVELS.index(80)]
        side = QuoteSide.LOW if quote < usual.low else QuoteSide.HIGH if quote > usual.high else QuoteSide.USUAL
        ln_quote = math.log(quote / factor_of(answer.unit))
        return QuotePlace(quote, self.estimator.percentile(estimates, row, ln_quote), side)


def _rows(questions: Sequence[PriceQuestion], units: Sequence[int | None]) -> PriceRows:
    """Questions as rows, quantities counted in the unit that the price is told in."""
    told = [
        question if question.unit == unit else replace(question, unit=unit)
        for question, unit in zip(questions, units, strict=True)
    ]
    return rows_of_questions(told, list(map(base_of, units)))


def _history(depths: Depths, number: int) -> History | None:
    if not depths.nearest[number]:
        return None
    with_country = bool(depths.partner[number] >= LEAST_OWN)
    records = int(depths.partner[number] if with_country else depths.records[number])
    return History(DIGITS[int(depths.place[number])], with_country, records, int(depths.last_year[number]) or None)


def _comparable(row: store_comparables.Comparable) -> Comparable:
    names = ("year", "hs", "country", "province", "mode", "quantity", "unit", "value", "price", "likeness")
    return Comparable(**{name: getattr(row, name) for name in names})
