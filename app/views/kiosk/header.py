"""Above everything: the operator's title, the mark of demonstration data, and the two languages."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.bridge.desk import Desk
from app.bridge.screen_style import Measures
from app.engine.messages import Language
from app.widgets.elided_label import ElidedLabel
from app.widgets.parts import label
from app.widgets.segments import Segments

_HELD_FOR_MS = 3_000


class KioskHeader(QWidget):
    """A title that is held for some seconds is how staff without a keyboard leave."""

    held = Signal()
    language_chosen = Signal(Language)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.title, self.demo = ElidedLabel(), label("", "kioskDemo")
        self.title.setObjectName("kioskTitle")
        names = [(language.value, f"kiosk.{language.value}") for language in Language]
        self.languages = Segments(desk.texts, "kiosk.language", names)
        desk.texts.bind(self.demo.setText, "screen.demo")
        self.demo.hide()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self.title, 1)
        self._row.addWidget(self.demo, 0, Qt.AlignmentFlag.AlignVCenter)
        self._row.addWidget(self.languages)
        self._holding = QTimer(self, singleShot=True, interval=_HELD_FOR_MS)
        self._holding.timeout.connect(self.held)
        self.languages.chosen.connect(lambda name: self.language_chosen.emit(Language(name)))
        desk.texts.language_changed.connect(self.show_words)
        self.show_words()

    def show_words(self) -> None:
        """The operator's title, or ours, and which language is spoken."""
        own = self._desk.settings.settings.screen.title
        self.title.setText(own or self._desk.texts.say("kiosk.title"))
        self.languages.show_choice(self._desk.texts.language.value)

    def set_hold_ms(self, hold_ms: int) -> None:
        """How long the title must be held."""
        self._holding.setInterval(hold_ms)

    def fit(self, measures: Measures) -> None:
        """Distances for another size of the display."""
        self._row.setSpacing(measures.length(28))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Begin to count how long the title is held."""
        super().mousePressEvent(event)
        event.accept()
        if self.title.geometry().contains(event.position().toPoint()):
            self._holding.start()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Let go too early."""
        super().mouseReleaseEvent(event)
        self._holding.stop()
