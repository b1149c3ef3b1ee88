"""What was found of an evidence file, in words."""

from __future__ import annotations

from dataclasses import dataclass

from app.bridge.screening_evidence import Verdict
from app.bridge.texts import Texts
from app.engine.errors import EngineError
from app.engine.messages import catalogue, sentence


@dataclass(frozen=True, slots=True)
class VerdictWords:
    """`level` is that of a banner; `can_accept` where its desk is not known here."""

    level: str
    said: str
    details: str
    can_accept: bool


def verdict_words(verdict: Verdict, texts: Texts) -> VerdictWords:
    """Intact, of a desk that is known or not; or refused, with everything that was altered."""
    check = verdict.check
    is_picture = check.source.value == "picture"
    if not check.is_intact:
        level, said = "error", texts.say("evidence.refused")
    else:
        level = "success" if verdict.known_as is not None else "warning"
        said = texts.say("evidence.intact_picture" if is_picture else "evidence.intact")
    lines = [verdict.file] if verdict.file else []
    lines += [reason.text(texts.language) for reason in check.altered]
    if check.fingerprint:
        lines.append(_key(verdict, texts))
    if check.statement is not None:
        lines.append(_statement(verdict, texts))
    if verdict.unlogged is not None:
        lines.append(unlogged_text(verdict.unlogged, texts))
    return VerdictWords(level, said, "\n".join(lines), check.is_intact and verdict.known_as is None)


def unlogged_text(reason: EngineError, texts: Texts) -> str:
    """That the log does not tell of a check, and why."""
    return texts.say("cases.check_unlogged", reason=sentence(reason, texts.language))


def _key(verdict: Verdict, texts: Texts) -> str:
    fingerprint = verdict.check.fingerprint
    if verdict.known_as is None:
        return texts.say("evidence.key_unknown", fingerprint=fingerprint)
    name = verdict.known_as or texts.say("cases.own_key")
    return texts.say("evidence.key_known", fingerprint=fingerprint, name=name)


def _statement(verdict: Verdict, texts: Texts) -> str:
    told = verdict.check.statement
    assert told is not None
    return texts.say(
        "evidence.statement",
        number=told.number,
        row=told.row,
        hs=told.hs,
        goods=told.goods,
        trader=told.trader,
        total=told.total,
        currency=told.currency,
        state=_state(told.state, texts),
        officer=told.officer,
        made_at=told.made_at,
    )


def _state(state: str, texts: Texts) -> str:
    """One that another version of the program wrote, or somebody with a key of their own, stands as it is."""
    code = f"cases.state_{state}"
    return texts.say(code) if code in catalogue() else state
