"""One analysis: its controls, how it is computed, and what it found in the shared selection."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.bridge.analysis_inquiry import Asked, Findings, Inquiry, years_to_compare
from app.bridge.analysis_words import dimension_name
from app.bridge.charts.cards import ImageKind
from app.bridge.dashboard_filters import cleared
from app.bridge.desk import Desk
from app.bridge.latest import Latest
from app.engine.errors import EngineError
from app.engine.store.dimensions import Dimension
from app.views.analysis.explanation import Explanation
from app.views.analysis.findings import FindingsView
from app.widgets.choice_box import ChoiceBox
from app.widgets.parts import button, label
from app.widgets.pivot_busy import BusyNote
from app.widgets.table_export import KINDS, TableExport
from app.widgets.table_notice import Remedy, TableNotice

_LONGEST_DIMENSION = 12


class InquiryPanel(QWidget):
    """Asks while it is shown; `answered` when findings stand, or why there are none."""

    answered = Signal()

    def __init__(self, desk: Desk, inquiry: Inquiry) -> None:
        super().__init__()
        self._desk = desk
        self._inquiry = inquiry
        self._latest = Latest(desk.runner, self)
        self._answer: object = None
        self._chosen: dict[str, object] = {}
        self._is_outdated = True
        self.findings: Findings | None = None
        self.title = label("heading", "inquiryTitle")
        self.dimension = ChoiceBox(desk.texts, self._name_of, label_code="analysis.dimension")
        self.before = ChoiceBox(desk.texts, str, label_code="analysis.before")
        self.after = ChoiceBox(desk.texts, str, label_code="analysis.after")
        self.arrow = label("muted")
        self.explain = button("link", "explain")
        self.explanation = Explanation(desk)
        self.view = FindingsView(desk)
        self.notice = TableNotice(desk.texts)
        self.export = TableExport(desk, self)
        self.export_buttons = {kind: button("", kind) for kind in KINDS}
        self._build()
        self.busy = BusyNote(desk.texts, self._stack)
        self._connect()
        self._show_years()
        self.show_inquiry(inquiry)

    @property
    def inquiry(self) -> Inquiry:
        """What is asked."""
        return self._inquiry

    @property
    def asked(self) -> Asked:
        """The question of the moment."""
        dimension = self.dimension.value
        years = [box.value if isinstance(box.value, int) else None for box in (self.before, self.after)]
        has_years = self._inquiry.has_years
        return Asked(
            selection=self._desk.session.selection,
            dimension=dimension if isinstance(dimension, Dimension) else self._inquiry.dimensions[0],
            before=years[0] if has_years else None,
            after=years[1] if has_years else None,
        )

    def show_inquiry(self, inquiry: Inquiry) -> None:
        """Ask another question of the same selection, by the dimension that was last chosen for it."""
        self._inquiry = inquiry
        self._desk.texts.bind(self.title.setText, f"analysis.name_{inquiry.name}")
        self.explanation.explain(inquiry.name)
        self.dimension.show_choices(inquiry.dimensions, self._chosen.get(inquiry.name, inquiry.dimensions[0]))
        self._show_controls()
        self._ask()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  # Qt's name
        """Ask for what changed meanwhile."""
        super().showEvent(event)
        if self._is_outdated:
            self._ask()

    def _build(self) -> None:
        texts, space = self._desk.texts, self._desk.theme.tokens.space
        texts.bind(self.explain.setText, "analysis.explain")
        texts.bind(self.arrow.setText, "analysis.compared_with")
        self.dimension.setMinimumContentsLength(_LONGEST_DIMENSION)
        self.explain.setCheckable(True)
        head = QHBoxLayout()
        head.setSpacing(space(2))
        head.addWidget(self.title)
        for control in (self.dimension, self.before, self.arrow, self.after, self.explain):
            head.addWidget(control)
        head.addStretch(1)
        for kind, save in self.export_buttons.items():
            texts.bind(save.setText, f"analysis.save_{kind}")
            head.addWidget(save)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.notice)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(2))
        column.addLayout(head)
        column.addWidget(self.explanation)
        column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        desk = self._desk
        self.dimension.chosen.connect(self._on_dimension_chosen)
        for box in (self.before, self.after):
            box.chosen.connect(self._ask)
        self.explain.toggled.connect(self.explanation.setVisible)
        for kind, save in self.export_buttons.items():
            save.clicked.connect(partial(self._save, kind))
        self.view.picture_asked.connect(self._save_picture)
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
        asked, inquiry = self.asked, self._inquiry
        call = self._desk.session.question(lambda store: inquiry.ask(store, asked))
        self._latest.ask(call, partial(self._on_answered, inquiry), self._on_failed)

    def _on_answered(self, inquiry: Inquiry, answer: object) -> None:
        if inquiry is self._inquiry:
            self._answer = answer
            self._show_answer()
            self.answered.emit()

    def _show_answer(self) -> None:
        if self._answer is None:
            return
        self.findings = self._inquiry.show(self._answer, self._desk.texts.language)
        if self.findings.obstacle:
            self._say(self.findings.obstacle, Remedy.CLEAR_FILTERS)
            return
        self.view.show_findings(self.findings)
        self._stack.setCurrentWidget(self.view)
        self._enable_exports()

    def _on_failed(self, error: BaseException) -> None:
        self._answer = self.findings = None
        if isinstance(error, EngineError):
            self.notice.show_error(error, Remedy.CLEAR_FILTERS)
            self._stack.setCurrentWidget(self.notice)
        else:
            self._say("explore.failed", Remedy.ASK_AGAIN)
            self._desk.notices.post_error(error)
        self._enable_exports()
        self.answered.emit()

    def _on_stopped(self) -> None:
        self._latest.drop()
        self.busy.set_busy(False)
        self._say("explore.stopped", Remedy.ASK_AGAIN)

    def _say(self, code: str, remedy: Remedy) -> None:
        self.notice.show_code(code, remedy)
        self._stack.setCurrentWidget(self.notice)
        self._enable_exports()

    def _on_remedy_chosen(self, remedy: Remedy) -> None:
        match remedy:
            case Remedy.GO_TO_DATA:
                self._desk.navigation.go("data")
            case Remedy.CLEAR_FILTERS:
                self._desk.session.select(cleared(self._desk.session.selection))
            case _:
                self._ask()

    def _on_dimension_chosen(self, dimension: Dimension) -> None:
        self._chosen[self._inquiry.name] = dimension
        self._ask()

    def _on_selection_changed(self) -> None:
        if self._desk.session.selection.years != self._proposed_for:
            self._show_years()
        self._ask()

    def _on_data_changed(self) -> None:
        self._show_years()
        self._ask()

    def _show_years(self) -> None:
        """Those held, the two proposed ones chosen."""
        held = sorted({year for segment in self._desk.session.manifest.segments for year in segment.years})
        self._proposed_for = self._desk.session.selection.years
        proposed = years_to_compare(held, self._proposed_for)
        for box, year in zip((self.before, self.after), proposed, strict=True):
            box.show_choices(held if year in held else (year, *held), year)

    def _show_controls(self) -> None:
        self.dimension.setVisible(len(self._inquiry.dimensions) > 1)
        for widget in (self.before, self.arrow, self.after):
            widget.setVisible(self._inquiry.has_years)

    def _enable_exports(self) -> None:
        has_tables = self._stack.currentWidget() is self.view and bool(self.findings and self.findings.tables)
        for save in self.export_buttons.values():
            save.setEnabled(has_tables)

    def _save(self, kind: str, _checked: bool = False) -> None:
        findings, title = self.findings, self.title.text()
        if findings is None:
            return
        if kind != "pdf" or not findings.charts:
            self.export.save(kind, title, findings.tables, findings.basis, sentences=findings.sentences)
            return
        card, chart = next(iter(findings.charts.items()))

        def write(picture: bytes | None) -> None:
            pictures = {chart.title: picture} if picture else {}
            self.export.save(
                kind, title, findings.tables, findings.basis, sentences=findings.sentences, pictures=pictures
            )

        self.view.area.capture(card, ImageKind.PNG, write, has_title=False)

    def _save_picture(self, card: str, kind: ImageKind) -> None:
        title = self.title.text()
        self.view.area.capture(card, kind, lambda picture: self.export.save_picture(kind.value, title, picture))

    def _name_of(self, dimension: Dimension) -> str:
        return dimension_name(dimension, self._desk.texts.language)
