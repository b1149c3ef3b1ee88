"""Asks whether to leave, so that no visitor ends up in the staff's window by accident."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.bridge.desk import Desk
from app.bridge.screen_style import Measures
from app.widgets.parts import answer, frame, label

_GONE_AFTER_MS = 15_000


class LeavingQuestion(QFrame):
    """Covers its parent; goes away by itself, and the usual key stays."""

    leaving = Signal()

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._host = parent
        self.setProperty("role", "scrim")
        self._card = frame("card", "leavingCard")
        self.stay, self.leave = answer("primary", "leaveNo"), answer("", "leaveYes")
        title, about = label("heading"), label("muted", wraps=True)
        for widget, code in ((title, "title"), (about, "about"), (self.stay, "no"), (self.leave, "yes")):
            desk.texts.bind(widget.setText, f"kiosk.leave_{code}")
        self._column, self._row = QVBoxLayout(self._card), QHBoxLayout()
        self._column.addWidget(title)
        self._column.addWidget(about)
        self._column.addLayout(self._row)
        self._row.addWidget(self.stay, 1)
        self._row.addWidget(self.leave, 1)
        QVBoxLayout(self).addWidget(self._card, 0, Qt.AlignmentFlag.AlignCenter)
        self._going = QTimer(self, singleShot=True, interval=_GONE_AFTER_MS)
        self._going.timeout.connect(self.close_question)
        self.stay.clicked.connect(self.close_question)
        self.leave.clicked.connect(self.leaving)
        self.hide()

    def ask(self) -> None:
        """Stand above everything for a while."""
        self.setGeometry(self._host.rect())
        self.show()
        self.raise_()
        self.stay.setFocus()
        self._going.start()

    def close_question(self) -> None:
        """Stay."""
        self._going.stop()
        self.hide()
        self._host.setFocus()

    def fit(self, measures: Measures) -> None:
        """Lengths for another size of the display."""
        edge = measures.length(40)
        self._column.setContentsMargins(edge, edge, edge, edge)
        self._column.setSpacing(measures.length(20))
        self._row.setSpacing(measures.length(20))
        self._card.setMinimumWidth(measures.length(760))
        self.setGeometry(self._host.rect())
