"""Cases of the screening desk: looking at a line, deciding about it, looking again, and what inspection found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from app.engine.errors import StoreError, UsageError
from app.engine.jobs import CancelToken, Progress, no_progress
from app.engine.screening.case_desk import CaseDesk
from app.engine.screening.case_records import Course, new_row, record_step, scored_of
from app.engine.screening.case_runs import Run
from app.engine.screening.case_steps import CaseState, Decision, Standing, Step, StepKind, step_of
from app.engine.screening.document_packs import opened_documents
from app.engine.screening.findings import ScoredLine
from app.engine.screening.officers import Session
from app.engine.store.cases import case_rows as rows
from app.engine.store.cases.case_rows import CaseRow
from app.engine.store.cases.journal import entries_of_case
from app.engine.store.sqlite_file import Connection

_MOST_LETTERS = 2_000


@dataclass(frozen=True, slots=True)
class Case:
    """A line as it was screened, and everything that was done about it; `digest` is the SHA-256 of `document`."""

    run: Run
    line: int
    scored: ScoredLine
    standing: Standing
    steps: tuple[Step, ...]
    document: str
    digest: str

    @property
    def state(self) -> CaseState:
        """Where its handling stands."""
        return self.standing.state

    @property
    def newest_entry(self) -> int:
        """The last thing that the log tells of it; 0 where nobody has looked at it."""
        return self.steps[-1].seq if self.steps else 0

    @property
    def decision(self) -> Decision | None:
        """The last word so far."""
        return next((step.decision for step in reversed(self.steps) if step.decision is not None), None)


def case_of(desk: CaseDesk, run: Run, line: int) -> Case:
    """A case without leaving a trace, as for printing what is on the screen anyway."""
    with desk.cases.reading() as connection:
        row = rows.case_row(connection, run.id, line)
        entries = [] if row is None else entries_of_case(connection, row.id)
    if row is None:
        row = new_row(run, line, desk.run_file(run.id).documents([line], opened_documents)[0])
    try:
        steps = tuple(step_of(entry) for entry in entries)
        standing = Standing(CaseState(row.state), row.decided_by, row.is_hit, row.outcome_entry)
    except (ValueError, KeyError, TypeError, ArithmeticError, RecursionError) as error:
        # Somebody wrote into the file past the program: which entry, verifying the log tells
        raise StoreError("cases.case_damaged", line=line) from error
    return Case(run, line, scored_of(row.document), standing, steps, row.document, row.digest)


def view_case(desk: CaseDesk, session: Session, run: Run, line: int) -> Case:
    """A case for somebody to look at, which the log tells."""
    record_step(desk, session, run, [line], StepKind.VIEW, {})
    return case_of(desk, run, line)


def decide(
    desk: CaseDesk,
    session: Session,
    run: Run,
    lines: Sequence[int],
    decision: Decision,
    note: str = "",
    *,
    seen: int | None = None,
    progress: Progress = no_progress,
    token: CancelToken | None = None,
) -> int:
    """Decide about lines, all or none; returns how many. UsageError where inspection has already told an outcome.

    `seen` is the newest entry that the officer knows of, where the case is in front: UsageError for a word that another
    officer has said since, which would be overruled unread.
    """

    def check(connection: Connection, row: CaseRow) -> bool:
        if row.state == CaseState.INSPECTED.value:
            raise UsageError("cases.outcome_known", line=row.line)
        return _require_read(connection, row, session, seen)

    details = {"decision": decision.value, "note": checked_note(note)}
    course = Course(progress, token or CancelToken())
    return record_step(desk, session, run, list(dict.fromkeys(lines)), StepKind.DECISION, details, check, course)


def second_look(
    desk: CaseDesk,
    session: Session,
    run: Run,
    line: int,
    decision: Decision,
    note: str = "",
    *,
    seen: int | None = None,
) -> None:
    """Look again at what another officer decided; the second word counts. `seen` as when deciding."""

    def check(connection: Connection, row: CaseRow) -> bool:
        if row.decided_by is None:
            raise UsageError("cases.not_decided", line=row.line)
        if row.decided_by == session.officer.id:
            raise UsageError("cases.second_look_own")
        if row.state == CaseState.INSPECTED.value:
            raise UsageError("cases.outcome_known", line=row.line)
        return _require_read(connection, row, session, seen)

    details = {"decision": decision.value, "note": checked_note(note)}
    record_step(desk, session, run, [line], StepKind.SECOND_LOOK, details, check)


def record_outcome(
    desk: CaseDesk,
    session: Session,
    run: Run,
    line: int,
    *,
    is_hit: bool,
    note: str = "",
    recovered: Decimal | None = None,
    currency: str = "",
) -> None:
    """Tell what inspection found; a later word corrects an earlier one, and the log keeps both."""
    if recovered is not None and (not recovered.is_finite() or recovered < 0):
        raise UsageError("cases.recovered_negative")

    def check(_connection: Connection, row: CaseRow) -> bool:
        if row.decided_by is None:
            raise UsageError("cases.not_decided", line=row.line)
        return True

    details = {"is_hit": is_hit, "note": checked_note(note), "currency": currency}
    if recovered is not None:
        details["recovered"] = str(recovered)
    record_step(desk, session, run, [line], StepKind.OUTCOME, details, check)


def note_export(desk: CaseDesk, session: Session, case: Case, details: Mapping[str, Any]) -> None:
    """Tell the log that a case leaves the desk."""
    record_step(desk, session, case.run, [case.line], StepKind.EXPORT, details)


def _require_read(connection: Connection, row: CaseRow, session: Session, seen: int | None) -> bool:
    if seen is None:
        return True
    for step in map(step_of, entries_of_case(connection, row.id)):
        if step.seq > seen and step.decision is not None and step.officer_id != session.officer.id:
            raise UsageError("cases.decided_meanwhile", line=row.line, officer=step.officer)
    return True


def checked_note(note: str) -> str:
    """A note as it is kept; UsageError for a long one."""
    stripped = note.strip()
    if len(stripped) > _MOST_LETTERS:
        raise UsageError("cases.note_long", most=_MOST_LETTERS)
    return stripped
