"""What long work needs from its caller: a place to report progress and a way to be stopped."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
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
        self._lock = threading.Lock()
        self._interrupts: list[Callable[[], None]] = []

    def cancel(self) -> None:
        """Ask the work to stop at its next check, and interrupt what cannot check."""
        with self._lock:
            self._event.set()
            for interrupt in self._interrupts:
                interrupt()

    @contextlib.contextmanager
    def interrupting(self, interrupt: Callable[[], None]) -> Iterator[None]:
        """A block in which cancelling calls `interrupt`, from the cancelling thread and never after the block."""
        with self._lock:
            self._interrupts.append(interrupt)
        try:
            yield
        finally:
            with self._lock:
                self._interrupts.remove(interrupt)

    @property
    def is_cancelled(self) -> bool:
        """True once `cancel` was called."""
        return self._event.is_set()

    def check(self) -> None:
        """Raise CancelledError if the work was asked to stop."""
        if self.is_cancelled:
            raise CancelledError
