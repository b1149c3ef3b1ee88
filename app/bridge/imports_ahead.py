"""Modules imported before anybody needs them: the engine's on a worker, all others one in each turn of the event loop.

What defines classes of Qt's is never imported on a worker: if that happens while the main thread uses another one, the
process ends, for PySide builds the descriptions of both without a lock. The engine knows no Qt, and its libraries take
longer in one piece than the event loop may be kept.
"""

from __future__ import annotations

import importlib
import logging
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from app.bridge.tasks import Call
from app.bridge.turns import Turns
from app.engine.jobs import CancelToken, Progress

_LOG = logging.getLogger(__name__)


class ImportsAhead(QObject):
    """Goes through the modules in order, with a pause between two; `ended` after the last.

    A module that cannot be imported is left to whoever needs it, which tells why.
    """

    ended = Signal()

    def __init__(self, modules: Sequence[str], parent: QObject | None = None, *, pause_ms: int = 0) -> None:
        super().__init__(parent)
        self._modules = tuple(modules)
        self._turns = Turns(self, pause_ms=pause_ms)
        self._turns.ended.connect(self.ended)

    def start(self) -> None:
        """Begin in the next turn; connect to `ended` before."""
        self._turns.start([partial(_import, module) for module in self._modules])


def import_call(modules: Sequence[str]) -> Call:
    """Import modules of the engine on a worker; one that cannot be imported is left to whoever needs it."""

    def call(_progress: Progress, token: CancelToken) -> None:
        for module in modules:
            token.check()
            _import(module)

    return call


def _import(module: str) -> None:
    try:
        importlib.import_module(module)
    except Exception:  # any failure of a module's own code; it comes again where the module is needed
        _LOG.warning("cannot import %s ahead", module, exc_info=True)
