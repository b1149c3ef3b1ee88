"""Where commands print: one JSON object or readable text on stdout, progress and failures on stderr."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TextIO

import simplejson

from app.engine import messages
from app.engine.messages import Language

_REDRAW_S = 0.2
_BAR_WIDTH = 24


@dataclass(slots=True)
class Terminal:
    """The two streams of one command and how it was asked to speak."""

    language: Language
    is_json: bool
    stdout: TextIO
    stderr: TextIO
    _drawn_at: float = field(default=0.0, init=False)
    _has_bar: bool = field(default=False, init=False)

    def say(self, code: str, /, **params: object) -> str:
        """A sentence of the catalogue in the chosen language."""
        return messages.text(code, self.language, **params)

    def print(self, text: str) -> None:
        """Readable output; silent when JSON was asked for."""
        if not self.is_json:
            self._clear_bar()
            print(text, file=self.stdout)

    def print_json(self, document: Mapping[str, object]) -> None:
        """The one JSON object of a command; silent when it was not asked for."""
        if self.is_json:
            self._clear_bar()
            print(to_json(document), file=self.stdout)

    def fail(self, code: str, sentence: str) -> None:
        """One sentence on stderr; with --json also an object that says the same."""
        self._clear_bar()
        if self.is_json:
            print(to_json({"error": {"code": code, "message": sentence}}), file=self.stdout)
        print(sentence, file=self.stderr)

    def progress(self, done: int, total: int | None, note: str = "", /) -> None:
        """A bar on a terminal that redraws in place; nothing where stderr is a file."""
        now = time.monotonic()
        if not self.stderr.isatty() or now - self._drawn_at < _REDRAW_S:
            return
        self._drawn_at, self._has_bar = now, True
        share = done / total if total else 0.0
        bar = "█" * round(share * _BAR_WIDTH)
        print(f"\r\x1b[K{bar:░<{_BAR_WIDTH}} {share:4.0%}  {note}", end="", file=self.stderr, flush=True)

    def _clear_bar(self) -> None:
        if self._has_bar:
            print("\r\x1b[K", end="", file=self.stderr, flush=True)
            self._has_bar = False


def to_json(document: Mapping[str, object]) -> str:
    """JSON text in which decimals keep every digit."""
    return simplejson.dumps(_whole(document), ensure_ascii=False, indent=2, use_decimal=True)


def _whole(value: object) -> object:
    """Decimals without a fraction become integers, so that 1.000 reads 1."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else value.normalize()
    if isinstance(value, Mapping):
        return {str(name): _whole(member) for name, member in value.items()}
    if isinstance(value, list | tuple):
        return [_whole(member) for member in value]
    return value
