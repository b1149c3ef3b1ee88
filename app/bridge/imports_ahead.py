"""Modules imported before anybody needs them, one in each turn of the event loop, which serves others in between.

Never on a worker: a class of Qt's that is defined while the main thread uses another one ends the process, for PySide
builds the descriptions of both without a lock.
"""

from __future__ import annotations

import importlib
import logging
from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal

_LOG = logging.getLogger(__name__)


class ImportsAhead(QObject):
    """Goes through the modules in order, with a pause between two; `ended` after the last.

    A module that cannot be imported is left to whoever needs it, which tells why.
    """

    ended = Signal()

    def __init__(self, modules: Sequence[str], parent: QObject | None = None, *, pause_ms: int = 0) -> None:
        super().__init__(parent)
        self._waiting = list(modules)
        self._timer = QTimer(self, interval=pause_ms)
        self._timer.timeout.connect(self._import_next)

    def start(self) -> None:
        """Begin in the next turn; connect to `ended` before."""
        self._timer.start()

    def _import_next(self) -> None:
        if not self._waiting:
            self._timer.stop()
            self.ended.emit()
            return
        module = self._waiting.pop(0)
        try:
            importlib.import_module(module)
        except Exception:  # any failure of a module's own code; it comes again where the module is needed
            _LOG.warning("cannot import %s ahead", module, exc_info=True)
