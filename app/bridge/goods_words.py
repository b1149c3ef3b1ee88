"""Answers about photos in words: chapters with their sections, how sure, compared with what was declared, how fast."""

from __future__ import annotations

from dataclasses import dataclass

from app.engine.errors import EngineError
from app.engine.messages import Language, sentence, text
from app.engine.reference import hs_codes
from app.engine.vision.answers import Ranking, Recognition, Verdict
from app.engine.vision.comparing import Comparison, Match

_LEVELS = {Verdict.SURE: "success", Verdict.MUST_LOOK: "warning", Verdict.NOT_COVERED: "error"}
_MATCHES = {Match.MATCH: "success", Match.NEAR: "warning", Match.MISMATCH: "error", Match.NOT_CHECKED: ""}


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence and the level of the banner that it stands in; empty for a plain one."""

    sentence: str
    level: str


@dataclass(frozen=True, slots=True)
class Guess:
    """One of the three that are shown."""

    chapter: str
    title: str
    section: str
    share: float


def guesses(ranking: Ranking, language: Language) -> list[Guess]:
    """The three most probable chapters."""
    return [
        Guess(
            each.chapter, chapter_name(each.chapter, language), section_name(each.chapter, language), each.probability
        )
        for each in ranking.shown
    ]


def chapter_name(chapter: str, language: Language) -> str:
    """The title without its number; empty for no chapter."""
    try:
        return hs_codes.table().chapter(chapter).name(language)
    except KeyError:
        return ""


def section_name(chapter: str, language: Language) -> str:
    """Number and title of the section that a chapter stands in."""
    table = hs_codes.table()
    number = table.chapter(chapter).section
    title = next((each.name(language) for each in table.sections if each.section == number), "")
    return text("recognise.section", language, number=number, title=title)


def verdict(ranking: Ranking, threshold: float, language: Language) -> Said:
    """What the answer may be used for."""
    told = ranking.verdict(threshold)
    best = ranking.best
    said = text(
        f"recognise.verdict_{told.value}",
        language,
        chapter=best.chapter,
        title=chapter_name(best.chapter, language),
        share=f"{best.probability:.0%}",
        threshold=f"{threshold:.0%}",
    )
    return Said(said, _LEVELS[told])


def comparison(compared: Comparison | EngineError, declared: str, language: Language) -> Said:
    """The declared code beside what is seen."""
    if isinstance(compared, EngineError):
        return Said(sentence(compared, language), "warning")
    said = text(f"vision.{compared.match.value}", language, declared=declared)
    said = said[:1].upper() + said[1:]
    if compared.place is not None and compared.probability is not None:
        said = text(
            "recognise.compared",
            language,
            said=said,
            place=compared.place,
            share=f"{compared.probability:.1%}",
            title=chapter_name(compared.declared, language),
        )
    return Said(said, _MATCHES[compared.match])


def latency_line(recognition: Recognition, language: Language) -> str:
    """Milliseconds of each stage, and which model answered."""
    taken = recognition.latency
    return text(
        "recognise.latency",
        language,
        decode=f"{taken.decode_ms:.0f}",
        preprocess=f"{taken.preprocess_ms:.0f}",
        infer=f"{taken.infer_ms:.0f}",
        postprocess=f"{taken.postprocess_ms:.0f}",
        total=f"{taken.total_ms:.0f}",
        model=recognition.model,
        version=recognition.version,
    )


def oddities_line(recognition: Recognition, language: Language) -> str:
    """What had to be done to the picture; empty where nothing had."""
    said = [text(f"recognise.oddity_{oddity.value}", language) for oddity in recognition.oddities]
    return ("，" if language is Language.ZH else ", ").join(said)
