"""A thing under the words by which a screen shows it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Named:
    """What is shown, the full text, and the thing itself, which a control gives back when it is chosen."""

    text: str
    tip: str
    target: object
