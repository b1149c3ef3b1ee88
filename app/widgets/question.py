"""A question before something that cannot be taken back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.bridge.desk import Desk
from app.widgets.parts import answer, label

_WIDTH = 440


class Question(QDialog):
    """Says `<code>_title`, `<code>_about`; the buttons are `<code>_yes` and `<code>_no`, which Escape presses too.

    Where `is_void` says that its reason is gone, `check` answers with no.
    """

    def __init__(
        self, desk: Desk, parent: QWidget, code: str, /, *, is_void: Callable[[], bool] = bool, **params: object
    ) -> None:
        super().__init__(parent)
        self._is_void = is_void
        self.setObjectName("question")
        self.setMinimumWidth(_WIDTH)
        texts, space = desk.texts, desk.theme.tokens.space
        heading, about = label("heading"), label(wraps=True)
        yes, no = answer("danger", "yes"), answer("primary", "no")
        texts.bind(self.setWindowTitle, "window.name")
        texts.bind(heading.setText, f"{code}_title")
        texts.bind(about.setText, f"{code}_about", **params)
        texts.bind(yes.setText, f"{code}_yes")
        texts.bind(no.setText, f"{code}_no")
        yes.clicked.connect(self.accept)
        no.clicked.connect(self.reject)
        no.setDefault(True)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(yes)
        row.addWidget(no)
        column = QVBoxLayout(self)
        column.setContentsMargins(space(5), space(5), space(5), space(4))
        column.setSpacing(space(3))
        column.addWidget(heading)
        column.addWidget(about)
        column.addSpacing(space(2))
        column.addLayout(row)

    def check(self) -> None:
        """Look whether there is still something to ask."""
        if self._is_void():
            self.reject()
