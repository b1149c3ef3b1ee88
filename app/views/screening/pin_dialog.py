"""One's own PIN: the old one where there is one, and the new one twice."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.bridge.desk import Desk
from app.bridge.notices import Level
from app.bridge.screening_officers import OfficerBoard
from app.views.screening.refusal import show_refusal
from app.widgets.parts import answer, label

_WIDTH, _LONGEST_PIN = 420, 32


class PinDialog(QDialog):
    """Stays open while the new PIN cannot be used, and says why."""

    def __init__(self, desk: Desk, board: OfficerBoard, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("changePin")
        self.setMinimumWidth(_WIDTH)
        self._desk, self._board = desk, board
        self.old, self.new, self.again = (
            QLineEdit(echoMode=QLineEdit.EchoMode.Password, maxLength=_LONGEST_PIN) for _ in range(3)
        )
        self.keep, self.leave = answer("primary", "keepPin"), answer("", "leavePin")
        self.problem = label("danger", "pinProblem", wraps=True)
        self._build()
        for line in (self.old, self.new, self.again):
            line.textChanged.connect(self._show_possible)
        self.keep.clicked.connect(self._on_keep)
        self.leave.clicked.connect(self.reject)
        board.pin_changed.connect(self._on_changed)
        self._show_possible()

    def _build(self) -> None:
        texts, space = self._desk.texts, self._desk.theme.tokens.space
        heading, about = label("heading"), label("muted", wraps=True)
        own = self._board.own
        for setter, code in (
            (self.setWindowTitle, "pin_change"),
            (heading.setText, "pin_change"),
            (about.setText, "pin_change_about"),
            (self.keep.setText, "pin_keep"),
            (self.leave.setText, "cancel"),
        ):
            texts.bind(setter, f"screening_desk.{code}")
        fields = QFormLayout()
        for line, code in ((self.old, "pin_old"), (self.new, "pin_new"), (self.again, "pin_again")):
            if line is self.old and (own is None or not own.has_pin):
                line.setParent(self)
                line.hide()
                continue
            name = label()
            texts.bind(name.setText, f"screening_desk.{code}")
            texts.bind(line.setAccessibleName, f"screening_desk.{code}")
            fields.addRow(name, line)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.leave)
        row.addWidget(self.keep)
        self.problem.hide()
        self.keep.setDefault(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(space(5), space(4), space(5), space(4))
        column.setSpacing(space(3))
        for widget in (heading, about):
            column.addWidget(widget)
        column.addLayout(fields)
        column.addWidget(self.problem)
        column.addLayout(row)

    def _show_possible(self, *_told: object) -> None:
        is_same = self.new.text() == self.again.text()
        self.keep.setEnabled(bool(self.new.text()) and is_same)
        is_wrong = bool(self.again.text()) and not self.new.text().startswith(self.again.text())
        self.again.setProperty("invalid", is_wrong)
        self.again.style().polish(self.again)

    def _on_keep(self) -> None:
        self._board.change_pin(self.old.text(), self.new.text(), self._refuse)

    def _on_changed(self) -> None:
        self._desk.notices.post(Level.SUCCESS, "screening_desk.pin_changed")
        self.accept()

    def _refuse(self, error: BaseException) -> None:
        show_refusal(self._desk, self.problem, error)
