"""Who may work at this desk: everybody who was enrolled, and what can be changed about them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QDialog, QFormLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.bridge.desk import Desk
from app.bridge.latest import Answered
from app.bridge.screening_officers import OfficerBoard, officers_table
from app.engine.reports.tables import Table
from app.views.screening.refusal import show_refusal
from app.widgets.name_dialog import NameDialog
from app.widgets.parts import button, frame, label
from app.widgets.question import Question
from app.widgets.report_table import ReportTable

_WIDTH, _HEIGHT = 560, 620
_TABLE_HEIGHT = 180  # at least four officers below their header, whatever is said below them
_LONGEST_NAME, _LONGEST_PIN = 60, 32


class OfficersDialog(QDialog):
    """F2 renames and Delete retires the officer who is selected."""

    def __init__(self, desk: Desk, board: OfficerBoard, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("officers")
        self.resize(_WIDTH, _HEIGHT)
        self._desk, self._board = desk, board
        self.table = ReportTable(Table("", (), ()))
        self.table.setMinimumHeight(_TABLE_HEIGHT)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.rename, self.retire, self.back = button("", "rename"), button("", "retire"), button("", "reinstate")
        self.reset = button("", "resetPin")
        self.name = QLineEdit(maxLength=_LONGEST_NAME)
        self.pin = QLineEdit(echoMode=QLineEdit.EchoMode.Password, maxLength=_LONGEST_PIN)
        self.enrol, self.leave = button("primary", "enrol"), button("", "closeOfficers")
        self.problem = label("danger", "officersProblem", wraps=True)
        self.drawn = label("", "drawnPin", wraps=True)
        self._build()
        self._connect()
        self._show()
        board.read()

    @property
    def chosen(self) -> int | None:
        """The number of the officer who is selected."""
        rows = self.table.selectionModel().selectedRows()
        return int(str(self.table.content.rows[rows[0].row()][0])) if rows else None

    def _build(self) -> None:
        texts, space = self._desk.texts, self._desk.theme.tokens.space
        heading, about, new = label("heading"), label("muted", wraps=True), label("heading")
        name, pin = label(), label()
        for setter, code in (
            (self.setWindowTitle, "officers"),
            (heading.setText, "officers"),
            (about.setText, "officers_about"),
            (self.table.setAccessibleName, "officers"),
            (self.rename.setText, "officer_rename"),
            (self.rename.setToolTip, "officer_rename_tip"),
            (self.retire.setText, "officer_retire"),
            (self.retire.setToolTip, "officer_retire_tip"),
            (self.back.setText, "officer_reinstate"),
            (self.reset.setText, "officer_reset"),
            (self.reset.setToolTip, "officer_reset_tip"),
            (new.setText, "enrol_title"),
            (name.setText, "enrol_name"),
            (self.name.setAccessibleName, "enrol_name"),
            (pin.setText, "enrol_pin"),
            (self.pin.setAccessibleName, "enrol_pin"),
            (self.enrol.setText, "enrol"),
            (self.leave.setText, "close"),
        ):
            texts.bind(setter, f"screening_desk.{code}")
        acts, fields, last = QHBoxLayout(), QFormLayout(), QHBoxLayout()
        for each in (self.rename, self.retire, self.back, self.reset):
            acts.addWidget(each)
        acts.addStretch(1)
        fields.addRow(name, self.name)
        fields.addRow(pin, self.pin)
        last.addWidget(self.leave)
        last.addStretch(1)
        last.addWidget(self.enrol)
        self.problem.hide()
        self.drawn.hide()
        self.drawn.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column = QVBoxLayout(self)
        column.setContentsMargins(space(5), space(4), space(5), space(4))
        column.setSpacing(space(3))
        for widget in (heading, about):
            column.addWidget(widget)
        column.addWidget(self.table, 1)
        column.addLayout(acts)
        column.addWidget(self.problem)
        column.addWidget(self.drawn)
        column.addWidget(frame("line"))
        column.addWidget(new)
        column.addLayout(fields)
        column.addLayout(last)

    def _connect(self) -> None:
        self._board.changed.connect(self._on_changed)
        self._board.pin_drawn.connect(self._on_drawn)
        self._desk.texts.language_changed.connect(self._show)
        self.rename.clicked.connect(self._on_rename)
        self.retire.clicked.connect(self._on_retire)
        self.back.clicked.connect(self._on_reinstate)
        self.reset.clicked.connect(self._on_reset)
        self.enrol.clicked.connect(self._on_enrol)
        self.leave.clicked.connect(self.accept)
        self.table.selectionModel().selectionChanged.connect(self._show_possible)
        for line in (self.name, self.pin):
            line.textChanged.connect(self._show_possible)
            line.returnPressed.connect(self.enrol.click)
        for keys, act in (("F2", self.rename), ("Del", self.retire)):
            shortcut = QShortcut(QKeySequence(keys), self.table)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(act.click)

    def _show(self) -> None:
        chosen = self.chosen
        self.table.show_table(officers_table(self._board.officers, self._desk.texts))
        places = [place for place, row in enumerate(self.table.content.rows) if row[0] == chosen]
        if places:
            self.table.selectRow(places[0])
        self._show_possible()

    def _show_possible(self, *_told: object) -> None:
        chosen, own = self.chosen, self._board.own
        officer = None if chosen is None else self._board.officer(chosen)
        self.rename.setEnabled(officer is not None)
        self.retire.setEnabled(officer is not None and officer.is_active and officer.id != (own and own.id))
        self.back.setEnabled(officer is not None and not officer.is_active)
        self.reset.setEnabled(officer is not None and officer.is_active and officer.has_pin)
        self.enrol.setEnabled(bool(self.name.text().strip() and self.pin.text()))

    def _on_rename(self) -> None:
        chosen = self.chosen
        if chosen is None:
            return
        dialog = NameDialog(self._desk, self, "screening_desk.officer_rename", "screening_desk.officer_rename_about")
        dialog.named.connect(lambda name: self._board.rename(chosen, name, dialog.refuse))
        self._board.changed.connect(dialog.accept)
        dialog.open()

    def _on_retire(self) -> None:
        self._ask("screening_desk.retire", self._board.retire)

    def _on_reset(self) -> None:
        self._ask("screening_desk.reset", self._board.reset_pin)

    def _ask(self, code: str, act: Callable[[int, Answered], None]) -> None:
        officer = None if self.chosen is None else self._board.officer(self.chosen)
        if officer is None:
            return
        question = Question(self._desk, self, code, name=officer.name)
        question.accepted.connect(self.problem.hide)
        question.accepted.connect(self.drawn.hide)
        question.accepted.connect(lambda: act(officer.id, self._refuse))
        question.finished.connect(question.deleteLater)
        question.open()

    def _on_drawn(self, officer_id: int, pin: str) -> None:
        officer = self._board.officer(officer_id)
        name = "" if officer is None else officer.name
        self._desk.texts.bind(self.drawn.setText, "screening_desk.pin_told", name=name, pin=pin)
        self.drawn.show()

    def _on_reinstate(self) -> None:
        if self.chosen is not None:
            self.problem.hide()
            self._board.reinstate(self.chosen, self._refuse)

    def _on_enrol(self) -> None:
        self.problem.hide()
        self._board.add(self.name.text(), self.pin.text(), self._refuse)

    def _on_changed(self) -> None:
        known = {officer.name for officer in self._board.officers}
        if " ".join(self.name.text().split()) in known:
            self.name.clear()
            self.pin.clear()
        self._show()

    def _refuse(self, error: BaseException) -> None:
        show_refusal(self._desk, self.problem, error)
