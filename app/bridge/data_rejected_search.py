"""What the quarantine browser asks for: rows of a rule, of a file, with a text; only the newest question counts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.bridge.data_calls import counts_call, rejected_call
from app.bridge.latest import Latest
from app.bridge.session import Session
from app.bridge.tasks import TaskRunner

if TYPE_CHECKING:
    from app.engine.store.quarantine_pages import RejectedCount


class RejectedSearch(QObject):
    """Knows the counts of a store, and searches it."""

    counted = Signal()
    found = Signal(object)  # Findings
    failed = Signal(object)
    busy_changed = Signal(bool)

    def __init__(self, session: Session, runner: TaskRunner) -> None:
        super().__init__()
        self._session = session
        self._counts: Sequence[RejectedCount] = ()
        self._counting, self._searching = Latest(runner, self), Latest(runner, self)
        self._searching.busy_changed.connect(self.busy_changed)

    @property
    def counts(self) -> Sequence[RejectedCount]:
        """By file and rule, as last counted."""
        return self._counts

    def count(self) -> None:
        """Count anew, as after an import."""
        self._counting.ask(counts_call(self._session.store_path), self._on_counted, self.failed.emit)

    def search(self, *, ids: Collection[str], rule: str | None, text: str) -> None:
        """Find rows; what was asked for before no longer counts."""
        call = rejected_call(self._session.store_path, ids=ids, rule=rule, text=text)
        self._searching.ask(call, self.found.emit, self.failed.emit)

    def stop(self) -> None:
        """Give up the search."""
        self._searching.drop()

    def _on_counted(self, counts: Sequence[RejectedCount]) -> None:
        self._counts = counts
        self.counted.emit()
