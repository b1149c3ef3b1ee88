"""What the photo shows: how sure that is, the name in very large type, and the three best chapters."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.bridge.desk import Desk
from app.bridge.goods_words import guesses
from app.bridge.kiosk_board import KioskBoard
from app.bridge.kiosk_words import Told, bar_title, first_chosen, told
from app.bridge.screen_style import Measures
from app.bridge.theme import Theme
from app.engine.vision.answers import SHOWN
from app.widgets.confidence_bars import BarEntry, ConfidenceBars
from app.widgets.fitted_label import FittedLabel
from app.widgets.parts import label


class SaidPanel(QWidget):
    """Emits the chapter that a visitor touched."""

    chosen = Signal(str)

    def __init__(self, desk: Desk, theme: Theme, board: KioskBoard) -> None:
        super().__init__()
        self._desk, self._board = desk, board
        self._place = -1
        self._instead: Callable[[], Told] = lambda: Told("", "", "", "")
        self.verdict, self.name = label("", "kioskVerdict", wraps=True), FittedLabel("kioskName", lines=2)
        self.about, self.caption = FittedLabel("kioskAbout", lines=4), label("caption", "kioskBarsCaption")
        self.bars = ConfidenceBars(theme, rows=SHOWN)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        for widget in (self.verdict, self.name, self.about):
            self._column.addWidget(widget)
        self._column.addStretch(1)
        self._column.addWidget(self.caption)
        self._column.addWidget(self.bars)
        self.bars.chosen.connect(self._on_touched)
        desk.texts.language_changed.connect(self._show)

    @property
    def chapter(self) -> str:
        """The one that is shown; "" for goods that nobody knows."""
        photo = self._board.photo
        return photo.recognition.ranking.shown[self._place].chapter if photo is not None and self._place >= 0 else ""

    def show_looking(self) -> None:
        """Nothing is known yet."""
        self._place = -1
        self._say_instead(lambda: Told("", "", self._desk.texts.say("kiosk.looking"), ""))
        for widget in (self.caption, self.bars):
            widget.hide()

    def show_answer(self) -> None:
        """What the board holds now."""
        photo = self._board.photo
        if photo is not None:
            self._place = first_chosen(photo.recognition.ranking, self._threshold)
            self._show()

    def show_failure(self, sentence: Callable[[], str]) -> None:
        """Why nothing is known, in the language that is spoken then."""
        self._say_instead(lambda: Told(sentence(), "error", "", ""))

    def fit(self, measures: Measures) -> None:
        """Distances for another size of the display."""
        self._column.setSpacing(measures.length(14))
        self.bars.fit(measures.length(10))

    @property
    def _threshold(self) -> float:
        return self._desk.settings.settings.photos.threshold

    def _show(self) -> None:
        photo, language = self._board.photo, self._desk.texts.language
        if photo is None:
            self._say(self._instead())
            return
        ranking = photo.recognition.ranking
        self._say(told(ranking, self._threshold, self._place, language))
        entries = [BarEntry(bar_title(guess, language), "", guess.share) for guess in guesses(ranking, language)]
        self.bars.show_entries(entries, self._place)
        self.caption.setText(self._desk.texts.say("kiosk.best" if ranking.is_known else "kiosk.nearest"))
        for widget in (self.caption, self.bars):
            widget.show()

    def _say_instead(self, told_then: Callable[[], Told]) -> None:
        self._instead = told_then
        self._say(told_then())

    def _say(self, said: Told) -> None:
        for widget, words in ((self.verdict, said.verdict), (self.name, said.name), (self.about, said.about)):
            widget.setText(words)
            widget.setVisible(bool(words))
        if self.verdict.property("level") != said.level:
            self.verdict.setProperty("level", said.level)
            self.verdict.style().unpolish(self.verdict)
            self.verdict.style().polish(self.verdict)

    def _on_touched(self, place: int) -> None:
        self._place = place
        self._show()
        self.chosen.emit(self.chapter)
