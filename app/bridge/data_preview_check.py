"""Reading a file by a mapping that is still being made; only the newest mapping counts."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.bridge.data_calls import look_call
from app.bridge.data_intake import Candidate
from app.bridge.latest import Latest
from app.bridge.tasks import Lane, TaskRunner
from app.engine.records.mapping import ColumnMapping


class PreviewCheck(QObject):
    """Answers with the first rows, or with why the file cannot be read so."""

    answered = Signal(object)  # Look
    refused = Signal(object)  # the exception

    def __init__(self, runner: TaskRunner) -> None:
        super().__init__()
        self._asking = Latest(runner, self, lane=Lane.FILES)

    def ask(self, candidate: Candidate, mapping: ColumnMapping) -> None:
        """Read the head of the file by `mapping`."""
        call = look_call(candidate.path, candidate.stated, edited=mapping)
        self._asking.ask(call, self.answered.emit, self.refused.emit)
