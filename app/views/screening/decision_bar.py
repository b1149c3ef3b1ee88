"""Decisions with a note: one key each, so that a day's work needs no mouse."""

from __future__ import annotations

from collections.abc import Hashable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.bridge.desk import Desk
from app.engine.screening.case_steps import Decision
from app.widgets.notice_area import PAGE_FOOTER
from app.widgets.parts import button

KEYS = {Decision.RELEASE: "1", Decision.INSPECT: "2", Decision.DOCUMENTS: "3", Decision.ESCALATE: "4"}
NOTE, SECOND_LOOK, OUTCOME, EVIDENCE = "N", "S", "O", "E"
_LONGEST = 2_000


class DecisionBar(QFrame):
    """`decided` tells a decision with its note; keys work anywhere in `around` but where one types."""

    decided = Signal(object, str)  # Decision
    second_look_asked = Signal(object, str)
    left = Signal()  # the note is written, or what had the focus can be pressed no more

    def __init__(self, desk: Desk, around: QWidget) -> None:
        super().__init__()
        self.setProperty("role", "footer")
        self.setObjectName(PAGE_FOOTER)
        self._desk = desk
        self.note = QLineEdit(maxLength=_LONGEST, clearButtonEnabled=True)
        self.buttons: dict[Decision, QPushButton] = {}
        self.second = button("toggle", "secondLook")
        self.second.setCheckable(True)
        self.outcome, self.evidence = button("", "recordOutcome"), button("", "exportEvidence")
        self._drafts: dict[Hashable, str] = {}
        self._about: Hashable = None
        self._sent: Hashable = None
        self._build()
        self._add_keys(around)

    def write_about(self, case: Hashable) -> None:
        """The note that was begun for this case; that of the case before is kept for when it comes back."""
        if case != self._about:
            self._drafts[self._about] = self.note.text()
            self._about = case
            self.note.setText(self._drafts.pop(case, ""))

    def forget_note(self) -> None:
        """The note of the last decision has been kept with it; one of a decision that failed stays."""
        self._drafts.pop(self._sent, None)
        if self._sent == self._about:
            self.note.clear()

    def show_possible(self, *, has_case: bool, lines: int, is_decided: bool, is_own: bool) -> None:
        """Enable what can be done; `lines` is how many a decision would be for, `is_own` whose the last one was."""
        if not has_case and any(each.hasFocus() for each in self.findChildren(QPushButton)):
            self.left.emit()  # Qt would give the focus away, and keys would do nothing any more
        for decision, each in self.buttons.items():
            each.setEnabled(has_case)
            code = f"screening_desk.decide_{decision.value}"
            said = self._desk.texts.say(code)
            each.setText(f"{said} {KEYS[decision]}" if lines <= 1 else f"{said} ×{lines:,}")
        self.second.setEnabled(is_decided and not is_own and lines <= 1)
        tip = "cases.second_look_own" if is_decided and is_own else "screening_desk.second_look_tip"
        self.second.setToolTip(self._desk.texts.say(tip))
        if not self.second.isEnabled():
            self.second.setChecked(False)
        self.outcome.setEnabled(is_decided and lines <= 1)
        self.evidence.setEnabled(has_case and lines <= 1)
        # What is for one line makes room for the counts, or the bar would push the queue aside
        for each in (self.second, self.outcome, self.evidence):
            each.setVisible(lines <= 1)

    def _build(self) -> None:
        texts, space = self._desk.texts, self._desk.theme.tokens.space
        for setter, code in (
            (self.note.setPlaceholderText, "note_hint"),
            (self.note.setAccessibleName, "column_note"),
            (self.second.setText, "second_look"),
            (self.outcome.setText, "outcome"),
            (self.outcome.setToolTip, "outcome_tip"),
            (self.evidence.setToolTip, "evidence_export_tip"),
            (self.evidence.setText, "evidence_export"),
        ):
            texts.bind(setter, f"screening_desk.{code}")
        decisions = QHBoxLayout()
        decisions.setSpacing(space(2))
        for decision in Decision:
            role = "primary" if decision is Decision.INSPECT else ""
            made = self.buttons[decision] = button(role, f"decide_{decision.value}")
            texts.bind(made.setToolTip, f"screening_desk.decide_{decision.value}_tip", key=KEYS[decision])
            made.clicked.connect(lambda _checked=False, decision=decision: self._decide(decision))
            decisions.addWidget(made)
        decisions.addStretch(1)
        for each in (self.second, self.outcome, self.evidence):
            decisions.addWidget(each)
        column = QVBoxLayout(self)
        column.setContentsMargins(space(3), space(2), space(3), space(2))
        column.setSpacing(space(2))
        column.addWidget(self.note)
        column.addLayout(decisions)

    def _add_keys(self, around: QWidget) -> None:
        for decision, keys in KEYS.items():
            shortcut = QShortcut(QKeySequence(keys), around)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.buttons[decision].click)
        more = ((SECOND_LOOK, self.second), (OUTCOME, self.outcome), (EVIDENCE, self.evidence))
        for keys, pressed in more:
            shortcut = QShortcut(QKeySequence(keys), around)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(pressed.click)
        note = QShortcut(QKeySequence(NOTE), around)
        note.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        note.activated.connect(self.note.setFocus)
        self.note.returnPressed.connect(self.left)
        leave = QShortcut(QKeySequence("Esc"), self.note)
        leave.setContext(Qt.ShortcutContext.WidgetShortcut)
        leave.activated.connect(self.left)

    def _decide(self, decision: Decision) -> None:
        note = self.note.text().strip()
        self._sent = self._about
        if self.second.isChecked():
            self.second.setChecked(False)
            self.second_look_asked.emit(decision, note)
        else:
            self.decided.emit(decision, note)
