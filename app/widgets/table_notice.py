"""What stands in the place of the table where there is none: why, and what to do."""

from __future__ import annotations

import enum

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from app.bridge.texts import Texts
from app.engine.errors import EngineError, NotInDataError
from app.widgets.parts import button, label

_WIDTH = 520


class Remedy(enum.Enum):
    """What the button below the sentence does."""

    GO_TO_DATA = "go_to_data"
    CLEAR_FILTERS = "clear_filters"
    UNDO = "undo"
    ASK_AGAIN = "ask_again"


class TableNotice(QFrame):
    """One sentence and one button."""

    remedy_chosen = Signal(object)  # Remedy

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._texts = texts
        self._remedy = Remedy.ASK_AGAIN
        self.sentence = label("muted", "tableNotice", wraps=True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.sentence.setFixedWidth(_WIDTH)
        self.button = button("primary", "tableRemedy")
        self.button.clicked.connect(lambda: self.remedy_chosen.emit(self._remedy))
        column = QVBoxLayout(self)
        column.setSpacing(16)
        column.addStretch(2)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.sentence)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

    def show_code(self, code: str, remedy: Remedy | None) -> None:
        """Say a sentence of the catalogue."""
        self._texts.bind(self.sentence.setText, code)
        self._offer(remedy)

    def show_error(self, error: EngineError, remedy: Remedy | None) -> None:
        """Say why the question has no answer; without a remedy there is no button."""
        texts = self._texts
        texts.follow(self.sentence.setText, lambda: _sentence(texts, error))
        self._offer(remedy)

    def _offer(self, remedy: Remedy | None) -> None:
        self.button.setVisible(remedy is not None)
        if remedy is None:
            return
        self._remedy = remedy
        self._texts.bind(self.button.setText, f"explore.remedy_{remedy.value}")


def _sentence(texts: Texts, error: EngineError) -> str:
    """As elsewhere, but dimensions have the names that the shelves give them."""
    if isinstance(error, NotInDataError) and "dimension" in error.params:
        name = texts.say(f"explore.dimension_{error.params['dimension']}")
        return texts.sentence(NotInDataError(error.code, dimension=name))
    return texts.sentence(error)
