"""What a ranking of partners says of itself, in the words of a language."""

from __future__ import annotations

from app.engine.analysis.potential_record import AHEAD, Spread, TrackRecord, Verdict
from app.engine.messages import Language, text


def record_sentence(record: TrackRecord, language: Language) -> str:
    """Whether the ranking foretold this target better than size alone, with the correlations that say so."""
    target = text(f"potential.target_{record.target.value}", language)
    if record.verdict is Verdict.TOO_LITTLE:
        return text("potential.record_too_little", language, target=target, ahead=AHEAD)
    return text(
        "potential.record",
        language,
        target=target,
        ahead=AHEAD,
        verdict=text(f"potential.verdict_{record.verdict.value}", language),
        years=len(record.trials),
        better=record.better_years,
        score=correlation(record.score_correlation),
        size=correlation(record.size_correlation),
    )


def hits_sentence(record: TrackRecord, language: Language) -> str:
    """How many of the true top the ranking named; "" where there was nothing to try."""
    if record.score_hits is None or record.size_hits is None or record.chance is None:
        return ""
    hits, size_hits, chance = record.score_hits.mean, record.size_hits.mean, record.chance
    said = {"hits": f"{hits:.0%}", "size_hits": f"{size_hits:.0%}", "chance": f"{chance:.0%}"}
    return text("potential.record_hits", language, **said)


def correlation(spread: Spread | None) -> str:
    """Mean with its standard deviation over the years; a dash for none."""
    if spread is None:
        return "–"
    return f"{spread.mean:+.2f}" + ("" if spread.deviation is None else f" ± {spread.deviation:.2f}")
