"""What is to be screened: a file, how it is read, and where its photos lie."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.engine.screening.mapping import DeclarationMapping


@dataclass(frozen=True, slots=True)
class ScreeningRequest:
    """`photos` is the folder of the photos; None where there are none."""

    source: Path
    mapping: DeclarationMapping
    photos: Path | None = None
