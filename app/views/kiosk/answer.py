"""The answer: the photo with where it was seen, the chapter in very large type, and what the store knows of it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.bridge.desk import Desk
from app.bridge.icons import Icons
from app.bridge.kiosk_board import KioskBoard
from app.bridge.kiosk_words import codes_line
from app.bridge.screen_style import Measures
from app.bridge.theme import Theme
from app.engine.errors import EngineError
from app.views.kiosk.facts import FactsCard
from app.views.kiosk.said import SaidPanel
from app.widgets.elided_label import ElidedLabel
from app.widgets.parts import button
from app.widgets.photo_view import PhotoView, heat_over

_PHOTO, _WORDS = 56, 44  # shares of the width


class AnswerView(QWidget):
    """Touching one of the three chapters shows that one: its heat map and its figures."""

    again = Signal()
    story_wanted = Signal(str)  # chapter

    def __init__(self, desk: Desk, theme: Theme, icons: Icons, board: KioskBoard) -> None:
        super().__init__()
        self._desk, self._board = desk, board
        self._is_upright = False
        self.view = PhotoView(theme, icons, "kioskPhoto")
        self.said, self.facts, self.codes = SaidPanel(desk, theme, board), FactsCard(desk), ElidedLabel()
        self.codes.setObjectName("kioskCodes")
        self.codes.setProperty("role", "caption")
        self.story, self.once_more = button("primary", "kioskStory"), button("", "kioskAgain")
        desk.texts.bind(self.story.setText, "kiosk.story")
        desk.texts.bind(self.once_more.setText, "kiosk.again")
        self._build()
        self._connect()

    def show_photo(self, photo: QImage) -> None:
        """The photo at once, while it is looked at; a null one forgets all."""
        self.view.show_photo(photo)
        self.facts.ask("")
        self.said.show_looking()
        self._show_codes()

    def show_answer(self) -> None:
        """What the board holds now."""
        if self._board.photo is not None:
            self.view.show_photo(self._board.photo.shown)
            self.said.show_answer()
            self._on_chosen(self.said.chapter)

    def show_failure(self, error: BaseException) -> None:
        """Why there is no answer."""
        texts = self._desk.texts
        self.said.show_failure(
            lambda: texts.sentence(error) if isinstance(error, EngineError) else texts.say("kiosk.failed")
        )

    def fit(self, measures: Measures, *, is_upright: bool) -> None:
        """Photo and words beside each other, or below each other on a display that stands upright."""
        self._is_upright = is_upright
        self._place()
        self._grid.setHorizontalSpacing(measures.length(36))
        self._grid.setVerticalSpacing(measures.length(20))
        self._buttons.setSpacing(measures.length(16))
        self._left.setSpacing(measures.length(8))
        self.said.fit(measures)
        self.facts.fit(measures, columns=2 if is_upright else 4)

    def _build(self) -> None:
        self._photo, self._touched = QWidget(), QWidget()
        self._left = QVBoxLayout(self._photo)
        self._left.setContentsMargins(0, 0, 0, 0)
        self._left.addWidget(self.view, 1)
        self._left.addWidget(self.codes)
        self._buttons = QHBoxLayout(self._touched)
        self._buttons.setContentsMargins(0, 0, 0, 0)
        for each in (self.story, self.once_more):
            self._buttons.addWidget(each, 1)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._place()

    def _place(self) -> None:
        """Row and column, and over how many rows: lying, the words reach beside the figures down to the buttons."""
        below = ((0, 0, 1), (1, 0, 1), (2, 0, 1), (3, 0, 1))
        beside = ((0, 0, 3 if self.facts.isHidden() else 1), (0, 1, 2), (1, 0, 2), (2, 1, 1))
        parts = (self._photo, self.said, self.facts, self._touched)
        for part, (row, column, rows) in zip(parts, below if self._is_upright else beside, strict=True):
            self._grid.addWidget(part, row, column, rows, 1)
        self._grid.setRowStretch(0, 1)
        self._grid.setColumnStretch(0, _PHOTO)
        self._grid.setColumnStretch(1, 0 if self._is_upright else _WORDS)

    def _connect(self) -> None:
        self.said.chosen.connect(self._on_chosen)
        self.facts.told.connect(self._on_told)
        self._desk.session.data_changed.connect(lambda: self.facts.ask(self.said.chapter))
        self._board.codes_read.connect(self._show_codes)
        self._desk.texts.language_changed.connect(self._show_codes)
        self.once_more.clicked.connect(self.again)
        self.story.clicked.connect(lambda: self.story_wanted.emit(self.said.chapter))
        self.facts.ask("")

    def _on_chosen(self, chapter: str) -> None:
        photo = self._board.photo
        self.view.show_heat(heat_over(photo.recognition.heat_maps, chapter) if photo is not None else None)
        self.facts.ask(chapter)
        self._place()

    def _on_told(self) -> None:
        """A story needs figures; while they are asked for, its place is kept."""
        self.story.setEnabled(self.facts.has_figures)
        self.story.setVisible(self.facts.has_figures or self.facts.is_asking)

    def _show_codes(self) -> None:
        self.codes.setText(codes_line(self._board.codes, self._desk.texts.language))
        self.codes.setVisible(bool(self._board.codes))
