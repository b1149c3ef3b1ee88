"""The audit log as a file for others: an entry on each line, the desk's signed head on the last."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from app.engine.errors import InputError
from app.engine.jobs import CancelToken, Progress, no_progress
from app.engine.reports.delivery import delivered
from app.engine.reports.evidence.verifying import verify_evidence
from app.engine.screening.audit import LogCheck
from app.engine.screening.case_desk import CaseDesk
from app.engine.screening.findings import Reason
from app.engine.screening.log_chain import Chain, LogProblem
from app.engine.screening.log_heads import SignedHead, head_from, signed_head
from app.engine.screening.officers import Session, require_session
from app.engine.store.cases.journal import Entry, canonical, entries_after

_CHUNK = 5_000
_LONGEST_LINE = 4_000_000


def write_log_file(
    desk: CaseDesk,
    session: Session,
    target: Path,
    *,
    progress: Progress = no_progress,
    token: CancelToken | None = None,
) -> SignedHead:
    """Write every entry so far, that of this export the last, and the head that holds them."""
    details = {"target": target.name, "key": desk.key.fingerprint}
    with desk.cases.writing() as (connection, journal):
        journal.add(require_session(connection, session), "log_exported", details)
    head = signed_head(desk)
    with delivered(target) as partial, partial.open("wb") as stream:
        for entry in _entries(desk, head.head.entries):
            stream.write(_line({"seq": entry.seq, "body": entry.body, "hash": entry.hash}))
            if entry.seq % _CHUNK == 0:
                progress(entry.seq, head.head.entries)
                if token is not None:
                    token.check()
        stream.write(_line(head.document))
    return head


def check_log_file(path: Path) -> tuple[LogCheck, SignedHead]:
    """Look at a written log without the desk; InputError for a file that ends with no head."""
    chain, problems, head = Chain(), list[LogProblem](), None
    for line in _lines(path):
        document = _document(line)
        if head is not None or document is None:
            seq = chain.head.entries + 1
            problems.append(LogProblem(seq, Reason("cases.log_line_changed", (("seq", seq),))))
        elif "format" in document:
            head = head_from(document)
        else:
            entry = _entry(document)
            chain.take(Entry(chain.head.entries + 1, "", "") if entry is None else entry)
    if head is None:
        raise InputError("cases.head_unreadable")
    if not head.is_genuine:
        problems.append(LogProblem(0, Reason("cases.head_forged")))
    elif chain.head != head.head:
        known = (("entries", chain.head.entries), ("known", head.head.entries))
        problems.append(LogProblem(0, Reason("cases.log_cut_after_export", known)))
    return LogCheck(chain.head.entries, chain.head, (*chain.problems, *problems)), head


def head_in(path: Path) -> SignedHead:
    """The signed head of any export: an evidence file, a log file, a head beside a table; InputError without one."""
    if path.suffix.lower() == ".pdf":
        head = verify_evidence(path).head
        if head is None:
            raise InputError("cases.head_unreadable")
        return head
    last = None
    for line in _lines(path):
        last = line
    document = None if last is None else _document(last)
    if document is None:
        raise InputError("cases.head_unreadable")
    return head_from(document)


def _entries(desk: CaseDesk, last: int) -> Iterator[Entry]:
    with desk.cases.reading() as connection:
        done = 0
        while done < last:
            chunk = [each for each in entries_after(connection, done, limit=_CHUNK) if each.seq <= last]
            if not chunk:
                return
            yield from chunk
            done = chunk[-1].seq


def _lines(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as stream:
            while line := stream.readline(_LONGEST_LINE):
                yield line
    except OSError as error:
        raise InputError("evidence.unreadable", path=str(path), reason=error.strerror or str(error)) from error


def _line(document: dict[str, Any]) -> bytes:
    return (canonical(document) + "\n").encode("utf-8", "surrogatepass")


def _document(line: bytes) -> dict[str, Any] | None:
    """What a line says; None for what is not exactly as it is written."""
    try:
        told = json.loads(line)
        is_ours = isinstance(told, dict) and _line(told) == line
    except (ValueError, RecursionError):
        return None
    return told if is_ours else None


def _entry(document: dict[str, Any]) -> Entry | None:
    seq, body, digest = (document.get(name) for name in ("seq", "body", "hash"))
    if len(document) == 3 and isinstance(seq, int) and isinstance(body, str) and isinstance(digest, str):
        return Entry(seq, body, digest)
    return None
