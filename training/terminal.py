"""What a training says while it runs: sentences of the catalogue and a line of progress, on standard error."""

from __future__ import annotations

import sys
import time
from typing import TextIO

from app.engine import messages
from app.engine.jobs import Progress
from app.engine.messages import Language

_SECONDS_BETWEEN_LINES = 5.0
_SECONDS_BEFORE_AN_ESTIMATE = 10.0


class Terminal:
    """Speaks one language to one stream."""

    def __init__(self, language: Language, stream: TextIO = sys.stderr) -> None:
        self._language, self._stream = language, stream

    def say(self, code: str, **params: object) -> None:
        """One sentence of the catalogue."""
        self.fail(messages.text(code, self._language, **params))

    def fail(self, sentence: str) -> None:
        """A sentence that is already spelled out."""
        print(sentence, file=self._stream, flush=True)

    def progress(self, code: str) -> Progress:
        """A progress that says `code` every few seconds with the share done and the time left."""
        started = time.monotonic()
        first_done: int | None = None
        last = started

        def report(done: int, total: int | None, note: str = "", /) -> None:
            nonlocal last, first_done
            now = time.monotonic()
            first_done = done if first_done is None else first_done
            if not total or (now - last < _SECONDS_BETWEEN_LINES and done < total):
                return
            last = now
            self.say(code, percent=100 * done // total, note=note, left=_left(now - started, done - first_done, total))

        return report


def _left(elapsed_s: float, done: int, total: int) -> str:
    if elapsed_s < _SECONDS_BEFORE_AN_ESTIMATE or done <= 0:
        return "…"
    minutes, seconds = divmod(int(elapsed_s / done * max(total - done, 0)), 60)
    return f"{minutes}:{seconds:02d}"
