"""What inspection found: something or nothing, what was recovered, and a note."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.bridge.desk import Desk
from app.widgets.parts import answer, label
from app.widgets.segments import Segments

_WIDTH, _LONGEST = 440, 2_000
_HIT, _CLEAN = "hit", "clean"


class OutcomeDialog(QDialog):
    """`told` carries whether something was found, the sum in the currency of the store or None, and the note."""

    told = Signal(bool, object, str)

    def __init__(self, desk: Desk, currency: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setObjectName("outcomeDialog")
        self.setMinimumWidth(_WIDTH)
        self._desk = desk
        choices = [(_HIT, "screening_desk.outcome_hit"), (_CLEAN, "screening_desk.outcome_clean")]
        self.found = Segments(desk.texts, "screening_desk.outcome", choices)
        self.found.show_none()
        self.recovered, self.note = QLineEdit(), QLineEdit(maxLength=_LONGEST)
        self.keep, self.leave = answer("primary", "keepOutcome"), answer("", "leaveOutcome")
        self.problem = label("danger", "outcomeProblem", wraps=True)
        self._is_hit: bool | None = None
        self._build(currency)
        self.found.chosen.connect(self._on_found)
        self.recovered.textChanged.connect(self._show_possible)
        self.keep.clicked.connect(self._on_keep)
        self.leave.clicked.connect(self.reject)
        self._show_possible()

    def _build(self, currency: str) -> None:
        texts, space = self._desk.texts, self._desk.theme.tokens.space
        heading, about = label("heading"), label("muted", wraps=True)
        for setter, code in (
            (self.setWindowTitle, "outcome"),
            (heading.setText, "outcome"),
            (about.setText, "outcome_about"),
            (self.note.setPlaceholderText, "note_hint"),
            (self.note.setAccessibleName, "column_note"),
            (self.keep.setText, "keep"),
            (self.leave.setText, "cancel"),
        ):
            texts.bind(setter, f"screening_desk.{code}")
        texts.bind(self.recovered.setPlaceholderText, "screening_desk.outcome_recovered", currency=currency)
        texts.bind(self.recovered.setAccessibleName, "screening_desk.outcome_recovered", currency=currency)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.leave)
        row.addWidget(self.keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(space(5), space(4), space(5), space(4))
        column.setSpacing(space(3))
        texts.bind(self.problem.setText, "screening_desk.outcome_no_sum")
        for widget in (heading, about, self.found, self.recovered, self.problem, self.note):
            column.addWidget(widget)
        column.addLayout(row)

    def _on_found(self, name: str) -> None:
        self._is_hit = name == _HIT
        self._show_possible()

    def _sum(self) -> Decimal | None:
        """What was typed; not finite for what is no sum."""
        typed = self.recovered.text().replace(",", "").strip()
        try:
            return Decimal(typed) if typed else None
        except InvalidOperation:
            return Decimal("NaN")

    def _show_possible(self) -> None:
        recovered = self._sum()
        is_sound = recovered is None or (recovered.is_finite() and recovered >= 0)
        self.recovered.setEnabled(self._is_hit is not False)
        self.recovered.setProperty("invalid", not is_sound)
        self.problem.setVisible(not is_sound)
        self.recovered.style().polish(self.recovered)
        self.keep.setEnabled(self._is_hit is not None and is_sound)

    def _on_keep(self) -> None:
        recovered = self._sum() if self._is_hit else None
        self.accept()
        self.told.emit(bool(self._is_hit), recovered, self.note.text().strip())
