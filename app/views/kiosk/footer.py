"""Below everything: what becomes of photos, how much longer it waits for a touch, and the operator's way out."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.bridge.desk import Desk
from app.widgets.parts import label

_WARNED_BEFORE_S = 10


class KioskFooter(QWidget):
    """The warning stands in place of the promise."""

    def __init__(self, desk: Desk, *, is_guarded: bool) -> None:
        super().__init__()
        self._desk = desk
        self._seconds = 0
        self.line, self.leave = label("caption", "kioskLine"), label("caption", "kioskLeave")
        desk.texts.bind(self.leave.setText, "kiosk.leave_key")
        self.leave.setVisible(not is_guarded)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.line, 1)
        row.addWidget(self.leave)
        desk.texts.language_changed.connect(self._show)
        self._show()

    def show_remaining(self, seconds: int) -> None:
        """Seconds until it begins anew; 0 while nothing is counted."""
        self._seconds = seconds
        self._show()

    def _show(self) -> None:
        is_near = 0 < self._seconds <= _WARNED_BEFORE_S
        say = self._desk.texts.say
        if self.line.property("level") != (level := "warning" if is_near else ""):
            self.line.setProperty("level", level)
            self.line.style().unpolish(self.line)
            self.line.style().polish(self.line)
        self.line.setText(say("kiosk.rest", seconds=self._seconds) if is_near else say("kiosk.privacy"))
