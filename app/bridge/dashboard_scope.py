"""Which goods the product charts show: those beside the selected ones, and those one level below them."""

from __future__ import annotations

from dataclasses import dataclass

from app.bridge.dashboard_filters import HS_DIGITS
from app.engine.store.dimensions import Dimension


@dataclass(frozen=True, slots=True)
class Scope:
    """Members of one HS level within some prefixes; no prefix means all goods."""

    dimension: Dimension
    within: tuple[str, ...] = ()


def siblings(prefixes: tuple[str, ...], *, deepest: int) -> Scope:
    """The selected goods among those that share the level above with them all."""
    digits = _level(max((len(prefix) for prefix in prefixes), default=2), deepest)
    parents = {prefix[: digits - 2] for prefix in prefixes}
    parent = parents.pop() if len(parents) == 1 else ""
    return Scope(_dimension(digits), (parent,) if parent else ())


def children(prefixes: tuple[str, ...], *, deepest: int) -> Scope:
    """What the selected goods consist of; at the deepest level they themselves among their siblings."""
    longest = max((len(prefix) for prefix in prefixes), default=0)
    if longest >= deepest:
        return siblings(prefixes, deepest=deepest)
    return Scope(_dimension(_level(longest + 1, deepest)), prefixes)


def _level(least: int, deepest: int) -> int:
    return next((digits for digits in HS_DIGITS if least <= digits <= deepest), deepest)


def _dimension(digits: int) -> Dimension:
    return Dimension(f"hs{digits}")
