"""What screening asks of a photo classifier, whichever answers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True)
class PhotoAnswer:
    """Chapters with their confidence, best first; `is_sure` from the model's threshold for human review on.

    `path` is the file that was looked at.
    """

    chapters: tuple[tuple[str, float], ...]
    is_sure: bool
    model_version: str
    path: str = ""


class PhotoReader(Protocol):
    """A classifier that screening can ask."""

    def recognise(self, photo: Path) -> PhotoAnswer:
        """The likeliest three chapters; EngineError with the reason where there is no answer."""
        ...
