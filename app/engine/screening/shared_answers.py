"""Answers that take long and hold for good: each is found once, and who needs what another thread finds helps it."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Hashable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Generic, TypeVar

_Asked = TypeVar("_Asked", bound=Hashable)
_Answer = TypeVar("_Answer")


@dataclass(frozen=True, slots=True, eq=False)
class _Some(Generic[_Asked, _Answer]):
    """What one thread finds at once."""

    asked: Sequence[_Asked]
    found: Future[Mapping[_Asked, _Answer]]


class SharedAnswers(Generic[_Asked, _Answer]):
    """Callable from several threads; no more than about so many are remembered."""

    def __init__(self, answer: Callable[[Sequence[_Asked]], Sequence[_Answer]], *, most: int, at_once: int) -> None:
        self._answer, self._most, self._at_once = answer, most, at_once
        self._lock = threading.Lock()
        self._known: dict[_Asked, _Answer] = {}
        self._wanted: dict[_Asked, _Some[_Asked, _Answer]] = {}
        self._open: deque[_Some[_Asked, _Answer]] = deque()

    def of(self, asked: Sequence[_Asked]) -> Mapping[_Asked, _Answer]:
        """The answer to each, perhaps beside those to others."""
        known, others = self._noted(asked)
        while not all(some.found.done() for some in others) and self._find_some():
            pass
        if not others:
            return known
        found = {each: known[each] for each in asked if each in known}
        for some in others:
            found.update(some.found.result())
        return found

    def _noted(self, asked: Sequence[_Asked]) -> tuple[Mapping[_Asked, _Answer], list[_Some[_Asked, _Answer]]]:
        """What is known, and in what the rest will be found."""
        with self._lock:
            if len(self._known) > self._most:
                # Other threads go on with what they hold
                self._known = {}
            missing = [each for each in dict.fromkeys(asked) if each not in self._known]
            new = [each for each in missing if each not in self._wanted]
            for first in range(0, len(new), self._at_once):
                some: _Some[_Asked, _Answer] = _Some(new[first : first + self._at_once], Future())
                self._open.append(some)
                self._wanted.update(dict.fromkeys(some.asked, some))
            return self._known, list({id(some): some for some in map(self._wanted.__getitem__, missing)}.values())

    def _find_some(self) -> bool:
        """False where all are found or other threads are at it."""
        with self._lock:
            if not self._open:
                return False
            some = self._open.popleft()
        try:
            answers = dict(zip(some.asked, self._answer(some.asked), strict=True))
        except BaseException as error:
            self._close(some, {})
            some.found.set_exception(error)
            raise
        self._close(some, answers)
        some.found.set_result(answers)
        return True

    def _close(self, some: _Some[_Asked, _Answer], answers: Mapping[_Asked, _Answer]) -> None:
        with self._lock:
            self._known.update(answers)
            for each in some.asked:
                self._wanted.pop(each, None)
