"""Evidence checked at a desk, which knows whose key signed it and whose log tells of the check."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.engine.errors import EngineError, InputError
from app.engine.jobs import CancelToken
from app.engine.reports.evidence.verifying import EvidenceCheck, file_digest, verify_code, verify_evidence
from app.engine.screening.case_desk import CaseDesk
from app.engine.screening.check_notes import note_check
from app.engine.screening.known_desks import known_name
from app.engine.screening.officers import Session

_ACTION = "evidence_checked"


@dataclass(frozen=True, slots=True)
class CheckedEvidence:
    """`known_as` is the name of its desk here, "" for this one, None for a stranger or without a desk.

    `unlogged` is why the log could not tell of it; None as well where there is no desk to tell.
    """

    check: EvidenceCheck
    known_as: str | None
    unlogged: EngineError | None = None


def check_file(
    desk: CaseDesk | None, path: Path, *, session: Session | None = None, token: CancelToken | None = None
) -> CheckedEvidence:
    """Check a PDF or a picture; what is neither is told to the log as well before it is refused."""
    try:
        check = verify_evidence(path, token=token)
    except InputError as error:
        if desk is not None and (digest := file_digest(path)):
            details = {"target": path.name, "sha256": digest, "is_intact": False, "altered": [error.code]}
            note_check(desk, _ACTION, details, session=session)
        raise
    return _noted(desk, check, path.name, session)


def check_code(
    desk: CaseDesk, text: str, *, session: Session | None = None, last: EvidenceCheck | None = None
) -> CheckedEvidence | None:
    """Check a code that a camera saw; None for one that is not of evidence.

    What is `last` seen is still before the camera, and not told again.
    """
    check = verify_code(text)
    if check is None:
        return None
    if last is not None and last.sha256 == check.sha256:
        return CheckedEvidence(check, known_name(desk, check.public_key))
    return _noted(desk, check, "", session)


def _noted(desk: CaseDesk | None, check: EvidenceCheck, target: str, session: Session | None) -> CheckedEvidence:
    if desk is None:
        return CheckedEvidence(check, None)
    known_as = known_name(desk, check.public_key) if check.public_key else None
    told = check.statement
    details = {
        "target": target,
        "source": check.source.value,
        "sha256": check.sha256,
        "contents": "" if told is None else told.contents,
        "fingerprint": check.fingerprint,
        "is_key_known": known_as is not None,
        "is_intact": check.is_intact,
        "altered": [each.code for each in check.altered],
    }
    return CheckedEvidence(check, known_as, note_check(desk, _ACTION, details, session=session))
