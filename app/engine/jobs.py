"""What long work needs from its caller: a place to report progress and a way to be stopped."""

from __future__ import annotations

import threading
from typing import Protocol

from app.engine.errors import CancelledError


class Progress(Protocol):
    """Called about once per batch from the working thread; `total` is None while unknown."""

    def __call__(self, done: int, total: int | None, note: str = "", /) -> None: ...


def no_progress(done: int, total: int | None, note: str = "", /) -> None:
    """Discard progress: for tests and for calls that are too short to report."""


class CancelToken:
    """Set from one thread, checked from another once per batch."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def cancel(self) -> None:
        """Ask the work to stop at its next check."""
        self._event.set()

    @property
    def is_cancelled(self) -> bool:
        """True once `cancel` was called."""
        return self._event.is_set()

    def check(self) -> None:
        """Raise CancelledError if the work was asked to stop."""
        if self.is_cancelled:
            raise CancelledError
