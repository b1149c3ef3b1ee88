"""Asks for what the dashboard shows; of questions asked in a hurry only the newest is answered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.bridge.dashboard_content import DashboardContent
from app.bridge.dashboard_metrics import Metric
from app.bridge.dashboard_state import DashboardState
from app.bridge.latest import Latest
from app.bridge.session import Session
from app.bridge.tasks import Lane, Task, TaskRunner
from app.engine.store.selection import Selection

if TYPE_CHECKING:
    from app.engine.store.open_store import Store

_Contents = tuple[DashboardContent, ...]


class DashboardAsker(QObject):
    """Tells the contents of one selection, or of two that stand side by side, in the order asked.

    Where counting products takes longer than all the rest, it is answered twice: first without them. They are counted
    while the charts of the first answer are drawn, and let those go first.
    """

    answered = Signal(object)  # tuple of DashboardContent
    failed = Signal(object)  # the exception
    busy_changed = Signal(bool)

    def __init__(self, session: Session, runner: TaskRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._latest = Latest(runner, self)
        self._latest.busy_changed.connect(self.busy_changed)
        self._counting = Latest(runner, self, lane=Lane.AFTERTHOUGHTS)

    @property
    def is_busy(self) -> bool:
        """True while an answer is awaited."""
        return self._latest.is_busy

    def ask(self, selections: Sequence[Selection], metric: Metric) -> None:
        """Ask for these; what was asked before is dropped."""
        asked = tuple(selections)

        def question(store: Store) -> _Contents:
            return self._session.early.take((asked, metric), lambda: _contents(store, asked, metric))

        self._counting.drop()
        self._latest.ask(self._session.question(question), self._on_answered, self.failed.emit)

    def _on_answered(self, contents: _Contents) -> None:
        self.answered.emit(contents)
        if any(_lacks_products(content) for content in contents):
            self._count_products(contents)

    def _count_products(self, contents: _Contents) -> None:
        def question(store: Store) -> _Contents:
            from app.bridge.dashboard_question import ask_products  # noqa: PLC0415  # as above

            return tuple(ask_products(store, one) if _lacks_products(one) else one for one in contents)

        self._counting.ask(self._session.question(question), self.answered.emit, self.failed.emit)


def ask_early(session: Session, runner: TaskRunner) -> None:
    """Ask what a new dashboard will ask first, while its page is still being made; it opens the store as well."""
    asked, metric = (session.selection,), DashboardState().metric

    def question(store: Store) -> None:
        session.early.prepare((asked, metric), lambda: _contents(store, asked, metric))

    runner.start(Task(session.question(question)), Lane.QUESTIONS)


def _contents(store: Store, asked: tuple[Selection, ...], metric: Metric) -> _Contents:
    # The database takes longer to import than a window takes to appear
    from app.bridge.dashboard_question import ask_dashboard  # noqa: PLC0415  # on the worker thread

    return tuple(ask_dashboard(store, selection, metric) for selection in asked)


def _lacks_products(content: DashboardContent) -> bool:
    return content.product_level > 0 and content.key.products is None and not content.is_empty
