"""Asks whether to leave, so that no visitor ends up in the staff's window by accident."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.bridge.desk import Desk
from app.bridge.screen_style import Measures
from app.widgets.parts import answer, frame, label

_GONE_AFTER_MS = 15_000


class LeavingQuestion(QFrame):
    """Covers its parent; goes away by itself, and the usual key stays. Unguarded, whoever wants to leave does."""

    leaving = Signal()

    def __init__(self, desk: Desk, parent: QWidget, *, is_guarded: bool) -> None:
        super().__init__(parent)
        self._host, self._is_guarded = parent, is_guarded
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

    @property
    def guards(self) -> bool:
        """True while only a deliberate act may end the kiosk; the end of the system's session may always."""
        application = QGuiApplication.instance()
        return self._is_guarded and not (isinstance(application, QGuiApplication) and application.isSavingSession())

    def toggle(self) -> None:
        """The key that leads away, and back from the question."""
        if self.isVisible():
            self.close_question()
        else:
            self.try_to_leave()

    def try_to_leave(self) -> None:
        """Stand above everything for a while, or leave at once."""
        if not self.guards:
            self.leaving.emit()
            return
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
