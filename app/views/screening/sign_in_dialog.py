"""Who sits at the desk: the system's own user, or an officer with a PIN."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.bridge.desk import Desk
from app.bridge.screening_stand import Stand
from app.views.screening.refusal import show_refusal
from app.widgets.choice_box import ChoiceBox
from app.widgets.parts import answer, label

_WIDTH, _LONGEST_PIN = 420, 32
_NOBODY = 0


class SignInDialog(QDialog):
    """Stays open while the PIN is wrong, and says so."""

    def __init__(self, desk: Desk, stand: Stand, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setObjectName("signIn")
        self.setMinimumWidth(_WIDTH)
        self._desk, self._stand = desk, stand
        self.officer = ChoiceBox(desk.texts, self._name_of, label_code="screening_desk.officer")
        self.pin = QLineEdit(echoMode=QLineEdit.EchoMode.Password, maxLength=_LONGEST_PIN)
        self.enter = answer("primary", "signInPin")
        self.as_user = answer("", "signInUser")
        self.problem = label("danger", "signInProblem", wraps=True)
        self._build()
        self._connect()
        self._show_officers()

    def _build(self) -> None:
        texts, space = self._desk.texts, self._desk.theme.tokens.space
        heading, about = label("heading"), label("muted", wraps=True)
        officer, pin = label(), label()
        for setter, code in (
            (self.setWindowTitle, "sign_in"),
            (heading.setText, "sign_in"),
            (about.setText, "sign_in_about"),
            (officer.setText, "officer"),
            (pin.setText, "pin"),
            (self.pin.setAccessibleName, "pin"),
            (self.enter.setText, "sign_in_enter"),
            (self.as_user.setText, "sign_in_user"),
        ):
            texts.bind(setter, f"screening_desk.{code}")
        known, row = QFormLayout(), QHBoxLayout()
        known.addRow(officer, self.officer)
        known.addRow(pin, self.pin)
        row.addWidget(self.as_user)
        row.addStretch(1)
        row.addWidget(self.enter)
        self.problem.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(space(5), space(4), space(5), space(4))
        column.setSpacing(space(3))
        column.addWidget(heading)
        column.addWidget(about)
        column.addLayout(known)
        column.addWidget(self.problem)
        column.addLayout(row)
        self.enter.setDefault(True)

    def _connect(self) -> None:
        self.enter.clicked.connect(self._on_enter)
        self.as_user.clicked.connect(self._stand.sign_in_os_user)
        self._stand.signed_in.connect(self.accept)

    def _show_officers(self) -> None:
        known = [officer.id for officer in self._stand.officers if officer.has_pin and officer.is_active]
        self.officer.show_choices(known or [_NOBODY], (known or [_NOBODY])[-1])
        self.officer.setEnabled(bool(known))
        self.pin.setEnabled(bool(known))
        self.enter.setEnabled(bool(known))
        (self.pin if known else self.as_user).setFocus()

    def _name_of(self, officer: int) -> str:
        found = [each.name for each in self._stand.officers if each.id == officer]
        return found[0] if found else self._desk.texts.say("screening_desk.no_officers")

    def _on_enter(self) -> None:
        officer = self.officer.value
        if isinstance(officer, int) and officer != _NOBODY:
            self._stand.sign_in(officer, self.pin.text(), self._on_refused)

    def _on_refused(self, error: BaseException) -> None:
        self.pin.clear()
        self.pin.setFocus()
        show_refusal(self._desk, self.problem, error)
