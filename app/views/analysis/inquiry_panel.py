"""One analysis: its controls, how it is computed, and what it found in the shared selection."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.bridge.analysis_inquiry import Findings, Inquiry
from app.bridge.dashboard_filters import cleared, filters_of
from app.bridge.desk import Desk
from app.bridge.latest import Latest
from app.engine.errors import EngineError
from app.views.analysis.explanation import Explanation
from app.views.analysis.findings import FindingsView
from app.views.analysis.findings_saving import FindingsSaving
from app.views.analysis.inquiry_head import InquiryHead
from app.widgets.pivot_busy import BusyNote
from app.widgets.table_export import TableExport
from app.widgets.table_notice import Remedy, TableNotice


class InquiryPanel(QWidget):
    """Asks while it is shown; `answered` when findings stand, or why there are none."""

    answered = Signal()

    def __init__(self, desk: Desk, inquiry: Inquiry) -> None:
        super().__init__()
        self._desk = desk
        self._latest = Latest(desk.runner, self)
        self._answer: object = None
        self._is_outdated = True
        self.findings: Findings | None = None
        self.head = InquiryHead(desk, inquiry)
        self.explanation = Explanation(desk)
        self.explanation.explain(inquiry.name)
        self.view = FindingsView(desk)
        self.notice = TableNotice(desk)
        self.export = TableExport(desk, self)
        self._saving = FindingsSaving(self.view, self.export, self.head.title.text)
        self._build()
        self.busy = BusyNote(desk.texts, self._stack)
        self._connect()

    @property
    def inquiry(self) -> Inquiry:
        """What is asked."""
        return self.head.inquiry

    def show_inquiry(self, inquiry: Inquiry) -> None:
        """Ask another question of the same selection."""
        self._answer = self.findings = None
        self.head.show_inquiry(inquiry)
        self.explanation.explain(inquiry.name)
        self._ask()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  # Qt's name
        """Ask for what changed meanwhile."""
        super().showEvent(event)
        if self._is_outdated:
            self._ask()

    def _build(self) -> None:
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.notice)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._desk.theme.tokens.space(2))
        column.addWidget(self.head)
        column.addWidget(self.explanation)
        column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        desk = self._desk
        self.head.changed.connect(self._ask)
        self.head.explain_toggled.connect(self.explanation.setVisible)
        self.head.save_asked.connect(self._save)
        self._latest.busy_changed.connect(self.busy.set_busy)
        self.busy.stopped.connect(self._on_stopped)
        self.notice.remedy_chosen.connect(self._on_remedy_chosen)
        desk.session.selection_changed.connect(self._on_selection_changed)
        desk.session.data_changed.connect(self._on_data_changed)
        desk.texts.language_changed.connect(self._show_answer)

    def _ask(self) -> None:
        self._is_outdated = not self.isVisible()
        if self._is_outdated:
            return
        if not self._desk.session.has_data:
            self._say("explore.no_data", Remedy.GO_TO_DATA)
            return
        asked, inquiry = self.head.asked, self.inquiry
        call = self._desk.session.question(lambda store: inquiry.ask(store, asked))
        self._latest.ask(call, partial(self._on_answered, inquiry), self._on_failed)

    def _on_answered(self, inquiry: Inquiry, answer: object) -> None:
        if inquiry is self.inquiry:
            self._answer = answer
            self._show_answer()
            self.answered.emit()

    def _show_answer(self) -> None:
        if self._answer is None:
            return
        self.findings = self.inquiry.show(self._answer, self._desk.texts.language)
        if self.findings.obstacle:
            self._say(self.findings.obstacle, self._way_out())
            return
        self.view.show_findings(self.findings)
        self._show(self.view)

    def _on_failed(self, error: BaseException) -> None:
        self._answer = self.findings = None
        if isinstance(error, EngineError):
            self.notice.show_error(error, self._way_out())
            self._show(self.notice)
        else:
            self._say("explore.failed", Remedy.ASK_AGAIN)
            self._desk.notices.post_error(error)
        self.answered.emit()

    def _way_out(self) -> Remedy | None:
        """Clearing filters, where there are any."""
        return Remedy.CLEAR_FILTERS if filters_of(self._desk.session.selection) else None

    def _on_stopped(self) -> None:
        self._latest.drop()
        self.busy.set_busy(False)
        self._say("explore.stopped", Remedy.ASK_AGAIN)

    def _say(self, code: str, remedy: Remedy | None) -> None:
        self.notice.show_code(code, remedy)
        self._show(self.notice)

    def _show(self, widget: QWidget) -> None:
        self._stack.setCurrentWidget(widget)
        self.head.allow_saving(widget is self.view and bool(self.findings and self.findings.tables))

    def _on_remedy_chosen(self, remedy: Remedy) -> None:
        match remedy:
            case Remedy.GO_TO_DATA:
                self._desk.navigation.go("data")
            case Remedy.CLEAR_FILTERS:
                self._desk.session.select(cleared(self._desk.session.selection))
            case _:
                self._ask()

    def _on_selection_changed(self) -> None:
        self.head.follow_years()
        self._ask()

    def _on_data_changed(self) -> None:
        self.head.propose_years()
        self._ask()

    def _save(self, kind: str) -> None:
        if self.findings is not None:
            self._saving.save(kind, self.findings)
