"""The queue with its filters on the left, the case in front on the right."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from app.bridge.desk import Desk
from app.bridge.notices import Level
from app.bridge.screening_bulk import left_words
from app.bridge.screening_office import Office
from app.bridge.screening_photos import PhotoBoard
from app.engine.screening.case_steps import Decision
from app.engine.screening.queue_filters import QueueOrder
from app.views.screening.case_card import CaseCard
from app.views.screening.filter_row import FilterRow
from app.views.screening.outcome_dialog import OutcomeDialog
from app.views.screening.queue_table import QueueTable
from app.widgets.invitation import Invitation
from app.widgets.parts import label
from app.widgets.question import Question

if TYPE_CHECKING:
    from app.engine.screening.bulk_decisions import BulkDecision
    from app.engine.screening.queue import QueueRow

NEXT, PREVIOUS = "J", "K"
_DOUBTED_FROM = 0.5
_QUEUE_WIDTH, _CASE_WIDTH = 560, 700


class QueuePanel(QWidget):
    """Keys decide and step; a decision brings the next line to the front. The case is made for the first queue."""

    open_asked = Signal()
    form_asked = Signal()
    evidence_asked = Signal()

    def __init__(self, desk: Desk, office: Office) -> None:
        super().__init__()
        self._desk, self._office, self._board = desk, office, office.board
        self.filters, self.table = FilterRow(desk), QueueTable(desk, self._board.model)
        self.photos = PhotoBoard(office.tools.recognisers, desk.runner, self)
        self.hint = Invitation(desk, "shield-check", "queueHint")
        self.doubt = label("warning", "queueDoubt", wraps=True)
        self._stack, self._split = QStackedWidget(), QSplitter(Qt.Orientation.Horizontal)
        self._seen: int | None = None
        self._build()
        self._connect()
        self._show_possible()

    @property
    def has_queue(self) -> bool:
        """Whether a case can be in front."""
        return self._board.queue is not None

    @property
    def currency(self) -> str | None:
        """Of the store."""
        pricer = self._office.source.pricer
        return None if pricer is None else pricer.context.currency

    @functools.cached_property
    def card(self) -> CaseCard:
        """The case in front."""
        card, board = CaseCard(self._desk, self), self._board
        self._split.addWidget(card)
        self._split.setSizes([_QUEUE_WIDTH, _CASE_WIDTH])
        self._split.setStretchFactor(0, 4)
        self._split.setStretchFactor(1, 5)
        self.photos.shown.connect(card.photo.show_photo)
        card.bar.decided.connect(self._on_decide)
        card.bar.left.connect(self.table.setFocus)
        card.bar.second_look_asked.connect(board.second_look)
        card.bar.outcome.clicked.connect(self._on_outcome)
        card.bar.evidence.clicked.connect(self.evidence_asked)
        return card

    def _build(self) -> None:
        space = self._desk.theme.tokens.space
        self.begin = (self.hint.add("primary", "beginFile"), self.hint.add("", "beginForm"))
        for way, asked, code in zip(self.begin, (self.open_asked, self.form_asked), ("open_file", "form"), strict=True):
            self._desk.texts.bind(way.setText, f"screening_desk.{code}")
            way.clicked.connect(asked)
        self.widen = self.hint.add("primary", "widenFilters")
        self._desk.texts.bind(self.widen.setText, "screening_desk.filter_clear")
        self.widen.clicked.connect(self.filters.show_all)
        self._invite()
        self._split.addWidget(self.table)
        self._split.setChildrenCollapsible(False)
        self._stack.addWidget(self.hint)
        self._stack.addWidget(self._split)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, space(2), 0, 0)
        column.setSpacing(space(2))
        column.addWidget(self.filters)
        column.addWidget(self.doubt)
        self.doubt.hide()
        column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        board = self._board
        self.filters.changed.connect(board.choose)
        self.table.opened.connect(self._on_row)
        self.table.order_asked.connect(lambda name: board.order_by(QueueOrder(name)))
        self.table.selectionModel().selectionChanged.connect(self._show_possible)
        board.model.counted.connect(self._on_counted)
        board.case_opened.connect(self._on_case)
        board.detailed.connect(lambda: self.card.show_detail(board.detail))
        board.likes_found.connect(lambda: self.card.show_likes(board.likes))
        board.decided.connect(self._on_decided)
        board.left_alone.connect(self._on_left_alone)
        board.queue_opened.connect(self._say_doubt)
        self._desk.texts.language_changed.connect(self._say_doubt)
        board.busy_changed.connect(self._show_possible)
        for told in (self._office.runs.started, self._office.runs.changed, self._office.runs.stopped):
            told.connect(self._invite)
        self._desk.texts.language_changed.connect(self._show_possible)
        for keys, step in ((NEXT, 1), (PREVIOUS, -1)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda step=step: self.table.go(step))

    def _on_counted(self, lines: int) -> None:
        self.filters.show_count(lines)
        has_lines = self._board.queue is not None and lines > 0
        if has_lines:
            self._show_possible()
        self._stack.setCurrentIndex(int(has_lines))
        self._invite()
        if not self.filters.is_typing:
            self.table.setFocus()

    def _invite(self) -> None:
        has_queue = self._board.queue is not None
        is_running = self._office.runs.is_running or self._board.run is not None  # or it is being opened
        code = "queue_no_match" if has_queue else "queue_running" if is_running else "queue_empty"
        self.hint.say(f"screening_desk.{code}_heading", f"screening_desk.{code}")
        for way in self.begin:
            way.setVisible(not has_queue and not is_running)
        self.widen.setVisible(self._board.queue is not None)

    def _say_doubt(self) -> None:
        """A file most of whose prices are far off was hardly read as it was meant, or its risks mean little."""
        share = self._board.far_prices if self._board.queue is not None else None
        self.doubt.setVisible(share is not None and share > _DOUBTED_FROM)
        if share is not None:
            self.doubt.setText(self._desk.texts.say("screening_desk.most_far", share=f"{share:.0%}"))

    def _on_row(self, row: QueueRow) -> None:
        self._board.open_line(row)

    def _on_case(self) -> None:
        case = self._board.case
        if case is not None:
            self.card.show_case(case, self.currency)
            self.card.bar.write_about((case.run.id, case.line))
            if case.line != self._seen:
                self._seen = case.line
                self.photos.show_line(case.scored)
        self._show_possible()

    def _lines(self) -> int:
        return sum(len(each) for each in self.table.chosen)

    def _show_possible(self, *_told: object) -> None:
        """Nothing can be decided of a line that is not in front yet: a quick key would be for the one before."""
        if self._board.queue is None and "card" not in self.__dict__:
            return
        has_case = self._board.case is not None and not self._board.is_busy
        is_decided = has_case and self.card.is_decided()
        self.card.bar.show_possible(
            has_case=has_case, lines=self._lines(), is_decided=is_decided, is_own=self._is_own()
        )

    def _is_own(self) -> bool:
        """Whether whoever works here has decided the case in front, which nobody looks at twice."""
        case, session = self._board.case, self._office.stand.session
        return case is not None and session is not None and case.standing.decided_by == session.officer.id

    def _on_decide(self, decision: Decision, note: str) -> None:
        case, lines = self._board.case, self._lines()
        if lines > 1:
            self._ask_bulk(decision, note, lines)
        elif case is not None:
            self._board.decide(case.line, decision, note)

    def _ask_bulk(self, decision: Decision, note: str, lines: int) -> None:
        named = self._desk.texts.say(f"screening_desk.decide_{decision.value}")
        question = Question(self._desk, self, "screening_desk.bulk", lines=f"{lines:,}", decision=named)
        places = self.table.chosen
        question.accepted.connect(lambda: self._board.decide_places(places, decision, note))
        question.finished.connect(question.deleteLater)
        question.open()

    def _on_decided(self, lines: int) -> None:
        self.card.bar.forget_note()
        if lines == 1:
            self.table.go(1)

    def _on_left_alone(self, told: BulkDecision) -> None:
        code, params = left_words(told, self._desk.texts)
        self._desk.notices.post(Level.WARNING, code, **params)

    def _on_outcome(self) -> None:
        dialog = OutcomeDialog(self._desk, self.currency or "", self)
        dialog.told.connect(
            lambda is_hit, recovered, note: self._board.record_outcome(
                is_hit=is_hit, note=note, recovered=recovered, currency=self.currency
            )
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
