"""Answers asked for before anybody waits for them, as that of the first page while it is still being made."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import Any, TypeVar

Answer = TypeVar("Answer")


class EarlyAnswers:
    """Each answer is given once, to the first question under the same key; callable from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._promised: dict[Hashable, Future[Any]] = {}

    def prepare(self, key: Hashable, ask: Callable[[], object]) -> None:
        """Ask now, on the calling thread, for whoever takes the answer later."""
        promise: Future[Any] = Future()
        with self._lock:
            self._promised[key] = promise
        try:
            promise.set_result(ask())
        except BaseException as error:
            promise.set_exception(error)
            raise

    def take(self, key: Hashable, ask: Callable[[], Answer]) -> Answer:
        """The early answer, waited for where it is under way; asked for now where there is none or it failed."""
        with self._lock:
            promise = self._promised.pop(key, None)
        if promise is None or promise.exception() is not None:
            return ask()
        answer: Answer = promise.result()
        return answer

    def forget(self) -> None:
        """The data are others: nothing that was asked before may be given."""
        with self._lock:
            self._promised.clear()
