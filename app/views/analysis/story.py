"""The tab that tells a story: whose, the picture of the step, its sentences, and the steps before and after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.bridge.charts.cards import Card, Layout
from app.bridge.desk import Desk
from app.bridge.exports import pdf_call
from app.bridge.story_board import ToldStory, ask_story
from app.bridge.story_charts import story_chart
from app.engine.analysis.story import Of, Story, Subject
from app.engine.analysis.story_words import picture_title, sentences_of, source_line, story_title, subject_name
from app.engine.reports.story_report import story_report
from app.views.analysis.asking import Asking
from app.widgets.chart_area import ChartArea
from app.widgets.choice_box import ChoiceBox
from app.widgets.parts import button, draw_beside_text, frame, label
from app.widgets.segments import Segments
from app.widgets.story_steps import StorySteps
from app.widgets.table_export import TableExport
from app.widgets.table_notice import Remedy

_CARD = "picture"
_WORDS_WIDTH = 360
_LONGEST_NAME = 34


class StoryTab(QWidget):
    """Left and Right turn the pages wherever the keyboard is in the tab."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._of: Of | None = None
        self._subject: Subject | None = None
        self._step = 0
        self.told: ToldStory | None = None
        self.kinds = Segments(desk.texts, "story.kind", [(of.value, f"story.kind_{of.value}") for of in Of])
        self.subject = ChoiceBox(desk.texts, self._name_of, label_code="story.subject")
        self.save = button("", "saveStory")
        self.title, self.step_title = (
            label("title", "storyTitle", wraps=True),
            label("heading", "stepTitle", wraps=True),
        )
        self.sentences, self.source = (
            label("", "storySentences", wraps=True),
            label("caption", "storySource", wraps=True),
        )
        self.area = ChartArea(desk.theme, desk.texts, self)
        self.area.set_layout(Layout((Card(_CARD, wide=12),), fills=True, has_menus=False, is_flush=True))
        self.steps = StorySteps(desk)
        self.export = TableExport(desk, self)
        self.asking = Asking(desk, self._build_content())
        self._build()
        self._connect()

    @property
    def story(self) -> Story | None:
        """The story that is told."""
        return self.told.story if self.told else None

    def saved_state(self) -> dict[str, object]:
        """Whose story, and which step."""
        subject = self.told.story.subject if self.told and self._subject else None
        return {"of": subject.of.value if subject else "", "key": subject.key if subject else "", "step": self._step}

    def restore_state(self, state: Mapping[str, object]) -> None:
        """Tell it again from that step; what another version wrote changes nothing."""
        kinds = {of.value: of for of in Of}
        of, key, step = kinds.get(str(state.get("of"))), str(state.get("key") or ""), state.get("step")
        if of is not None and key.isdigit():
            self._of, self._subject = of, Subject(of, key)
        self._step = step if isinstance(step, int) else 0
        self.asking.renew()

    def show_step(self, step: int) -> None:
        """Show the picture of a step; beyond the ends nothing changes."""
        if self.story is not None and 0 <= step < len(self.story.pictures):
            self._step = step
            self._show_picture()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        """Turn the pages."""
        match event.key():
            case Qt.Key.Key_Left | Qt.Key.Key_PageUp:
                self.show_step(self._step - 1)
            case Qt.Key.Key_Right | Qt.Key.Key_PageDown:
                self.show_step(self._step + 1)
            case _:
                super().keyPressEvent(event)

    def _build_content(self) -> QWidget:
        space = self._desk.theme.tokens.space
        for words in (self.sentences, self.source):
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        card = frame("card", "storyWords")
        card.setFixedWidth(_WORDS_WIDTH)
        column = QVBoxLayout(card)
        column.setContentsMargins(space(5), space(5), space(5), space(4))
        column.setSpacing(space(4))
        for widget in (self.title, self.step_title, self.sentences):
            column.addWidget(widget)
        column.addStretch(1)
        column.addWidget(self.source)
        content = QWidget()
        body = QHBoxLayout()
        body.setContentsMargins(0, 0, 0, space(3))
        body.setSpacing(space(3))
        body.addWidget(card)
        body.addWidget(self.area, 1)
        whole = QVBoxLayout(content)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(body, 1)
        whole.addWidget(self.steps)
        return content

    def _build(self) -> None:
        texts, space = self._desk.texts, self._desk.theme.tokens.space
        texts.bind(self.save.setText, "window.save_pdf")
        self.save.setEnabled(False)
        self.subject.setMinimumContentsLength(_LONGEST_NAME * 2 // 3)
        head = QHBoxLayout()
        head.setSpacing(space(2))
        head.addWidget(self.kinds)
        head.addWidget(self.subject)
        head.addStretch(1)
        head.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(3))
        column.addLayout(head)
        column.addWidget(self.asking, 1)

    def _connect(self) -> None:
        self.kinds.chosen.connect(self._on_kind_chosen)
        self.subject.chosen.connect(self._on_subject_chosen)
        self.steps.chosen.connect(self.show_step)
        self.save.clicked.connect(self._save)
        self.asking.needed.connect(self._ask)
        self._desk.session.selection_changed.connect(self._forget_choice)
        self._desk.texts.language_changed.connect(self._show)
        self._desk.theme.changed.connect(self._draw_icon)
        self._draw_icon()

    def _draw_icon(self) -> None:
        draw_beside_text(self.save, self._desk.icons, "download")

    def _forget_choice(self) -> None:
        """Another selection is told of its own subject; asked before, so that the question is the new one."""
        self._of = self._subject = None
        self.asking.renew()

    def _ask(self) -> None:
        selection, of, subject = self._desk.session.selection, self._of, self._subject
        self.asking.ask(lambda store: ask_story(store, selection, of, subject), self._on_answered)

    def _on_answered(self, told: ToldStory | None) -> None:
        self.told = told if told and told.story.pictures else None
        if told is None or self.told is None:
            self.save.setEnabled(False)
            self.asking.say("query.nothing_found", Remedy.CLEAR_FILTERS)
            return
        self._step = min(self._step, len(told.story.pictures) - 1)
        self._show()

    def _show(self) -> None:
        if self.told is None:
            return
        subject = self.told.story.subject
        self.kinds.show_choice(subject.of.value)
        self.subject.show_choices(self.told.offered, subject)
        self.save.setEnabled(True)
        self._show_picture()

    def _show_picture(self) -> None:
        story = self.story
        if story is None:
            return
        language, picture = self._desk.texts.language, story.pictures[self._step]
        self.title.setText(subject_name(story.subject, language))
        self.step_title.setText(picture_title(picture, story, language))
        self.sentences.setText("\n\n".join(sentences_of(picture, story, language)))
        self.source.setText(source_line(story, language))
        # The source stands beside the picture already
        self.area.show_charts({_CARD: replace(story_chart(picture, story, language), caption="")})
        names = [self._desk.texts.say(f"story.step_{one.topic.value}") for one in story.pictures]
        self.steps.show_steps(names, self._step)

    def _on_kind_chosen(self, kind: str) -> None:
        self._of, self._subject, self._step = Of(kind), None, 0
        self.asking.renew()

    def _on_subject_chosen(self, subject: Subject) -> None:
        self._of, self._subject, self._step = subject.of, subject, 0
        self.asking.renew()

    def _save(self) -> None:
        story, language = self.story, self._desk.texts.language
        if story is not None:
            report = story_report(story, language, datetime.now().astimezone())
            self.export.save_as(story_title(story, language), "pdf", partial(pdf_call, report=report))

    def _name_of(self, subject: Subject) -> str:
        name = subject_name(subject, self._desk.texts.language)
        return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"
