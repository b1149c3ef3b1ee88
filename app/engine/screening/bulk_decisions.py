"""One decision about many lines: what another officer said meanwhile stays, and is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.engine.errors import UsageError
from app.engine.jobs import CancelToken, Progress, no_progress
from app.engine.screening.case_desk import CaseDesk
from app.engine.screening.case_records import Course, record_step, scored_of
from app.engine.screening.case_runs import Run
from app.engine.screening.case_steps import CaseState, Decision, StepKind, step_of
from app.engine.screening.cases import checked_note
from app.engine.screening.officers import Session
from app.engine.store.cases.case_rows import CaseRow
from app.engine.store.cases.journal import entries_of_case
from app.engine.store.sqlite_file import Connection


@dataclass(frozen=True, slots=True)
class SeenLines:
    """How much of the log an officer has seen of each line: that of `lines`, else the entry in which the list began."""

    entry: int
    lines: Mapping[int, int]

    def of(self, line: int) -> int:
        """The newest entry that was seen."""
        return self.lines.get(line, self.entry)


@dataclass(frozen=True, slots=True)
class LeftCase:
    """A case that stays as another officer left it meanwhile; `row` is that of the file, `entry` the newest."""

    line: int
    row: int
    officer: str
    state: CaseState
    entry: int


@dataclass(frozen=True, slots=True)
class BulkDecision:
    """About how many lines was decided, and which were left as they are."""

    decided: int
    left: tuple[LeftCase, ...]


def decide_many(
    desk: CaseDesk,
    session: Session,
    run: Run,
    lines: Sequence[int],
    decision: Decision,
    note: str = "",
    *,
    seen: SeenLines,
    progress: Progress = no_progress,
    token: CancelToken | None = None,
) -> BulkDecision:
    """Decide about lines in one step, but for those that another officer decided about after they were seen.

    UsageError, and nothing is decided, where an outcome was known before.
    """
    left: list[LeftCase] = []

    def check(connection: Connection, row: CaseRow) -> bool:
        found = _left_case(connection, row, session, seen.of(row.line))
        if found is not None:
            left.append(found)
        elif row.state == CaseState.INSPECTED.value:
            raise UsageError("cases.outcome_known", line=row.line)
        return found is None

    details = {"decision": decision.value, "note": checked_note(note)}
    course = Course(progress, token or CancelToken())
    decided = record_step(desk, session, run, list(dict.fromkeys(lines)), StepKind.DECISION, details, check, course)
    return BulkDecision(decided, tuple(left))


def _left_case(connection: Connection, row: CaseRow, session: Session, seen: int) -> LeftCase | None:
    """None where nobody else has said anything since."""
    if row.decided_by is None:
        return None
    steps = [step_of(entry) for entry in entries_of_case(connection, row.id)]
    others = [
        step
        for step in steps
        if step.seq > seen
        and step.officer_id != session.officer.id
        and (step.decision is not None or step.kind is StepKind.OUTCOME)
    ]
    if not others:
        return None
    file_row = scored_of(row.document).declaration.row
    return LeftCase(row.line, file_row, others[-1].officer, CaseState(row.state), steps[-1].seq)
