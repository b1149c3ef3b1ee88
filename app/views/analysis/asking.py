"""What a tab shows, or why there is nothing to show; it is asked for while it is seen and anew when it is outdated."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from app.bridge.dashboard_filters import cleared
from app.bridge.desk import Desk
from app.bridge.latest import Latest
from app.engine.errors import EngineError, UsageError
from app.engine.store.open_store import Store
from app.widgets.pivot_busy import BusyNote
from app.widgets.table_notice import Remedy, TableNotice


class Asking(QWidget):
    """Holds the content; `needed` when a question has to be asked, `answered` when content or a notice stands."""

    needed = Signal()
    answered = Signal()

    def __init__(self, desk: Desk, content: QWidget) -> None:
        super().__init__()
        self._desk, self._content = desk, content
        self._latest = Latest(desk.runner, self)
        self._is_outdated = True
        self.notice = TableNotice(desk)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(content)
        self._stack.addWidget(self.notice)
        self.busy = BusyNote(desk.texts, self)
        self._latest.busy_changed.connect(self.busy.set_busy)
        self.busy.stopped.connect(self._on_stopped)
        self.notice.remedy_chosen.connect(self._on_remedy_chosen)
        desk.session.selection_changed.connect(self.renew)
        desk.session.data_changed.connect(self.renew)

    @property
    def has_content(self) -> bool:
        """Whether the content stands, not a notice."""
        return self._stack.currentWidget() is self._content

    def renew(self) -> None:
        """What is shown is outdated: ask at once if it is seen, else when it is."""
        self._is_outdated = not self.isVisible()
        if self._is_outdated:
            return
        if self._desk.session.has_data:
            self.needed.emit()
        else:
            self.say("explore.no_data", Remedy.GO_TO_DATA)

    def ask(self, question: Callable[[Store], Any], on_answer: Callable[[Any], object]) -> None:
        """Ask; the answer is passed on unless another question follows, and then the content is shown."""

        def receive(answer: object) -> None:
            self._stack.setCurrentWidget(self._content)
            on_answer(answer)
            self.answered.emit()

        self._latest.ask(self._desk.session.question(question), receive, self._on_failed)

    def say(self, code: str, remedy: Remedy) -> None:
        """Show a sentence in the place of the content."""
        self.notice.show_code(code, remedy)
        self._stack.setCurrentWidget(self.notice)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  # Qt's name
        """Ask for what changed meanwhile."""
        super().showEvent(event)
        if self._is_outdated:
            self.renew()

    def _on_failed(self, error: BaseException) -> None:
        if isinstance(error, EngineError):
            remedy = Remedy.ASK_AGAIN if isinstance(error, UsageError) else Remedy.CLEAR_FILTERS
            self.notice.show_error(error, remedy)
            self._stack.setCurrentWidget(self.notice)
        else:
            self.say("explore.failed", Remedy.ASK_AGAIN)
            self._desk.notices.post_error(error)
        self.answered.emit()

    def _on_stopped(self) -> None:
        self._latest.drop()
        self.busy.set_busy(False)
        self.say("explore.stopped", Remedy.ASK_AGAIN)

    def _on_remedy_chosen(self, remedy: Remedy) -> None:
        session = self._desk.session
        match remedy:
            case Remedy.GO_TO_DATA:
                self._desk.navigation.go("data")
            case Remedy.CLEAR_FILTERS:
                session.select(cleared(session.selection))
            case _:
                self.renew()
