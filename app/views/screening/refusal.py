"""Why the desk refused what was asked in a dialog."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel

from app.bridge.desk import Desk
from app.engine.errors import EngineError


def show_refusal(desk: Desk, line: QLabel, error: BaseException) -> None:
    """Where a person can act on it, in the dialog's own line; anything else is told as a fault of the program."""
    if isinstance(error, EngineError):
        line.setText(desk.texts.sentence(error))
        line.show()
    else:
        desk.notices.post_error(error)
