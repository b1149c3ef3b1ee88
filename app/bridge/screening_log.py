"""The audit log as a table: who did what with which line, and which models and data it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.bridge.texts import Texts
from app.engine import messages
from app.engine.reports.tables import Cell, Column, Kind, Table
from app.engine.screening.case_steps import Decision

if TYPE_CHECKING:
    from app.engine.screening.audit import LogEntry

_KEYS = ("seq", "at", "officer", "action", "subject", "told", "basis")
_HASH_LETTERS = 8
_EVIDENCE_CHECKED, _LOG_CHECKED = "evidence_checked", "log_checked"


def log_table(entries: Sequence[LogEntry], texts: Texts) -> Table:
    """The newest first."""
    rows: list[Sequence[Cell]] = [
        (
            entry.seq,
            "" if entry.at is None else f"{entry.at.astimezone():%Y-%m-%d %H:%M:%S}",
            entry.officer or entry.os_user,
            action_text(entry.action, texts),
            _subject(entry),
            _told(entry, texts),
            _basis(entry, texts),
        )
        for entry in entries
    ]
    columns = [Column(texts.say(f"screening_desk.column_{key}"), Kind.TEXT) for key in _KEYS]
    columns[0] = Column(columns[0].title, Kind.INTEGER)
    return Table(texts.say("screening_desk.log_title"), tuple(columns), rows)


def action_text(action: str, texts: Texts) -> str:
    """What an entry of the log is about; one that this version does not know stands as it is."""
    code = f"screening_desk.action_{action}"
    return texts.say(code) if code in messages.catalogue() else action


def _subject(entry: LogEntry) -> str:
    """Run and line; whom or which file it is about, where the entry names one."""
    if entry.line is not None:
        return f"{entry.run} / {entry.line}"
    basis = entry.details.get("basis")
    named = basis.get("file") if isinstance(basis, dict) else entry.details.get("name")
    told = ("" if entry.run is None else str(entry.run), str(named or ""))
    return " · ".join(text for text in told if text)


def _told(entry: LogEntry, texts: Texts) -> str:
    """What was decided or found, with the note; which file was written; how a plan was drawn."""
    details, say = entry.details, texts.say
    told: list[str] = []
    if (decision := str(details.get("decision"))) in {each.value for each in Decision}:
        told.append(say(f"screening_desk.decide_{decision}"))
    if "is_hit" in details:
        told.append(say("screening_desk.outcome_hit" if details["is_hit"] else "screening_desk.outcome_clean"))
    if "recovered" in details:
        told.append(f"{details['recovered']} {details.get('currency', '')}".strip())
    if "seed" in details:
        told.append(
            say(
                "screening_desk.plan_said",
                ranked=str(details.get("by_rank", "")),
                explored=str(details.get("explored", "")),
                seed=str(details["seed"]),
            )
        )
    told += _found(entry, texts)
    told += [str(details[key]) for key in ("note", "target") if details.get(key)]
    if "rows" in details:
        told.append(say("screening_desk.run_lines", lines=str(details["rows"])))
    return " · ".join(told)


def _found(entry: LogEntry, texts: Texts) -> list[str]:
    """The result of a check, and which evidence it was of."""
    details, say = entry.details, texts.say
    if entry.action == _LOG_CHECKED:
        code = "log_found_whole" if details.get("is_whole") else "log_found_problems"
        return [say(f"screening_desk.{code}", entries=str(details.get("entries", "")), found=str(details.get("found")))]
    if entry.action != _EVIDENCE_CHECKED:
        return []
    digest = str(details.get("contents") or details.get("sha256") or "")[:_HASH_LETTERS]
    found = say(
        "screening_desk.evidence_found_intact" if details.get("is_intact") else "screening_desk.evidence_found_altered"
    )
    strange = [] if details.get("is_key_known", True) else [say("screening_desk.evidence_key_strange")]
    return [found, *strange, say("screening_desk.log_file", hash=digest)]


def _basis(entry: LogEntry, texts: Texts) -> str:
    """Versions of the models, and the beginnings of the hashes of file and data."""
    basis = entry.details.get("basis")
    facts = basis.get("facts") if isinstance(basis, dict) else None
    if not isinstance(basis, dict) or not isinstance(facts, dict):
        return ""
    models = [str(facts[key]) for key in ("price_model", "photo_model") if facts.get(key)]
    hashes = {"file": basis.get("file_sha256"), "data": facts.get("data")}
    told = [
        texts.say(f"screening_desk.log_{name}", hash=str(value)[:_HASH_LETTERS])
        for name, value in hashes.items()
        if value
    ]
    return " · ".join([*models, *told])
