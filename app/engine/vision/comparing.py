"""A declared commodity code beside what the photo shows."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from app.engine.errors import UsageError
from app.engine.reference import hs_codes
from app.engine.vision.answers import Ranking


class Match(enum.Enum):
    """How the declared chapter stands to the photo."""

    MATCH = "match"
    NEAR = "near"  # another chapter of the same section
    MISMATCH = "mismatch"
    NOT_CHECKED = "not_checked"  # the photo or the declared chapter is not covered


@dataclass(frozen=True, slots=True)
class Comparison:
    """`place` of the declared chapter among all (1 is best) and its probability; None where it is not covered."""

    declared: str
    seen: str
    match: Match
    place: int | None
    probability: float | None


def compare(ranking: Ranking, declared_code: str) -> Comparison:
    """The photo's best chapter against a declared code of two to ten digits; UsageError for no code."""
    chapter = declared_code.strip()[:2]
    try:
        declared = hs_codes.table().chapter(chapter)
    except KeyError:
        raise UsageError("vision.no_such_chapter", given=declared_code) from None
    place = ranking.place_of(chapter)
    probability = None if place is None else ranking.chapters[place - 1].probability
    seen = ranking.best.chapter
    return Comparison(chapter, seen, _match(ranking, declared, seen, place), place, probability)


def _match(ranking: Ranking, declared: hs_codes.Chapter, seen: str, place: int | None) -> Match:
    if not ranking.is_known or place is None:
        return Match.NOT_CHECKED
    if declared.code == seen:
        return Match.MATCH
    return Match.NEAR if hs_codes.table().chapter(seen).section == declared.section else Match.MISMATCH
