"""What the big screen is about: the selection at its start, and the answers for it while the data stay the same."""

from __future__ import annotations

import logging
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from app.bridge.dashboard_asker import DashboardAsker
from app.bridge.dashboard_content import DashboardContent
from app.bridge.dashboard_metrics import Metric
from app.bridge.latest import Latest
from app.bridge.session import Session
from app.bridge.story_board import ToldStory, ask_story
from app.bridge.tasks import TaskRunner
from app.bridge.texts import Texts
from app.engine.analysis.story import Story
from app.engine.errors import EngineError

_LOG = logging.getLogger(__name__)
_LOOK_EVERY_MS = 30_000


class ScreenBoard(QObject):
    """Asks once and after each change of the data, also by another process; a question that failed is asked again.

    One answer and one story serve all scenes, so that nothing is asked, and nothing grows, while scenes take turns.
    """

    answered = Signal()
    problem_changed = Signal(str)  # a sentence, "" when all is well again

    def __init__(self, session: Session, runner: TaskRunner, texts: Texts, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._texts = session, texts
        self.selection = session.selection
        self.content: DashboardContent | None = None
        self.story: Story | None = None  # of the selection's subject, or of its largest partner
        self._has_failed = False
        self._asker = DashboardAsker(session, runner, self)
        self._asker.answered.connect(self._on_answered)
        self._asker.failed.connect(self._on_failed)
        self._telling = Latest(runner, self)
        session.data_changed.connect(self.ask)
        self._looking = QTimer(self, interval=_LOOK_EVERY_MS)
        self._looking.timeout.connect(self.look)
        self._looking.start()

    def ask(self) -> None:
        """Ask for the data of the moment; without any, the answer is there at once."""
        if self._session.has_data:
            self._asker.ask((self.selection,), Metric.VALUE)
            return
        self.content = self.story = None
        self._telling.drop()
        self._tell_problem("")
        self.answered.emit()

    def look(self) -> None:
        """Look whether the store is another; an unchanged one costs the reading of its index."""
        try:
            self._session.refresh()
        except EngineError as error:
            self._on_failed(error)
            return
        if self._has_failed and not self._asker.is_busy:
            self.ask()

    def _on_answered(self, contents: tuple[DashboardContent, ...]) -> None:
        if not self._session.has_data:
            return  # removed since it was asked
        (content,) = contents
        ask = self._session.question(partial(ask_story, selection=self.selection))
        self._telling.ask(ask, lambda told: self._on_told(content, told), lambda error: self._on_untold(content, error))

    def _on_told(self, content: DashboardContent, told: ToldStory | None) -> None:
        self.content = content
        self.story = told.story if told and told.story.pictures else None
        self._tell_problem("")
        self.answered.emit()

    def _on_untold(self, content: DashboardContent, error: BaseException) -> None:
        """A source that lacks what a story needs leaves its scene out; the others stand."""
        if not isinstance(error, EngineError):
            _LOG.error("big screen: the story failed", exc_info=error)
        self._on_told(content, None)

    def _on_failed(self, error: BaseException) -> None:
        self._has_failed = True
        if isinstance(error, EngineError):
            _LOG.warning("big screen: %s", error)
            self._tell_problem(self._texts.sentence(error))
        else:
            _LOG.error("big screen: the question failed", exc_info=error)
            self._tell_problem(self._texts.say("screen.failed"))

    def _tell_problem(self, sentence: str) -> None:
        self._has_failed = bool(sentence)
        self.problem_changed.emit(sentence)
