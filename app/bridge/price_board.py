"""What the pricing desk asks and was answered: the price first, then what stands behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QObject, QTimer, Signal

from app.bridge.latest import Latest
from app.bridge.price_question import seeded, selection_of
from app.bridge.price_scenarios import Scenarios
from app.bridge.price_source import Opener, PriceSource, Readiness
from app.bridge.session import Session
from app.bridge.tasks import TaskRunner
from app.engine.errors import EngineError
from app.engine.price.answers import Comparable, Explanation, PriceAnswer, PriceCurve, PriceQuestion, QuotePlace
from app.engine.store.selection import Direction, Selection

if TYPE_CHECKING:
    from app.engine.price.pricer import Pricer
    from app.engine.store.questions.product_members import MemberCount

_PARAMETERS = ("country", "province", "mode", "unit")
_COMPARABLES = 200
_HEADING_DIGITS = 4
_FEW_SHARE = 0.02  # of the other direction's records
# The rest is asked once the price is painted, which workers would hold up
_PAINTED_AFTER_MS = 16
Members: TypeAlias = Mapping[str, Sequence["MemberCount"]]


@dataclass(frozen=True, slots=True)
class PriceDetail:
    """What stands behind one answer."""

    answer: PriceAnswer
    curve: PriceCurve
    comparables: tuple[Comparable, ...]
    explanation: Explanation


class PriceBoard(QObject):
    """The state of the page; every question goes to a worker thread, and only the newest answers arrive."""

    asked = Signal()
    answered = Signal()
    settled = Signal()  # the price, or why there is none, is painted: what else belongs to it may follow
    detailed = Signal()
    members_found = Signal()
    placed = Signal()
    failed = Signal(object)
    busy_changed = Signal(bool)

    def __init__(
        self, session: Session, runner: TaskRunner, home: Path, parent: QObject, *, opener: Opener | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self.source = PriceSource(session, runner, home, self, opener=opener)
        self.scenarios = Scenarios(self)
        self.question: PriceQuestion | None = None
        self.answer: PriceAnswer | None = None
        self.detail: PriceDetail | None = None
        self.members: Members = {}
        self.quote: float | None = None
        self.place: QuotePlace | EngineError | None = None
        self._seed: Selection | None = None
        self._members_of: tuple[object, str] | None = None
        self._pricing, self._detailing, self._placing, self._listing, self._renewing = (
            Latest(runner, self) for _ in range(5)
        )
        self._rest = QTimer(self, singleShot=True, interval=_PAINTED_AFTER_MS)
        self._rest.timeout.connect(self._ask_rest)
        self._pricing.busy_changed.connect(self.busy_changed)
        self.source.changed.connect(self._on_source_changed)

    def seed(self) -> None:
        """Take over what was selected elsewhere since the last time."""
        pricer = self.source.pricer
        if pricer is None or self._session.selection == self._seed:
            return
        self._seed = self._session.selection
        made = seeded(self.question, self._session.selection, pricer.years)
        if made is not None and made != self.question:
            self.ask(made)

    def ask(self, question: PriceQuestion) -> None:
        """Show the price of another question; an offer for one product is none for another."""
        if self.question is not None and question.hs != self.question.hs:
            self.quote = None
        self.question = question
        self.asked.emit()
        if self.source.pricer is not None:
            self._price()

    def ask_chosen(self, question: PriceQuestion) -> None:
        """As `ask`, but another product that is hardly traded in this direction is asked for in the other."""
        is_other = self.question is None or question.hs != self.question.hs
        self.ask(self._where_traded(question) if is_other else question)

    def restore(self, question: PriceQuestion) -> None:
        """Ask what was kept, whatever is selected elsewhere now."""
        self._seed = self._session.selection
        self.ask(question)

    def select_elsewhere(self) -> None:
        """Let all other screens show the product that is priced."""
        question, pricer = self.question, self.source.pricer
        if question is not None and pricer is not None:
            within = replace(question, year=min(question.year, pricer.years[-1]))
            self._seed = selection_of(within, self._session.selection, first_year=pricer.years[0])
            self._session.select(self._seed)

    def set_quote(self, quote: float | None) -> None:
        """Compare another offer with the price."""
        self.quote = quote
        self._place()

    def add_scenario(self) -> None:
        """Keep the price of the moment beside others."""
        if self.answer is not None and self.answer.price is not None:
            self.scenarios.add(self.answer)

    def _where_traded(self, question: PriceQuestion) -> PriceQuestion:
        pricer = self.source.pricer
        if pricer is None:
            return question
        records = {each: pricer.products.records_of(each.id, question.hs) for each in Direction}
        most = max(records, key=records.__getitem__)
        is_hardly = records[question.direction] < _FEW_SHARE * records[most]
        return replace(question, direction=most, unit=None) if is_hardly else question

    def _price(self) -> None:
        question = self.question
        assert question is not None
        call = self.source.call(lambda pricer: pricer.price([question])[0])
        self._pricing.ask(call, self._on_answered, self._on_failed)

    def _on_answered(self, answer: PriceAnswer) -> None:
        self.answer, self.detail, self.place = answer, None, None
        self.answered.emit()
        self._place()
        self._rest.start()

    def _ask_rest(self) -> None:
        answer = self.answer
        if answer is None or self.source.pricer is None:
            return
        self.settled.emit()
        self._list_members()
        self._detailing.ask(
            self.source.call(lambda pricer: price_detail(pricer, answer)), self._on_detailed, self._on_failed
        )

    def _on_detailed(self, detail: PriceDetail) -> None:
        self.detail = detail
        self.detailed.emit()

    def _on_failed(self, error: BaseException) -> None:
        self.answer, self.detail, self.place = None, None, None
        self._rest.stop()
        self._detailing.drop()
        self._placing.drop()
        self.failed.emit(error)
        self.settled.emit()
        self._list_members()

    def _place(self) -> None:
        answer, quote = self.answer, self.quote
        if answer is None or answer.price is None or quote is None or self.source.pricer is None:
            self._placing.drop()
            self.place = None
            self.placed.emit()
            return
        call = self.source.call(lambda pricer: pricer.place(answer, quote))
        self._placing.ask(call, self._on_placed, self._on_placed)

    def _on_placed(self, place: object) -> None:
        if isinstance(place, QuotePlace | EngineError):
            self.place = place
            self.placed.emit()
        elif isinstance(place, BaseException):
            self.failed.emit(place)

    def _list_members(self) -> None:
        question, pricer = self.question, self.source.pricer
        if question is None or pricer is None or self._members_of == (pricer, question.direction.value + question.hs):
            return
        self._members_of = (pricer, question.direction.value + question.hs)
        self._listing.ask(
            self.source.call(lambda opened: _members(opened, question)), self._on_members, self._on_members_failed
        )

    def _on_members(self, members: Members) -> None:
        self.members = members
        self.members_found.emit()

    def _on_members_failed(self, error: BaseException) -> None:
        """An unknown code has no members, which the price itself says; anything else is told."""
        self._on_members({})
        if not isinstance(error, EngineError):
            self.failed.emit(error)

    def _on_source_changed(self) -> None:
        if self.source.readiness is not Readiness.READY:
            self._drop()
            return
        self.seed()
        if self.question is not None and self.answer is None and not self._pricing.is_awaited:
            self.ask(self.question)
        questions = self.scenarios.questions
        if questions:
            call = self.source.call(lambda pricer: _prices(pricer, questions))
            self._renewing.ask(call, self._on_renewed, self.failed.emit)

    def _on_renewed(self, answers: Sequence[PriceAnswer] | None) -> None:
        if answers is None:
            self.scenarios.clear()
        elif len(answers) == len(self.scenarios.all):
            self.scenarios.renew(answers)

    def _drop(self) -> None:
        self._rest.stop()
        for latest in (self._pricing, self._detailing, self._placing, self._listing, self._renewing):
            latest.drop()
        self.answer, self.detail, self.place, self._members_of = None, None, None, None


def narrowed(question: PriceQuestion, hs: str) -> PriceQuestion:
    """The question of another product; partner and the rest stay, but unit and quantity are those of one product."""
    return question if hs == question.hs else replace(question, hs=hs, unit=None, quantity=None)


def price_detail(pricer: Pricer, answer: PriceAnswer) -> PriceDetail:
    """Everything that stands behind an answer; asks the store, so on a worker thread."""
    question = answer.question
    rows = pricer.comparables(question, limit=_COMPARABLES) if len(question.hs) >= _HEADING_DIGITS else []
    return PriceDetail(answer, pricer.curve(question), tuple(rows), pricer.explain(question))


def _members(pricer: Pricer, question: PriceQuestion) -> Members:
    from app.engine.store.questions.product_members import Parameter  # noqa: PLC0415  # the database, on a worker

    return {name: pricer.members(question, Parameter(name)) for name in _PARAMETERS}


def _prices(pricer: Pricer, questions: Sequence[PriceQuestion]) -> list[PriceAnswer] | None:
    """None where the data of now cannot answer what those before did."""
    try:
        return pricer.price(questions)
    except EngineError:
        return None
