"""The queue of one run as it is filtered and ordered, and the line in front with all that stands behind it."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.bridge.latest import Latest
from app.bridge.price_board import PriceDetail, price_detail
from app.bridge.price_products import product_name
from app.bridge.price_source import PriceSource, Readiness
from app.bridge.screening_bulk import Act, bulk_act
from app.bridge.screening_case import price_question
from app.bridge.screening_pages import RunPages
from app.bridge.screening_queue import QueueModel
from app.bridge.screening_stand import Stand
from app.bridge.tasks import TaskRunner
from app.bridge.texts import Texts
from app.engine.jobs import CancelToken, Progress
from app.engine.screening.case_steps import AFTER, CaseState, Decision
from app.engine.screening.findings import Component
from app.engine.screening.queue_filters import QueueFilter, QueueOrder

if TYPE_CHECKING:
    from decimal import Decimal

    from app.engine.price.answers import PriceQuestion
    from app.engine.price.pricer import Pricer
    from app.engine.screening.case_desk import CaseDesk
    from app.engine.screening.case_outcomes import KnownCase
    from app.engine.screening.case_runs import Run
    from app.engine.screening.cases import Case
    from app.engine.screening.queue import QueueRow, RunQueue


_SHOWN_FROM = 500  # lines that take so long to decide that the task bar shows it


class ScreeningBoard(QObject):
    """Everything is asked on worker threads; only the newest case arrives."""

    queue_opened = Signal()
    case_opened = Signal()
    detailed = Signal()
    likes_found = Signal()
    decided = Signal(int)
    left_alone = Signal(object)  # BulkDecision of which something was left to others
    busy_changed = Signal()
    failed = Signal(object)

    def __init__(self, stand: Stand, source: PriceSource, runner: TaskRunner, texts: Texts, parent: QObject) -> None:
        super().__init__(parent)
        self._stand, self._source, self._texts = stand, source, texts
        self.model = QueueModel(runner, texts, self)
        self.model.failed.connect(self.failed)
        self.chosen, self.order = QueueFilter(), QueueOrder.RECOVERY
        self.run: Run | None = None
        self.queue: RunQueue | None = None
        self.far_prices: float | None = None  # share of the prices of the run that lie far from what is expected
        self.pages: RunPages | None = None
        self.lock = threading.Lock()
        self.case: Case | None = None
        self.detail: PriceDetail | None = None
        self.likes: Sequence[KnownCase] = ()
        self._opening, self._detailing, self._liking = (Latest(runner, self) for _ in range(3))
        self._acts = 0
        self._opening.busy_changed.connect(self.busy_changed)
        source.changed.connect(self._on_source_changed)
        stand.signed_in.connect(self._on_signed_in)

    @property
    def is_busy(self) -> bool:
        """True while another line is brought to the front, or a decision is being written."""
        return bool(self._acts) or self._opening.is_busy

    def show_run(self, run: Run | None) -> None:
        """Open the queue of a run; None shows nothing."""
        self.run, self.queue, self.case, self.detail = run, None, None, None
        self._opening.drop()
        if run is None:
            self.model.show_queue(None)
            self.queue_opened.emit()
            return
        from app.engine.screening.queue import open_queue  # noqa: PLC0415  # the desk's file, once it is needed

        def call(desk: CaseDesk) -> tuple[Run, RunQueue, float | None]:
            queue = open_queue(desk, run)
            return run, queue, queue.remarkable_share(Component.PRICE)

        self._stand.ask(call, self._on_queue)

    def choose(self, chosen: QueueFilter) -> None:
        """Show other lines of the run."""
        if chosen != self.chosen:
            self.chosen = chosen
            self.show_again()

    def order_by(self, order: QueueOrder) -> None:
        """Show the same lines in another order."""
        if order is not self.order:
            self.order = order
            self.show_again()

    def show_again(self) -> None:
        """Ask for the queue anew, from its beginning."""
        if self.queue is not None:
            self.pages = RunPages(self.queue, self.chosen, self.order, self.lock)
            self.model.show_queue(self.pages)

    def open_line(self, row: QueueRow) -> None:
        """Bring a line to the front; that it was seen is logged."""
        if self.case is not None and self.case.line == row.line and self.case.run == self.run:
            return
        self._ask_case(row.line, is_new=True)

    def decide(self, line: int, decision: Decision, note: str) -> None:
        """About the line in front."""
        from app.engine.screening.cases import decide  # noqa: PLC0415  # as above

        seen = self.case.newest_entry if self.case is not None and self.case.line == line else None
        self._act(
            [line],
            decision,
            lambda desk, session, run, *_: decide(desk, session, run, [line], decision, note, seen=seen),
        )

    def decide_places(self, places: Sequence[range], decision: Decision, note: str) -> None:
        """One decision for places of the queue, read or not, in one step."""
        if self.pages is not None:
            lines = self.pages.lines(places)
            self._act(lines, decision, bulk_act(self.pages, self.model.seen_entries(), lines, decision, note))

    def second_look(self, decision: Decision, note: str) -> None:
        """What another officer decides of the line in front."""
        from app.engine.screening.cases import second_look  # noqa: PLC0415  # as above

        case = self.case
        if case is not None:
            line, seen = case.line, case.newest_entry
            self._act(
                [line],
                decision,
                lambda desk, session, run, *_: second_look(desk, session, run, line, decision, note, seen=seen),
            )

    def record_outcome(self, *, is_hit: bool, note: str, recovered: Decimal | None, currency: str | None) -> None:
        """What inspection found of the line in front."""
        from app.engine.screening.cases import record_outcome  # noqa: PLC0415  # as above

        case = self.case
        if case is not None:
            line = case.line
            self._act(
                [line],
                None,
                lambda desk, session, run, *_: record_outcome(
                    desk,
                    session,
                    run,
                    line,
                    is_hit=is_hit,
                    note=note,
                    recovered=recovered,
                    currency=currency or "",
                ),
            )

    def _act(self, lines: Sequence[int], decision: Decision | None, act: Act) -> None:
        """Do it on a worker, then show it; a decision of one line brings the next to the front."""
        session, run = self._stand.session, self.run
        if session is None or run is None or not lines:
            return

        def failed(error: BaseException) -> None:
            self._count_act(-1)
            self.failed.emit(error)
            # What another officer did meanwhile may be the reason
            self._reload_case(lines)

        def done(answer: object) -> None:
            self._count_act(-1)
            left = getattr(answer, "left", ())
            state = CaseState.INSPECTED if decision is None else AFTER[decision]
            states = dict.fromkeys(lines, state) | {each.line: each.state for each in left}
            self.model.mark(states, {each.line: each.entry for each in left})
            self._reload_case(lines)
            if decision is not None:
                self.decided.emit(len(lines))
            if left:
                self.left_alone.emit(answer)

        self._count_act(1)
        title = "screening_desk.deciding" if len(lines) > _SHOWN_FROM else ""
        self._stand.work(
            lambda desk, progress, token: act(desk, session, run, progress, token),
            done,
            failed,
            lambda: self._count_act(-1),
            title=title,
        )

    def _count_act(self, step: int) -> None:
        self._acts += step
        self.busy_changed.emit()

    def _reload_case(self, lines: Sequence[int]) -> None:
        if self.case is not None and self.case.line in lines:
            self._ask_case(self.case.line, is_new=False)

    def _ask_case(self, line: int, *, is_new: bool) -> None:
        from app.engine.screening.cases import case_of, view_case  # noqa: PLC0415  # as above

        desk, session, run = self._stand.desk, self._stand.session, self.run
        if desk is None or session is None or run is None:
            return

        language = self._texts.language

        def call(_progress: Progress, _token: CancelToken) -> Case:
            case = view_case(desk, session, run, line) if is_new else case_of(desk, run, line)
            # The table of codes is read here at the first name, or the window would read it
            product_name(case.scored.declaration.hs, language)
            return case

        self._opening.ask(call, self._on_case, self.failed.emit)

    def _on_queue(self, answer: tuple[Run, RunQueue, float | None]) -> None:
        run, queue, far_prices = answer
        if run != self.run:
            return
        self.queue, self.far_prices = queue, far_prices
        self.show_again()
        self.queue_opened.emit()

    def _on_case(self, case: Case) -> None:
        is_same = self.case is not None and self.case.line == case.line and self.case.run == case.run
        self.case = case
        if not is_same:
            self.detail = None
        self.case_opened.emit()
        if self.detail is None:
            self._ask_detail()
        self._ask_likes()

    def _ask_detail(self) -> None:
        pricer, case = self._source.pricer, self.case
        question = None if pricer is None or case is None else price_question(case.scored, pricer.context.dimensions)
        if question is None:
            self._detailing.drop()
            self.detailed.emit()
            return
        self._detailing.ask(
            self._source.call(lambda opened: _detail(opened, question)), self._on_detail, self._on_detail_failed
        )

    def _on_detail(self, detail: PriceDetail) -> None:
        self.detail = detail
        self.detailed.emit()

    def _on_detail_failed(self, error: BaseException) -> None:
        self.detailed.emit()
        self.failed.emit(error)

    def _ask_likes(self) -> None:
        from app.engine.screening.case_outcomes import like_cases  # noqa: PLC0415  # as above

        desk, case = self._stand.desk, self.case
        if desk is not None and case is not None:
            declaration, itself = case.scored.declaration, (case.run.id, case.line)
            self._liking.ask(
                lambda _progress, _token: like_cases(desk, declaration, besides=itself),
                self._on_likes,
                self.failed.emit,
            )

    def _on_likes(self, likes: Sequence[KnownCase]) -> None:
        self.likes = likes
        self.likes_found.emit()

    def _on_signed_in(self) -> None:
        """Whoever takes over looks at the case that is in front, and the log says so."""
        if self.case is not None:
            self._ask_case(self.case.line, is_new=True)

    def _on_source_changed(self) -> None:
        if self._source.readiness is Readiness.READY and self.case is not None and self.detail is None:
            self._ask_detail()


def _detail(pricer: Pricer, question: PriceQuestion) -> PriceDetail:
    return price_detail(pricer, pricer.price([question])[0])
