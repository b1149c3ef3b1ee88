"""The story of the goods that were shown: six pictures, one at a time, each with its sentences."""

from __future__ import annotations

import logging
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.bridge.charts.cards import Card, Layout
from app.bridge.desk import Desk
from app.bridge.kiosk_facts import whole
from app.bridge.kiosk_words import short_title
from app.bridge.latest import Latest
from app.bridge.screen_style import CHART_GAP_STEP, Measures
from app.bridge.story_board import ToldStory, ask_story
from app.bridge.story_charts import story_chart
from app.bridge.theme import Theme
from app.engine.analysis.story import Of, Story, Subject
from app.engine.analysis.story_words import sentences_of, source_line
from app.widgets.fitted_label import FittedLabel
from app.widgets.parts import button, frame, label
from app.widgets.stage import Stage
from app.widgets.story_steps import StorySteps

_LOG = logging.getLogger(__name__)
_CARD = "picture"
_LAYOUT = Layout((Card(_CARD, wide=12),), fills=True, has_menus=False)
_PICTURE, _WORDS = 64, 36


class StoryView(QWidget):
    """Charts do not answer to touches, which would leave marks behind; steps and arrow keys turn the pages."""

    back = Signal()

    def __init__(self, desk: Desk, theme: Theme) -> None:
        super().__init__()
        self._desk = desk
        self._telling = Latest(desk.runner, self)
        self.told: Story | None = None
        self.step = 0
        self._calm = ""
        self.stage, self.steps = Stage(desk, theme), StorySteps(desk)
        self.stage.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.subject = FittedLabel("kioskInvitation", lines=3)
        self.sentences = label("", "kioskSentences", wraps=True)
        self.source = label("caption", "kioskSource", wraps=True)
        self.to_answer = button("", "kioskBack")
        desk.texts.bind(self.to_answer.setText, "kiosk.story_back")
        self._build()
        self.steps.chosen.connect(self.show_step)
        self.to_answer.clicked.connect(self.back)
        desk.texts.language_changed.connect(self._show)

    def tell(self, chapter: str) -> None:
        """Ask for the story of a chapter, from its first picture."""
        self.forget()
        self._say("kiosk.story_loading")
        subject = Subject(Of.PRODUCT, chapter)
        ask = partial(ask_story, selection=whole(self._desk.session.selection), of=Of.PRODUCT, subject=subject)
        self._telling.ask(self._desk.session.question(ask), self._on_told, self._on_failed)

    def forget(self) -> None:
        """Whatever is asked or told."""
        self._telling.drop()
        self.told, self.step = None, 0

    def show_step(self, step: int) -> None:
        """Show the picture of a step; beyond the ends nothing changes."""
        if self.told is not None and 0 <= step < len(self.told.pictures):
            self.step = step
            self._show()

    def use_settings(self) -> None:
        """Movement and maps as the operator set them."""
        self.stage.use_settings()

    def fit(self, measures: Measures, *, is_upright: bool) -> None:
        """Words beside the picture, or below it on a display that stands upright."""
        self._body.setDirection(QBoxLayout.Direction.BottomToTop if is_upright else QBoxLayout.Direction.LeftToRight)
        self._under.setDirection(QBoxLayout.Direction.BottomToTop if is_upright else QBoxLayout.Direction.LeftToRight)
        self._body.setStretch(0, 0 if is_upright else _WORDS)
        self._body.setStretch(1, _PICTURE)
        self._body.setSpacing(measures.length(24))
        edge = measures.length(28)
        self._column.setContentsMargins(edge, edge, edge, edge)
        self._column.setSpacing(measures.length(18))
        self._whole.setSpacing(measures.length(16))
        self._under.setSpacing(measures.length(24))
        self.stage.fit(measures)
        self._flush.set_gap(measures.chart_length(self._desk.theme.tokens.space(CHART_GAP_STEP)))

    def _build(self) -> None:
        card = frame("card", "kioskWords")
        self._flush = _Flush(self.stage)
        self.steps.place.hide()
        self._column = QVBoxLayout(card)
        for widget in (self.subject, self.sentences):
            self._column.addWidget(widget)
        self._column.addStretch(1)
        self._column.addWidget(self.source)
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._body.addWidget(card)
        self._body.addWidget(self._flush)
        self._under = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._under.addWidget(self.to_answer)
        self._under.addWidget(self.steps, 1)
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.addLayout(self._body, 1)
        self._whole.addLayout(self._under)

    def _on_told(self, told: ToldStory | None) -> None:
        if told is None or not told.story.pictures:
            self._say("kiosk.not_in_store")
            return
        self.told = told.story
        self._show()

    def _on_failed(self, error: BaseException) -> None:
        _LOG.warning("kiosk: %s", error)
        self._say("kiosk.facts_failed")

    def _say(self, code: str) -> None:
        self._calm = code
        self.stage.show_calm(self._desk.texts.say(code))
        for part in (self.subject, self.sentences, self.source):
            part.setText("")
        self.steps.setEnabled(False)

    def _show(self) -> None:
        story, language = self.told, self._desk.texts.language
        if story is None:
            if self._calm:
                self._say(self._calm)
            return
        picture = story.pictures[self.step]
        self.subject.setText(short_title(story.subject.key, language))
        self.sentences.setText("\n".join(sentences_of(picture, story, language)))
        self.source.setText(source_line(story, language))
        self.stage.show_scene(_LAYOUT, {_CARD: replace(story_chart(picture, story, language), caption="")})
        self.steps.setEnabled(True)
        # The title tells what a step is about; here its number is enough for a finger
        self.steps.show_steps([""] * len(story.pictures), self.step)
        for each in self.steps.findChildren(QPushButton):
            each.setFocusPolicy(Qt.FocusPolicy.NoFocus)


class _Flush(QWidget):
    """The stage without the gap that the charts' page keeps to its edge, so that cards stand in line."""

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage, self._gap = stage, 0
        stage.setParent(self)

    def set_gap(self, gap: int) -> None:
        self._gap = gap
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        self._stage.setGeometry(self.rect().adjusted(-self._gap, -self._gap, self._gap, self._gap))
