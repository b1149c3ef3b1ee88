"""The page: terms on the left, the price and what stands behind it on the right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from app.bridge.demo_build import demo_call
from app.bridge.desk import Desk
from app.bridge.latest import Latest
from app.bridge.price_board import PriceBoard
from app.bridge.price_products import search_call
from app.bridge.price_question import question_document, read_question
from app.bridge.price_source import Opener, Readiness
from app.bridge.product_shelf import RECENT_SHOWN, open_shelf
from app.bridge.tasks import Lane, Task
from app.engine.errors import EngineError
from app.engine.store.selection import Direction
from app.views.price.batch_dialog import BatchDialog
from app.views.price.comparables_panel import ComparablesPanel
from app.views.price.coverage_panel import CoveragePanel
from app.views.price.curve_panel import CurvePanel
from app.views.price.exporting import PriceExport
from app.views.price.head import PriceHead
from app.views.price.result_card import ResultCard
from app.views.price.scenarios_panel import ScenariosPanel
from app.views.price.standing import Standing
from app.views.price.terms_panel import TermsPanel
from app.widgets.commands import Command
from app.widgets.invitation import Invitation

if TYPE_CHECKING:
    from app.engine.store.product_shelf import ProductShelf

_BUSY_AFTER_MS = 300


class PricePage(QWidget):
    """Seeded by the shared selection each time it is shown."""

    def __init__(self, desk: Desk, *, opener: Opener | None = None) -> None:
        super().__init__()
        self.setObjectName("page")
        self._desk = desk
        self.board = PriceBoard(desk.session, desk.runner, desk.settings.folder, self, opener=opener)
        self._shelf: ProductShelf = open_shelf(desk.settings.folder)
        self._searching = Latest(desk.runner, self)
        self.head, self.terms, self.result = PriceHead(desk), TermsPanel(desk), ResultCard(desk)
        self.curve, self.comparables = CurvePanel(desk), ComparablesPanel(desk)
        self.scenarios, self.coverage = ScenariosPanel(desk, self.board.scenarios), CoveragePanel(desk)
        self.standing = Standing(desk, self.board.source)
        self.hint = Invitation(desk, "tag", "priceHint")
        self.tabs, self._right, self._stack = QTabWidget(), QStackedWidget(), QStackedWidget()
        self.export = PriceExport(desk, self.board, self)
        self._busy_timer = QTimer(self, singleShot=True, interval=_BUSY_AFTER_MS)
        self._build()
        self._connect()
        self._show_readiness()
        self._show_shelf()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  # Qt's name
        """Open what is missing, and take over what was selected elsewhere."""
        super().showEvent(event)
        self.board.source.watch(True)
        self.board.seed()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802  # Qt's name
        """Make nothing ready that nobody looks at."""
        super().hideEvent(event)
        self.board.source.watch(False)

    def saved_state(self) -> Mapping[str, object]:
        """The question, for saved views."""
        return {} if self.board.question is None else question_document(self.board.question)

    def restore_state(self, state: Mapping[str, object]) -> None:
        """Ask again what a saved view asked."""
        question = read_question(state)
        if question is not None:
            self.board.restore(question)

    def _build(self) -> None:
        space = self._desk.theme.tokens.space
        self._offer_examples()
        self.tabs.setDocumentMode(True)
        for panel in (self.curve, self.comparables, self.scenarios, self.coverage):
            self.tabs.addTab(panel, "")
        self._name_tabs()
        answered = QWidget()
        column = QVBoxLayout(answered)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(3))
        column.addWidget(self.result)
        column.addWidget(self.tabs, 1)
        self._right.addWidget(self.hint)
        self._right.addWidget(answered)
        workplace = QWidget()
        row = QHBoxLayout(workplace)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(space(3))
        row.addWidget(self.terms)
        row.addWidget(self._right, 1)
        self._stack.addWidget(self.standing)
        self._stack.addWidget(workplace)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(space(4), space(3), space(4), space(3))
        whole.setSpacing(space(3))
        whole.addWidget(self.head)
        whole.addWidget(self._stack, 1)

    def _offer_examples(self) -> None:
        """Products as one may type them: a press types one into the search."""
        self.hint.say("price_desk.choose_heading", "price_desk.choose_product")
        for words in self._desk.texts.say("price_desk.choose_examples").split():
            example = self.hint.add("", words)
            example.setText(words)
            example.clicked.connect(lambda _checked=False, words=words: self.terms.picker.search_for(words))

    def _connect(self) -> None:
        board, texts = self.board, self._desk.texts
        board.source.changed.connect(self._show_readiness)
        board.asked.connect(self._on_asked)
        board.answered.connect(self._on_answered)
        board.settled.connect(self._on_settled)
        board.detailed.connect(self._on_detailed)
        board.members_found.connect(lambda: self.terms.show_members(board.members))
        board.placed.connect(lambda: self.result.show_place(board.place, board.quote))
        board.failed.connect(self._on_failed)
        board.busy_changed.connect(self._on_busy_changed)
        board.scenarios.changed.connect(self._on_scenarios_changed)
        self._busy_timer.timeout.connect(self.head.busy.show)
        self._busy_timer.timeout.connect(self._name_asked)
        texts.language_changed.connect(self._name_tabs)
        texts.language_changed.connect(self._show_readiness)
        self._desk.session.selection_changed.connect(self._on_selected)
        self._connect_terms()
        self._connect_actions()

    def _connect_terms(self) -> None:
        self.terms.changed.connect(self.board.ask_chosen)
        picker = self.terms.picker
        picker.searched.connect(
            lambda typed: self._searching.ask(search_call(typed), picker.show_found, self._desk.notices.post_error)
        )
        self.comparables.filtered.connect(self.board.ask)
        self.scenarios.opened.connect(self.board.ask)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.activated.connect(picker.search.setFocus)

    def _connect_actions(self) -> None:
        self.result.quoted.connect(self.board.set_quote)
        self.result.favourite_toggled.connect(self._on_favourite)
        self.result.scenario_added.connect(self.board.add_scenario)
        self.head.dashboard_requested.connect(self._on_dashboard)
        self.head.batch_requested.connect(self._on_batch)
        self.head.export_requested.connect(lambda kind: self.export.save(kind, self.curve.picture()))
        self.comparables.save_requested.connect(self.export.save_comparables)
        self.standing.demo_wanted.connect(self._on_demo)

    def _on_selected(self) -> None:
        if self.isVisible():
            self.board.seed()

    def _show_readiness(self) -> None:
        source = self.board.source
        is_ready = source.readiness is Readiness.READY
        self.standing.show_state()
        self._stack.setCurrentIndex(int(is_ready))
        pricer = source.pricer
        if pricer is not None:
            self.terms.show_years(pricer.years[0], pricer.years[-1], pricer.last_forecast_year)
            self.terms.show_told(set(pricer.context.dimensions.split(",")))
            self.coverage.show_report(pricer.coverage)
            self._mark_traded()
        if source.error is not None and not isinstance(source.error, EngineError):
            self._desk.notices.post_error(source.error)
        self._show_possible()

    def _mark_traded(self) -> None:
        pricer = self.board.source.pricer
        if pricer is not None:
            known = pricer.products.is_known
            self.terms.picker.mark_traded(lambda code: any(known(direction.id, code) for direction in Direction))

    def _on_asked(self) -> None:
        question = self.board.question
        if question is None:
            return
        self.terms.show_question(question)
        self._right.setCurrentIndex(1)
        if self.board.source.pricer is None or self.head.busy.isVisible():
            self._name_asked()
        self._show_possible()

    def _name_asked(self) -> None:
        """Where the answer does not come at once; else the card is painted once, with the answer."""
        question = self.board.question
        if question is not None:
            self.result.show_asked(question, is_favourite=question.hs in self._favourites())

    def _on_answered(self) -> None:
        answer = self.board.answer
        if answer is not None:
            self._name_asked()
            self.result.show_answer(answer)
            self._on_scenarios_changed()
        self._show_possible()

    def _on_settled(self) -> None:
        question = self.board.question
        if question is not None:
            self.terms.picker.reveal(question.hs)

    def _on_detailed(self) -> None:
        detail = self.board.detail
        if detail is not None:
            self.curve.show_detail(detail)
            self.comparables.show_detail(detail)
            self._note_use(detail.answer.question.hs)
        self._show_possible()

    def _on_failed(self, error: BaseException) -> None:
        self._name_asked()
        if isinstance(error, EngineError):
            self.result.show_failure(error)
        else:
            self._desk.notices.post_error(error)
        if self.board.answer is None:
            self.curve.clear()
            self.comparables.clear()
        self._show_possible()

    def _on_busy_changed(self, is_busy: bool) -> None:
        if is_busy:
            self._busy_timer.start()
        else:
            self._busy_timer.stop()
            self.head.busy.hide()

    def _on_scenarios_changed(self) -> None:
        self.result.show_full(is_full=self.board.scenarios.is_full)
        self._name_tabs()

    def _name_tabs(self) -> None:
        say, number = self._desk.texts.say, len(self.board.scenarios.all)
        for place, name in enumerate(("tab_curve", "comparables", "scenarios", "coverage_title")):
            title = say(f"price_desk.{name}")
            told = f"{title} ({number})" if name == "scenarios" and number else title
            if told != self.tabs.tabText(place):  # or all that lies below is painted once more
                self.tabs.setTabText(place, told)

    def _show_possible(self) -> None:
        board = self.board
        self.head.show_possible(
            is_ready=board.source.readiness is Readiness.READY,
            has_question=board.question is not None,
            has_detail=board.detail is not None,
        )

    def _favourites(self) -> list[str]:
        try:
            return self._shelf.favourites()
        except EngineError as error:
            self._desk.notices.post_error(error)
            return []

    def _note_use(self, code: str) -> None:
        """What cannot be remembered costs the list, not the price."""
        try:
            self._shelf.note_use(code)
        except EngineError as error:
            self._desk.notices.post_error(error)
        self._show_shelf()

    def _on_favourite(self, is_kept: bool) -> None:
        question = self.result.asked
        if question is None:
            return
        try:
            self._shelf.set_favourite(question.hs, is_favourite=is_kept)
        except EngineError as error:
            self._desk.notices.post_error(error)
        self._show_shelf()

    def _show_shelf(self) -> None:
        try:
            recent = self._shelf.recent(RECENT_SHOWN)
        except EngineError as error:
            self._desk.notices.post_error(error)
            return
        self.terms.picker.show_remembered(recent, self._favourites())

    def _on_dashboard(self) -> None:
        self.board.select_elsewhere()
        self._desk.navigation.go("dashboard")

    def _on_demo(self) -> None:
        task = Task(demo_call(self._desk.session.store_path), "welcome.demo_task")
        task.succeeded.connect(lambda _report: self._desk.session.refresh())
        task.failed.connect(self._desk.notices.post_error)
        self.standing.demo.setEnabled(False)
        task.ended.connect(lambda: self.standing.demo.setEnabled(True))
        self._desk.runner.start(task, Lane.IMPORT)

    def _on_batch(self) -> None:
        dialog = BatchDialog(self._desk, self.board.source, self, self.board.question)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def page_commands(self) -> Sequence[Command]:
        """What can be done here, for the palette."""
        commands = [Command("price_desk.search_hint", "search", self.terms.picker.search.setFocus, "Ctrl+F")]
        if self.board.source.readiness is Readiness.READY:
            commands.append(Command("price_desk.batch", "file-spreadsheet", self._on_batch))
        if self.board.question is not None:
            commands.append(Command("price_desk.dashboard", "layout-dashboard", self._on_dashboard))
        if self.board.answer is not None:
            commands.append(Command("price_desk.add_scenario", "plus", self.board.add_scenario))
        return commands
