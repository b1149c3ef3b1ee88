"""What is shown instead of the window when it cannot open: the sentence, and what to do about it."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout

from app.bridge.texts import Texts
from app.bridge.theme import Theme
from app.engine.errors import EngineError
from app.widgets.dressing import dress_window
from app.widgets.parts import button, label

_WIDTH = 520


class StartFailure(QDialog):
    """One sentence and one button; the program ends with it."""

    def __init__(self, theme: Theme, texts: Texts, error: EngineError) -> None:
        super().__init__()
        space = theme.tokens.space
        self.setMinimumWidth(_WIDTH)
        self.setWindowTitle(texts.say("window.name"))
        heading, sentence, leave = label("heading"), label(wraps=True), button("primary", "quit")
        heading.setText(texts.say("failure.start"))
        sentence.setText(texts.sentence(error))
        leave.setText(texts.say("failure.quit"))
        leave.clicked.connect(self.accept)
        leave.setDefault(True)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(leave)
        column = QVBoxLayout(self)
        column.setContentsMargins(space(5), space(5), space(5), space(4))
        column.setSpacing(space(4))
        column.addWidget(heading)
        column.addWidget(sentence)
        column.addLayout(row)
        dress_window(self, theme.tokens)
