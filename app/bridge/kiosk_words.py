"""The kiosk's answer in words for strangers: what it is, how sure that is, and what to try where it is not."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from app.bridge.camera import CameraState
from app.bridge.code_board import FoundCode
from app.bridge.goods_words import Guess, chapter_name, guesses
from app.engine.analysis.story_words import enumerated
from app.engine.messages import Language, text
from app.engine.vision.answers import Ranking, Verdict

_LEVELS = {Verdict.SURE: "success", Verdict.MUST_LOOK: "warning", Verdict.NOT_COVERED: "error"}
_MOST_LETTERS = 80
_LEAST_SHARE = 0.01
_MOST_NAMED = {Language.ZH: 14, Language.EN: 40}  # letters


class Sight(enum.Enum):
    """What a visitor is offered while nothing is shown yet."""

    CAMERA = "camera"
    WAITING = "waiting"  # for the camera to begin
    UNAVAILABLE = "unavailable"  # there is one that cannot be used now
    FILES = "files"  # there has never been a camera


@dataclass(frozen=True, slots=True)
class Told:
    """`verdict` in a colour of its `level`, the name in very large type, `about` below in small type."""

    verdict: str
    level: str
    name: str
    about: str


def told(ranking: Ranking, threshold: float, chosen: int, language: Language) -> Told:
    """About the chapter that is looked at; `chosen` is -1 where none of them may be named."""
    state = ranking.verdict(threshold)
    if chosen < 0:
        verdict = text("kiosk.verdict_not_covered", language)
        return Told(verdict, _LEVELS[state], text("kiosk.unknown", language), text("kiosk.try", language))
    guess = guesses(ranking, language)[chosen]
    is_best = chosen == 0 and state is not Verdict.NOT_COVERED
    code = f"kiosk.verdict_{state.value}" if is_best else "kiosk.verdict_other"
    level = _LEVELS[state] if is_best else "warning"
    verdict = text(code, language, chapter=guess.chapter, share=percent(guess.share))
    name = short_title(guess.chapter, language)
    about = text("kiosk.try", language) if state is Verdict.MUST_LOOK else guess.title if guess.title != name else ""
    return Told(verdict, level, name, about)


def first_chosen(ranking: Ranking, threshold: float) -> int:
    """The best chapter, or none where the goods are like nothing that was learnt."""
    return -1 if ranking.verdict(threshold) is Verdict.NOT_COVERED else 0


def short_title(chapter: str, language: Language) -> str:
    """As many of the things that a chapter lists as can be said in very large type, and always the first."""
    first, *others = enumerated(chapter_name(chapter, language))
    joint = "、" if language is Language.ZH else ", "
    for other in others:
        if len(first) + len(other) > _MOST_NAMED[language]:
            break
        first = f"{first}{joint}{other}"
    return first


def bar_title(guess: Guess, language: Language) -> str:
    """Number and short title."""
    return f"{guess.chapter}  {short_title(guess.chapter, language)}"


def percent(share: float) -> str:
    """Without decimals, which nobody standing there reads."""
    return f"{share:.0%}" if share >= _LEAST_SHARE else "<1%"


def sight_of(state: CameraState, *, has_frame: bool, had_camera: bool) -> Sight:
    """Files are offered to strangers only where there has never been a camera."""
    if state in {CameraState.RUNNING, CameraState.ASKING, CameraState.OFF}:
        return Sight.CAMERA if has_frame else Sight.WAITING
    return Sight.FILES if state is CameraState.NO_DEVICE and not had_camera else Sight.UNAVAILABLE


def codes_line(codes: tuple[FoundCode, ...], language: Language) -> str:
    """What the first code says, as plain text; "" without any."""
    if not codes:
        return ""
    from app.engine.codes.payload import inert  # noqa: PLC0415  # where a code was found, it is imported

    said = " ".join(inert(codes[0].code.reading.text).split())
    short = said if len(said) <= _MOST_LETTERS else f"{said[: _MOST_LETTERS - 1]}…"
    return text("kiosk.code", language, kind=codes[0].code.symbology, text=short)
