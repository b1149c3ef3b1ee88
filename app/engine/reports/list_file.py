"""The queue as it leaves the desk: the log tells of it, and the desk's signed head lies beside the file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app.engine.reports.delivery import delivered
from app.engine.screening.case_desk import CaseDesk
from app.engine.screening.case_runs import RunBasis
from app.engine.screening.log_heads import signed_head
from app.engine.screening.officers import Session, require_session
from app.engine.store.cases.journal import canonical

HEAD_SUFFIX = ".head.json"
"""Behind the name of a table: the file with the signed head of the log at the time of the export."""


def log_list(
    desk: CaseDesk,
    session: Session,
    basis: RunBasis,
    target: Path,
    *,
    run: int | None = None,
    rows: int,
    filters: Sequence[str] = (),
) -> None:
    """Say in the log which lines are about to leave, before any of them does; `run` where the desk keeps them."""
    details = {
        "basis": basis.document,
        "target": target.name,
        "rows": rows,
        "filters": list(filters),
        "key": desk.key.fingerprint,
    }
    if run is not None:
        details["run"] = run
    with desk.cases.writing() as (connection, journal):
        journal.add(require_session(connection, session), "list_exported", details)


def write_head(desk: CaseDesk, target: Path) -> Path:
    """The signed head of the log, in a file called like the table that it lies beside."""
    path = target.with_name(target.name + HEAD_SUFFIX)
    with delivered(path) as partial:
        partial.write_text(canonical(signed_head(desk).document) + "\n", encoding="utf-8")
    return path
