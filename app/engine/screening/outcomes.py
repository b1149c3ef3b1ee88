"""Earlier decisions of the desk as screening sees them: what was inspected, and whether anything was found."""

from __future__ import annotations

from dataclasses import dataclass

from app.engine.store.selection import Direction


@dataclass(frozen=True, slots=True)
class Outcome:
    """One inspected line; `is_hit` if inspection found something. Lines without an outcome are not listed."""

    hs: str
    direction: Direction
    trader: str
    origin: int | None
    mode: int | None
    is_hit: bool


Outcomes = tuple[Outcome, ...]
