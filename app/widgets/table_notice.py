"""What stands in the place of the table where there is none: why, and what to do."""

from __future__ import annotations

import enum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.bridge.desk import Desk
from app.bridge.texts import Texts
from app.engine.errors import EngineError, NotInDataError
from app.widgets.invitation import Invitation


class Remedy(enum.Enum):
    """What the button below the sentence does."""

    GO_TO_DATA = "go_to_data"
    CLEAR_FILTERS = "clear_filters"
    UNDO = "undo"
    ASK_AGAIN = "ask_again"


_PICTURES = {
    Remedy.GO_TO_DATA: "database",
    Remedy.CLEAR_FILTERS: "filter",
    Remedy.UNDO: "undo-2",
    Remedy.ASK_AGAIN: "refresh-cw",
}
_NO_WAY = "info"


class TableNotice(QWidget):
    """One sentence and one button."""

    remedy_chosen = Signal(object)  # Remedy

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._texts = desk.texts
        self._remedy = Remedy.ASK_AGAIN
        self._invitation = Invitation(desk, _NO_WAY, "tableNotice", role="card")
        self._invitation.heading.hide()
        self.sentence = self._invitation.about
        self.button = self._invitation.add("primary", "tableRemedy")
        self.button.clicked.connect(lambda: self.remedy_chosen.emit(self._remedy))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._invitation)

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
        self._invitation.draw(_PICTURES[remedy] if remedy else _NO_WAY)
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
