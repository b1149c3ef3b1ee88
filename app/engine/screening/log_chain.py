"""Whether a chain of entries is whole: every change, gap and swap shows in a number or a hash."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from app.engine.messages import Language
from app.engine.screening.findings import Reason
from app.engine.store.cases.journal import NO_HASH, Entry, Head, canonical, entry_hash

_KINDS = {"seq": int, "at": str, "officer": dict, "action": str, "details": dict, "previous": str}
_FIELDS = set(_KINDS)


@dataclass(frozen=True, slots=True)
class LogProblem:
    """What is wrong at one entry; 0 where it is about the whole log."""

    seq: int
    reason: Reason

    def text(self, language: Language) -> str:
        """In words."""
        return self.reason.text(language)


class Chain:
    """Takes entries one after another; `problems` tells what does not fit, `head` how far it came."""

    def __init__(self) -> None:
        self.head = Head(0, NO_HASH)
        self.problems: list[LogProblem] = []

    def take(self, entry: Entry) -> dict[str, Any] | None:
        """The document of an entry, None for one that was changed."""
        expected = self.head.entries + 1
        if entry.seq != expected:
            self._say("cases.log_gap", entry.seq, first=expected, last=entry.seq - 1)
        told = _document(entry.body)
        if told is None or entry_hash(entry.body) != entry.hash:
            self._say("cases.log_changed", entry.seq)
            told = None
        elif told["seq"] != entry.seq:
            self._say("cases.log_moved", entry.seq, told=told["seq"])
        elif told["previous"] != self.head.hash and entry.seq == expected:
            self._say("cases.log_broken", entry.seq)
        self.head = Head(entry.seq, entry.hash)
        return told

    def _say(self, code: str, seq: int, **values: int) -> None:
        self.problems.append(LogProblem(seq, Reason(code, (("seq", seq), *values.items()))))


def _document(body: str) -> dict[str, Any] | None:
    """What an entry says; None for what is not exactly as entries are written."""
    try:
        told = json.loads(body)
        is_entry = isinstance(told, dict) and set(told) == _FIELDS and canonical(told) == body
        is_entry = is_entry and all(isinstance(told[name], kind) for name, kind in _KINDS.items())
    except (ValueError, RecursionError):
        return None
    return told if is_entry else None
