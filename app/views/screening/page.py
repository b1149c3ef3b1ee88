"""The page: files on top, below them the queue with the case in front, the budget, the drill, and evidence."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtGui import QDragEnterEvent, QDropEvent, QHideEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from app.bridge.desk import Desk
from app.bridge.price_source import Opener
from app.bridge.screening_office import Office
from app.bridge.screening_stand import DeskOpener, open_desk
from app.views.screening.budget_panel import BudgetPanel
from app.views.screening.drill_panel import DrillPanel
from app.views.screening.evidence_checks import EvidenceChecks
from app.views.screening.evidence_panel import EvidencePanel
from app.views.screening.evidence_work import EvidenceWork
from app.views.screening.head import ScreeningHead
from app.views.screening.intake_work import IntakeWork
from app.views.screening.officers_dialog import OfficersDialog
from app.views.screening.pin_dialog import PinDialog
from app.views.screening.queue_commands import queue_commands
from app.views.screening.queue_panel import QueuePanel
from app.views.screening.run_bar import RunBar
from app.views.screening.sign_in_dialog import SignInDialog
from app.widgets.commands import Command
from app.widgets.late_tabs import LateTabs

_TABS = ("queue", "budget", "drill", "evidence")
_QUEUE, _BUDGET, _DRILL, _EVIDENCE = range(4)


class ScreeningPage(QWidget):
    """Composes the parts and lets them talk to each other; takes declaration files that are dropped on it."""

    def __init__(self, desk: Desk, *, opener: Opener | None = None, desk_opener: DeskOpener = open_desk) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAcceptDrops(True)
        self._desk = desk
        self.office = Office(desk, self, opener=opener, desk_opener=desk_opener)
        self.head, self.runs = ScreeningHead(desk), RunBar(desk)
        self.queue = QueuePanel(desk, self.office)
        self.tabs = LateTabs((lambda: self.queue, lambda: self.budget, lambda: self.drill, lambda: self.evidence))
        self.intake = IntakeWork(desk, self.office, self.runs, self)
        self.work = EvidenceWork(desk, self.office, self.queue, self)
        self._build()
        self._connect()

    @functools.cached_property
    def budget(self) -> BudgetPanel:
        """The second part."""
        panel = self.tabs.put(_BUDGET, BudgetPanel(self._desk, self.office.budget))
        panel.shown.connect(self._on_plan_shown)
        return panel

    @functools.cached_property
    def drill(self) -> DrillPanel:
        """The third part."""
        return self.tabs.put(_DRILL, DrillPanel(self._desk, self.office.drill))

    @functools.cached_property
    def evidence(self) -> EvidencePanel:
        """The fourth part."""
        panel = self.tabs.put(_EVIDENCE, EvidencePanel(self._desk))
        EvidenceChecks(self._desk, self.office.evidence, panel, self)
        return panel

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  # Qt's name
        """Open the desk and prices once somebody looks."""
        super().showEvent(event)
        self.office.stand.open()
        self.office.source.watch(True)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802  # Qt's name
        """Make nothing ready that nobody looks at."""
        super().hideEvent(event)
        self.office.source.watch(False)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802  # Qt's name
        """Files and folders."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802  # Qt's name
        """A file of declarations, with a folder of photos where one is dropped too."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        self.intake.take(paths)

    def page_commands(self) -> Sequence[Command]:
        """What can be done here, for the palette."""
        return [
            *queue_commands(self.queue),
            Command("screening_desk.open_file", "folder-open", self.intake.choose_file),
            Command("screening_desk.form", "pencil", self.intake.show_form),
            Command("screening_desk.rates", "coins", self.intake.show_rates),
            Command("screening_desk.export_outcomes", "download", lambda: self.work.export("outcomes")),
            Command("screening_desk.export_log", "download", lambda: self.work.export("log")),
            Command("screening_desk.delete_run", "trash-2", self.runs.ask_delete),
            Command("screening_desk.sign_in", "lock", self.sign_in),
            Command("screening_desk.change_pin", "lock", self.change_pin),
            Command("screening_desk.show_officers", "lock", self.show_officers),
        ]

    def open_declaration(self, text: str) -> None:
        """The form, filled with what the text of a scanned code tells."""
        self.intake.show_form(text)

    def sign_in(self) -> None:
        """Ask who works here."""
        if self.office.stand.desk is not None:
            self._show(SignInDialog(self._desk, self.office.stand, self))

    def change_pin(self) -> None:
        """Ask for another PIN of whoever works here."""
        if self.office.stand.session is not None:
            self._show(PinDialog(self._desk, self.office.officers, self))

    def show_officers(self) -> None:
        """Everybody who may work here."""
        if self.office.stand.session is not None:
            self._show(OfficersDialog(self._desk, self.office.officers, self))

    def _show(self, dialog: QDialog) -> None:
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _build(self) -> None:
        space = self._desk.theme.tokens.space
        self.tabs.put(_QUEUE, self.queue)
        self._name_tabs()
        column = QVBoxLayout(self)
        column.setContentsMargins(space(4), space(3), space(4), space(3))
        column.setSpacing(space(2))
        column.addWidget(self.head)
        self.tabs.setCornerWidget(self.runs)
        column.addWidget(self.tabs, 1)

    def _connect(self) -> None:
        office, head = self.office, self.head
        self._desk.texts.language_changed.connect(self._name_tabs)
        head.open_asked.connect(self.intake.choose_file)
        head.form_asked.connect(self.intake.show_form)
        self.queue.open_asked.connect(self.intake.choose_file)
        self.queue.form_asked.connect(self.intake.show_form)
        head.rates_asked.connect(self.intake.show_rates)
        head.sign_in_asked.connect(self.sign_in)
        head.pin_asked.connect(self.change_pin)
        head.officers_asked.connect(self.show_officers)
        office.officers.changed.connect(self._show_officer)
        head.export_asked.connect(self.work.export)
        office.stand.opened.connect(self._on_opened)
        office.stand.signed_in.connect(self._on_signed_in)
        office.board.queue_opened.connect(self._show_possible)
        office.runs.finished.connect(lambda _run: self.queue.filters.show_all())
        self.runs.chosen.connect(lambda _run: self.queue.filters.planned.setChecked(False))  # a plan is of one file
        self.tabs.currentChanged.connect(self._on_tab)
        for owner in (office.stand, office.board, office.budget, office.drill, office.runs, office.evidence):
            owner.failed.connect(self._desk.notices.post_error)

    def _on_opened(self) -> None:
        stand = self.office.stand
        needs_pin = any(officer.has_pin and officer.is_active for officer in stand.officers)
        if stand.session is None and needs_pin and self.isVisible():
            self.sign_in()

    def _on_signed_in(self) -> None:
        self._show_officer()
        self.office.runs.list_runs()
        self._show_possible()
        session = self.office.stand.session
        if session is not None and session.officer.must_change_pin:
            self.change_pin()

    def _show_officer(self) -> None:
        session = self.office.stand.session
        self.head.show_officer(session.officer.name if session is not None else "")

    def _show_possible(self) -> None:
        has_session = self.office.stand.session is not None
        self.head.show_possible(has_session=has_session, has_run=self.office.board.run is not None)
        for way in self.queue.begin:
            way.setEnabled(has_session)

    def _on_plan_shown(self) -> None:
        self.tabs.setCurrentWidget(self.queue)
        self.queue.filters.planned.setChecked(True)

    def _on_tab(self, place: int) -> None:
        if place == _EVIDENCE and self.office.stand.desk is not None:
            self.office.evidence.read_log()

    def _name_tabs(self) -> None:
        for place, name in enumerate(_TABS):
            self.tabs.setTabText(place, self._desk.texts.say(f"screening_desk.tab_{name}"))
