"""Steps about cases as they are kept: each in one transaction with the log, the case opened at its first."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from app.engine.errors import InputError
from app.engine.jobs import CancelToken, Progress, no_progress
from app.engine.screening.case_desk import CaseDesk
from app.engine.screening.case_runs import Run
from app.engine.screening.case_steps import CaseState, Standing, StepKind, after_step, step_of
from app.engine.screening.document_packs import opened_documents
from app.engine.screening.documents import line_from
from app.engine.screening.findings import ScoredLine
from app.engine.screening.officers import Session, require_session
from app.engine.store.cases import case_rows as rows
from app.engine.store.cases.case_rows import CaseRow
from app.engine.store.sqlite_file import Connection


@dataclass(frozen=True, slots=True)
class Course:
    """Who is told how far a step for many lines has come, and may stop it."""

    progress: Progress = no_progress
    token: CancelToken = field(default_factory=CancelToken)

    def along(self, lines: Sequence[int]) -> Iterator[int]:
        """The lines one by one; CancelledError once a stop was asked for."""
        for done, line in enumerate(lines):
            self.token.check()
            self.progress(done, len(lines))
            yield line


def record_step(
    desk: CaseDesk,
    session: Session,
    run: Run,
    lines: Sequence[int],
    kind: StepKind,
    details: Mapping[str, Any],
    check: Callable[[Connection, CaseRow], bool] | None = None,
    course: Course | None = None,
) -> int:
    """One step for each line for which `check` is true, all in one transaction with the log; returns how many.

    What `check` raises undoes them all.
    """
    documents = _documents(desk, run, lines)
    course, taken = course or Course(), 0
    with desk.cases.writing() as (connection, journal):
        author = require_session(connection, session)
        for line in course.along(lines):
            row = _row(connection, run, line, documents)
            if check is not None and not check(connection, row):
                continue
            about = {"run": run.id, "line": line, "digest": row.digest, "basis": run.basis.document}
            entry = journal.add(author, kind.value, {**about, **details})
            standing = Standing(CaseState(row.state), row.decided_by, row.is_hit, row.outcome_entry)
            _keep(connection, row, after_step(standing, step_of(entry)))
            rows.insert_step(connection, entry, row.id)
            taken += 1
    return taken


def _documents(desk: CaseDesk, run: Run, lines: Sequence[int]) -> dict[int, str]:
    """Documents of lines that have no case yet."""
    with desk.cases.reading() as connection:
        new = [line for line in lines if rows.case_row(connection, run.id, line) is None]
    return dict(zip(new, desk.run_file(run.id).documents(new, opened_documents), strict=True)) if new else {}


def _row(connection: Connection, run: Run, line: int, documents: Mapping[int, str]) -> CaseRow:
    """The row of a line, opened at its first step."""
    found = rows.case_row(connection, run.id, line)
    if found is not None:
        return found
    opened = new_row(run, line, documents[line])
    return replace(opened, id=rows.insert_case(connection, opened))


def _keep(connection: Connection, row: CaseRow, standing: Standing) -> None:
    kept = replace(
        row,
        state=standing.state.value,
        decided_by=standing.decided_by,
        is_hit=standing.is_hit,
        outcome_entry=standing.outcome_entry,
    )
    if kept != row:
        rows.keep_case(connection, kept)


def new_row(run: Run, line: int, document: str) -> CaseRow:
    """The case of a line that nobody has looked at."""
    declaration = scored_of(document).declaration
    return CaseRow(
        0, run.id, line, document, digest_of(document), CaseState.OPEN.value, None, None, None,
        declaration.hs, declaration.trader,
    )  # fmt: skip


def digest_of(document: str) -> str:
    """SHA-256 of a line as it was screened."""
    return hashlib.sha256(document.encode("utf-8", "surrogatepass")).hexdigest()


def scored_of(document: str) -> ScoredLine:
    """The line of its document; InputError for one that is damaged."""
    try:
        return line_from(json.loads(document))
    except (ValueError, TypeError, RecursionError) as error:
        raise InputError("screening.document_damaged") from error
