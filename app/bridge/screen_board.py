"""What the big screen is about: the selection at its start, and the answer for it as long as the data stay the same."""

from __future__ import annotations

import logging

from PySide6.QtCore import QObject, QTimer, Signal

from app.bridge.dashboard_asker import DashboardAsker
from app.bridge.dashboard_content import DashboardContent
from app.bridge.dashboard_metrics import Metric
from app.bridge.session import Session
from app.bridge.tasks import TaskRunner
from app.bridge.texts import Texts
from app.engine.errors import EngineError

_LOG = logging.getLogger(__name__)
_LOOK_EVERY_MS = 30_000


class ScreenBoard(QObject):
    """Asks once and after each change of the data, also by another process; a question that failed is asked again.

    One answer serves all scenes, so that nothing is asked, and nothing grows, while scenes take turns.
    """

    answered = Signal()
    problem_changed = Signal(str)  # a sentence, "" when all is well again

    def __init__(self, session: Session, runner: TaskRunner, texts: Texts, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._texts = session, texts
        self.selection = session.selection
        self.content: DashboardContent | None = None
        self._has_failed = False
        self._asker = DashboardAsker(session, runner, self)
        self._asker.answered.connect(self._on_answered)
        self._asker.failed.connect(self._on_failed)
        session.data_changed.connect(self.ask)
        self._looking = QTimer(self, interval=_LOOK_EVERY_MS)
        self._looking.timeout.connect(self.look)
        self._looking.start()

    def ask(self) -> None:
        """Ask for the data of the moment; without any, the answer is there at once."""
        if self._session.has_data:
            self._asker.ask((self.selection,), Metric.VALUE)
            return
        self.content = None
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
        (self.content,) = contents
        self._tell_problem("")
        self.answered.emit()

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
