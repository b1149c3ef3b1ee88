"""Above the scenes: title, what is selected, clock and date."""

from __future__ import annotations

from PySide6.QtCore import QDateTime, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.bridge.desk import Desk
from app.bridge.screen_style import CHART_GAP_STEP, Measures
from app.bridge.screen_words import clock_line, date_line
from app.widgets.elided_label import ElidedLabel
from app.widgets.parts import label

_CLOCK_MS = 1_000


class ScreenHeader(QWidget):
    """The clock goes by itself."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.title, self.selection = ElidedLabel(), ElidedLabel()
        self.demo, self.clock, self.date = label("", "screenDemo"), label("", "screenClock"), label("", "screenDate")
        self.title.setObjectName("screenTitle")
        self.selection.setObjectName("screenSelection")
        desk.texts.bind(self.demo.setText, "screen.demo")
        self.demo.hide()
        self._build()
        self._ticking = QTimer(self, interval=_CLOCK_MS)
        self._ticking.timeout.connect(self.show_time)
        self._ticking.start()
        self.show_time()

    def show_title(self) -> None:
        """The operator's title, or ours in the language of the moment."""
        own = self._desk.settings.settings.screen.title
        self.title.setText(own or self._desk.texts.say("screen.title"))

    def show_time(self) -> None:
        """The time of the moment."""
        now = QDateTime.currentDateTime()
        self.clock.setText(clock_line(now))
        self.date.setText(date_line(now, self._desk.texts.language))

    def fit(self, measures: Measures) -> None:
        """Distances for another size of the screen."""
        self._row.setSpacing(measures.length(28))
        inset = measures.chart_length(self._desk.theme.tokens.space(CHART_GAP_STEP))
        self._row.setContentsMargins(inset, 0, inset, 0)

    def _build(self) -> None:
        words, time = QVBoxLayout(), QVBoxLayout()
        for column in (words, time):
            column.setSpacing(0)
        words.addWidget(self.title)
        words.addWidget(self.selection)
        time.addWidget(self.clock, 0, Qt.AlignmentFlag.AlignRight)
        time.addWidget(self.date, 0, Qt.AlignmentFlag.AlignRight)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addLayout(words, 1)
        self._row.addWidget(self.demo, 0, Qt.AlignmentFlag.AlignVCenter)
        self._row.addLayout(time)
