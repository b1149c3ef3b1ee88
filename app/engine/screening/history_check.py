"""What earlier inspections say of like lines: how often something was found, against how often it was found at all."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

from app.engine.screening.coded import Coded, constant, crossed
from app.engine.screening.findings import Component, Finding, Reason
from app.engine.screening.lines import Lines
from app.engine.screening.outcomes import Outcomes

LEAST_CASES = 2
_PRIOR_CASES = 4.0
_HEADING, _SUBHEADING = 4, 6
Like = tuple[Any, ...]  # trader, code, direction, origin
Told = tuple[Finding, float]


@dataclass(frozen=True, slots=True)
class _Likeness:
    """Lines with the same key are alike."""

    name: str
    key: Callable[[Like], Hashable]


# Nearest first; None is no key
_LIKENESSES = (
    _Likeness("trader_heading", lambda line: (line[0], line[1][:_HEADING]) if line[0] else None),
    _Likeness("trader", lambda line: line[0] or None),
    _Likeness("product_origin", lambda line: (line[2], line[1][:_SUBHEADING], line[3])),
    _Likeness("heading", lambda line: (line[2], line[1][:_HEADING])),
)


_NONE = Finding(Component.HISTORY, None, (Reason("screening.history_none"),)), 1.0
_NONE_ALIKE = Finding(Component.HISTORY, None, (Reason("screening.history_none_alike"),)), 1.0


class HistoryCheck:
    """Frozen outcomes, counted by every likeness."""

    def __init__(self, outcomes: Outcomes) -> None:
        self._counts: list[dict[Hashable, tuple[int, int]]] = [{} for _ in _LIKENESSES]
        for outcome in outcomes:
            for counts, likeness in zip(self._counts, _LIKENESSES, strict=True):
                key = likeness.key((outcome.trader, outcome.hs, outcome.direction, outcome.origin))
                if key is not None:
                    cases, hits = counts.get(key, (0, 0))
                    counts[key] = cases + 1, hits + outcome.is_hit
        hits = sum(outcome.is_hit for outcome in outcomes)
        self._usual = (hits + 1) / (len(outcomes) + 2)
        self._is_empty = not outcomes
        self._known: dict[Hashable, Told] = {}

    def check(self, lines: Lines) -> Coded[Told]:
        """The finding of each line, and by how much it changes the odds."""
        if self._is_empty:
            return constant(_NONE, len(lines))
        likes = crossed(lines.trader, lines.hs, lines.direction, lines.origin)
        return likes.mapped(self._check)

    def _check(self, line: Like) -> Told:
        for counts, likeness in zip(self._counts, _LIKENESSES, strict=True):
            key = likeness.key(line)
            cases, hits = counts.get(key, (0, 0))
            if cases >= LEAST_CASES:
                place = (likeness.name, cases, hits)
                if place not in self._known:
                    self._known[place] = self._told(likeness.name, cases, hits)
                return self._known[place]
        return _NONE_ALIKE

    def _told(self, likeness: str, cases: int, hits: int) -> Told:
        usual = self._usual
        rate = (hits + usual * _PRIOR_CASES) / (cases + _PRIOR_CASES)
        odds = rate / (1 - rate) / (usual / (1 - usual))
        reason = Reason(f"screening.history_{likeness}", (("hits", hits), ("cases", cases), ("usual", round(usual, 4))))
        return Finding(Component.HISTORY, _at_least(hits, cases, usual), (reason,)), odds


def _at_least(hits: int, cases: int, rate: float) -> float:
    """How often so many hits, or more, come by chance."""
    ways = (math.lgamma(cases + 1) - math.lgamma(many + 1) - math.lgamma(cases - many + 1) for many in range(cases + 1))
    chances = (
        math.exp(way + many * math.log(rate) + (cases - many) * math.log1p(-rate)) for many, way in enumerate(ways)
    )
    return min(sum(chance for many, chance in enumerate(chances) if many >= hits), 1.0)
