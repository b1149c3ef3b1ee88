"""Where failures end that nobody expected: slots, threads, destructors and tasks, all on the main thread."""

from __future__ import annotations

import logging
import sys
import threading
from types import TracebackType

from PySide6.QtCore import QObject, Signal

from app.bridge.failure_report import failure_report
from app.bridge.notices import Notices
from app.engine.errors import EngineError

_LOG = logging.getLogger(__name__)


class Failures(QObject):
    """An expected failure that escaped becomes a notice after all; any other becomes a report."""

    reported = Signal(object)  # FailureReport

    _caught = Signal(object)

    def __init__(self, notices: Notices) -> None:
        super().__init__()
        self._notices = notices
        # A queued signal, for the failure may come from any thread
        self._caught.connect(self._on_caught)
        notices.unexpected.connect(self._caught)

    def install(self) -> None:
        """Be the last resort of the interpreter from now on."""
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception
        sys.unraisablehook = self._on_unraisable

    def _on_exception(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
        else:
            self._caught.emit(error)

    def _on_thread_exception(self, arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None and not issubclass(arguments.exc_type, SystemExit):
            self._caught.emit(arguments.exc_value)

    def _on_unraisable(self, arguments: sys.UnraisableHookArgs) -> None:
        if arguments.exc_value is not None:
            self._caught.emit(arguments.exc_value)

    def _on_caught(self, error: BaseException) -> None:
        if isinstance(error, EngineError):
            self._notices.post_error(error)
            return
        report = failure_report(error)
        _LOG.error("unexpected failure\n%s", report.text)
        self.reported.emit(report)
