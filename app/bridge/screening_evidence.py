"""The log is read and checked on worker threads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.bridge.screening_stand import Stand

if TYPE_CHECKING:
    from app.engine.screening.audit import LogEntry
    from app.engine.screening.case_desk import CaseDesk

_SHOWN_ENTRIES = 500


class EvidenceBoard(QObject):
    """What was found of the log."""

    log_read = Signal(object)  # entries
    log_checked = Signal(object)  # LogCheck
    failed = Signal(object)

    def __init__(self, stand: Stand, parent: QObject) -> None:
        super().__init__(parent)
        self._stand = stand

    def read_log(self) -> None:
        """The newest entries."""
        self._stand.ask(_newest, self.log_read.emit)

    def check_log(self) -> None:
        """Whether the log is whole."""
        from app.engine.screening.audit import verify_log  # noqa: PLC0415  # as above

        self._stand.ask(verify_log, self.log_checked.emit)


def _newest(desk: CaseDesk) -> Sequence[LogEntry]:
    from app.engine.screening.audit import log_entries  # noqa: PLC0415  # as above

    return log_entries(desk, offset=0, limit=_SHOWN_ENTRIES)
