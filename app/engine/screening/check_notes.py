"""What was checked at the desk, as the log tells it: by whom, what of, and with which result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.engine.errors import EngineError
from app.engine.jobs import CancelToken, Progress, no_progress
from app.engine.screening.audit import LogCheck, verify_log
from app.engine.screening.case_desk import CaseDesk, os_user
from app.engine.screening.log_heads import SignedHead
from app.engine.screening.officers import Session, require_session
from app.engine.store.cases import officer_rows as rows
from app.engine.store.cases.journal import Author
from app.engine.store.sqlite_file import Connection

_MOST_NAMED = 20


def check_log(
    desk: CaseDesk,
    heads: Sequence[SignedHead] = (),
    *,
    against: Sequence[str] = (),
    session: Session | None = None,
    progress: Progress = no_progress,
    token: CancelToken | None = None,
) -> tuple[LogCheck, EngineError | None]:
    """Verify the log and tell it so; `against` names the exports that the heads are of. The rest as `note_check`."""
    check = verify_log(desk, heads, progress=progress, token=token)
    return check, note_log_check(desk, check, against=against, session=session)


def note_log_check(
    desk: CaseDesk, check: LogCheck, *, against: Sequence[str] = (), target: str = "", session: Session | None = None
) -> EngineError | None:
    """Tell what verifying the log, or the written one called `target`, has found."""
    found = [each.reason.code for each in check.problems]
    details = {
        "is_whole": check.is_whole,
        "entries": check.entries,
        "head": check.head.hash,
        "found": len(found),
        "codes": found[:_MOST_NAMED],
        "against": list(against),
        "target": target,
    }
    return note_check(desk, "log_checked", details, session=session)


def note_check(
    desk: CaseDesk, action: str, details: Mapping[str, Any], *, session: Session | None = None
) -> EngineError | None:
    """Tell the log of a check, or return why it cannot be told: whoever may read a desk may check, and need not write.

    Without a session it is the system's user who checks, an officer or not.
    """
    try:
        with desk.cases.writing() as (connection, journal):
            journal.add(_author(connection, session), action, details)
    except EngineError as error:
        return error
    return None


def _author(connection: Connection, session: Session | None) -> Author:
    if session is not None:
        return require_session(connection, session)
    user = os_user()
    row = rows.officer_of_os_user(connection, user)
    return Author(None, "", user) if row is None else Author(row.id, row.name, user)
