"""What a ranking of partners says of itself, in the words of a language."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from app.engine.analysis.potential import Part
from app.engine.analysis.potential_record import AHEAD, Spread, TrackRecord, Verdict
from app.engine.messages import Language, text
from app.engine.reference import amounts


def record_sentence(record: TrackRecord, language: Language) -> str:
    """Whether the ranking foretold this target better than size alone, with the figures that say so."""
    target = text(f"potential.target_{record.target.value}", language)
    score, size = record.score_correlation, record.size_correlation
    hits, size_hits, chance = record.score_hits, record.size_hits, record.chance
    if record.verdict is Verdict.TOO_LITTLE or None in (score, size, hits, size_hits, chance):
        return text("potential.record_too_little", language, target=target, ahead=AHEAD)
    return text(
        f"potential.record_{record.verdict.value}",
        language,
        target=target,
        ahead=AHEAD,
        years=len(record.trials),
        better=record.better_years,
        score=correlation(score),
        size=correlation(size),
        hits=_share(hits),
        size_hits=_share(size_hits),
        chance=amounts.share(chance or 0.0),
    )


def correlation(spread: Spread | None) -> str:
    """Mean with its standard deviation over the years; a dash for none."""
    if spread is None:
        return "–"
    return f"{spread.mean:+.2f}" + ("" if spread.deviation is None else f" ± {spread.deviation:.2f}")


def raw_text(part: Part, value: float | None) -> str:
    """The quantity behind a place, as people read it; "" where the data do not tell it."""
    return "" if value is None else _WRITERS[part](value)


def _share(spread: Spread | None) -> str:
    return "–" if spread is None else f"{spread.mean * 100:.0f}%"


def _number(value: float, *, digits: int, sign: str = "") -> str:
    return format(value, f"{sign}.{digits}f")


_WRITERS: dict[Part, Callable[[float], str]] = {
    Part.SIZE: lambda value: f"{value:,.0f}",
    Part.GROWTH: amounts.change,
    Part.ROOM: partial(_number, digits=2),
    Part.TREND: partial(_number, digits=2, sign="+"),
    Part.PRICE: partial(_number, digits=2),
    Part.BREADTH: lambda value: f"{value * 10_000:,.0f}",
    Part.STABILITY: partial(_number, digits=2),
    Part.SIMILARITY: partial(_number, digits=2),
}
