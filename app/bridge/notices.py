"""What happened and what to do: notices of expected failures and results, and the way of unexpected ones."""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from PySide6.QtCore import QObject, Signal

from app.engine.errors import CancelledError, EngineError


class Level(enum.Enum):
    """How much a notice asks of the reader."""

    INFO = "info"
    SUCCESS = "success"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Action:
    """What a notice offers to do, under a sentence of the catalogue."""

    code: str
    act: Callable[[], object]


@dataclass(frozen=True, slots=True)
class Notice:
    """One sentence of the catalogue with its values, to be said in the language of the moment."""

    level: Level
    code: str
    params: Mapping[str, object]
    at: datetime = field(default_factory=lambda: datetime.now(UTC))
    action: Action | None = None


class Notices(QObject):
    """Where every part of the window posts; the notification area and the error dialog listen."""

    posted = Signal(object)
    unexpected = Signal(object)  # the exception

    def post(self, level: Level, code: str, /, **params: object) -> None:
        """Tell the user."""
        self.posted.emit(Notice(level, code, params))

    def offer(self, level: Level, action: Action, code: str, /, **params: object) -> None:
        """Tell the user and offer something to do about it, as opening a folder or undoing."""
        self.posted.emit(Notice(level, code, params, action=action))

    def post_error(self, error: BaseException) -> None:
        """Tell of a failure: an expected one as a sentence, any other as a bug; a stop on request is none."""
        if isinstance(error, CancelledError):
            return
        if isinstance(error, EngineError):
            self.posted.emit(Notice(Level.ERROR, error.code, error.params))
        else:
            self.unexpected.emit(error)
