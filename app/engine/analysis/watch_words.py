"""What is watched and what crossed a threshold, in the words of a language."""

from __future__ import annotations

from app.engine.messages import Language, text
from app.engine.reference import amounts
from app.engine.store.dimensions import Dimension
from app.engine.store.members import member_name
from app.engine.store.watch_list import Finding, Kind, Thresholds

_HHI = 10_000
_CHANGES = {Kind.VALUE_UP, Kind.VALUE_DOWN, Kind.PRICE_UP, Kind.PRICE_DOWN}
_PRICES = {Kind.PRICE_UP, Kind.PRICE_DOWN}


def thresholds_line(thresholds: Thresholds, language: Language) -> str:
    """Every threshold that is set, in one line."""
    said = [threshold_words(kind, thresholds, language) for kind in Kind if thresholds.of(kind) is not None]
    return ("；" if language is Language.ZH else "; ").join(said)


def threshold_words(kind: Kind, thresholds: Thresholds, language: Language) -> str:
    """One threshold; "" where it is not set."""
    threshold = thresholds.of(kind)
    if threshold is None:
        return ""
    return text(f"watch.threshold_{kind.value}", language, threshold=_threshold(kind, threshold))


def crossing_sentence(finding: Finding, language: Language) -> str:
    """What happened, with both figures and the threshold."""
    return text(f"watch.crossed_{finding.kind.value}", language, **_words(finding, language))


def _words(finding: Finding, language: Language) -> dict[str, object]:
    earlier, later = finding.earlier, finding.later
    words: dict[str, object] = {
        "year": finding.year,
        "before": finding.year - 1,
        "threshold": _threshold(finding.kind, finding.threshold),
        "earlier": "–" if earlier is None else _figure(finding.kind, earlier, language),
        "later": _figure(finding.kind, later, language),
    }
    if finding.kind in _CHANGES and earlier:
        words["change"] = amounts.change(later / earlier - 1)
    if finding.member is not None:
        words["partner"] = member_name(Dimension.COUNTRY, finding.member, language)
    return words


def _figure(kind: Kind, value: float, language: Language) -> str:
    if kind is Kind.CONCENTRATION:
        return f"{value * _HHI:,.0f}"
    return amounts.price(value) if kind in _PRICES else amounts.amount(value, language)


def _threshold(kind: Kind, threshold: float) -> str:
    return f"{threshold * _HHI:,.0f}" if kind is Kind.CONCENTRATION else f"{threshold * 100:g}%"
