"""Asks for the name under which something is kept."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.bridge.desk import Desk
from app.engine.errors import EngineError
from app.widgets.parts import answer, label

_WIDTH, _LONGEST = 420, 80


class NameDialog(QDialog):
    """Stays open while the name cannot be used, and says why."""

    named = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget, title_code: str, about_code: str) -> None:
        super().__init__(parent)
        self.setObjectName("nameDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(_WIDTH)
        self._texts = desk.texts
        texts, space = desk.texts, desk.theme.tokens.space
        heading, about, self._problem = label("heading"), label("muted", wraps=True), label("danger", wraps=True)
        self._line = QLineEdit(maxLength=_LONGEST)
        save, dismiss = answer("primary", "saveName"), answer("", "dismissName")
        for setter, code in (
            (self.setWindowTitle, title_code),
            (heading.setText, title_code),
            (about.setText, about_code),
            (self._line.setAccessibleName, title_code),
            (save.setText, "command.save"),
            (dismiss.setText, "command.dismiss"),
        ):
            texts.bind(setter, code)
        save.setEnabled(False)
        save.setDefault(True)
        self._line.textChanged.connect(lambda text: save.setEnabled(bool(text.strip())))
        save.clicked.connect(lambda: self.named.emit(self._line.text().strip()))
        dismiss.clicked.connect(self.reject)
        self._problem.hide()
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(dismiss)
        row.addWidget(save)
        column = QVBoxLayout(self)
        column.setContentsMargins(space(5), space(5), space(5), space(4))
        column.setSpacing(space(3))
        for widget in (heading, about, self._line, self._problem):
            column.addWidget(widget)
        column.addLayout(row)

    def refuse(self, error: EngineError) -> None:
        """Say why the name cannot be used."""
        self._problem.setText(self._texts.sentence(error))
        self._problem.show()
