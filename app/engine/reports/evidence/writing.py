"""Writes the evidence file of a case, and tells the log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from app.engine.begun_files import scratch_folder
from app.engine.jobs import CancelToken, Progress, no_progress
from app.engine.messages import Language
from app.engine.reports.delivery import delivered
from app.engine.reports.evidence.contents import contents_hash, parts_of
from app.engine.reports.evidence.evidence_report import evidence_report
from app.engine.reports.evidence.extras import EvidenceExtras
from app.engine.reports.evidence.manifest import attachment
from app.engine.reports.evidence.pdf_attachment import with_attachment
from app.engine.reports.evidence.statements import SignedStatement, Statement, shortened, sign_statement
from app.engine.reports.pdf import write_pdf
from app.engine.screening.case_desk import CaseDesk
from app.engine.screening.cases import Case, case_of, note_export
from app.engine.screening.log_heads import SignedHead, signed_head
from app.engine.screening.officers import Session


@dataclass(frozen=True, slots=True)
class Evidence:
    """A written file."""

    path: Path
    signed: SignedStatement
    head: SignedHead


def write_evidence(
    desk: CaseDesk,
    session: Session,
    case: Case,
    extras: EvidenceExtras,
    target: Path,
    *,
    language: Language,
    made_at: datetime,
    progress: Progress = no_progress,
    token: CancelToken | None = None,
) -> Evidence:
    """Write the PDF whole or not at all. The log tells of the export first, so that its head in the file holds it."""
    key = desk.key
    note_export(desk, session, case, {"target": target.name, "key": key.fingerprint})
    case = case_of(desk, case.run, case.line)
    head = signed_head(desk)
    parts = parts_of(case, extras, head)
    signed = sign_statement(_statement(case, session, head, contents_hash(parts), made_at, key.origin.value), key)
    report = evidence_report(case, extras, signed, language=language, made_at=made_at)
    with delivered(target) as partial, scratch_folder() as folder:
        printed = folder / "evidence.pdf"
        write_pdf(printed, report, progress=progress, token=token)
        document = printed.read_bytes()
        partial.write_bytes(with_attachment(document, attachment(document, parts, signed, key)))
    return Evidence(target, signed, head)


def _statement(
    case: Case, session: Session, head: SignedHead, contents: str, made_at: datetime, key_origin: str
) -> Statement:
    told = case.scored.declaration
    return Statement(
        number=told.number,
        row=told.row,
        direction=told.direction.value,
        hs=told.hs,
        goods=shortened(told.name),
        trader=shortened(told.trader),
        declared_on="" if told.declared_on is None else told.declared_on.isoformat(),
        total="" if told.total is None else f"{told.total:f}",
        currency=told.currency or "",
        state=case.state.value,
        officer=session.officer.name,
        made_at=made_at.astimezone(UTC).isoformat(timespec="seconds"),
        contents=contents,
        log_entries=head.head.entries,
        log_hash=head.head.hash,
        key_origin=key_origin,
    )
