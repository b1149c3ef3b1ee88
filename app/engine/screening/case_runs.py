"""Runs of the desk: a file screened whole, block by block, to be stopped and gone on with at any time."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.engine import messages
from app.engine.errors import EngineError, InputError, StoreError, UsageError
from app.engine.jobs import CancelToken, Progress, no_progress
from app.engine.messages import Language
from app.engine.screening.case_desk import CaseDesk
from app.engine.screening.case_steps import CaseState
from app.engine.screening.findings import Reason
from app.engine.screening.officers import Session, require_session
from app.engine.store.cases import run_rows as rows
from app.engine.store.cases.case_rows import states_of_run
from app.engine.store.cases.journal import canonical
from app.engine.store.cases.run_file import KeptBlock
from app.engine.store.cases.run_rows import RunRow

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class RunBasis:
    """What a run was made from; `facts` are versions of models and hashes of data, rules, rates and outcomes."""

    file: str
    file_sha256: str
    facts: tuple[tuple[str, str], ...] = ()

    @property
    def document(self) -> dict[str, object]:
        """As the log and every case tell it."""
        return {"file": self.file, "file_sha256": self.file_sha256, "facts": dict(self.facts)}


@dataclass(frozen=True, slots=True)
class Run:
    """One run; `next_block` is where to go on, `finished_at` None while there is more to do."""

    id: int
    basis: RunBasis
    officer: str
    started_at: datetime
    finished_at: datetime | None
    lines: int
    unread: int
    next_block: int


@dataclass(frozen=True, slots=True)
class UnreadLine:
    """A row of the file that no declaration could be made of."""

    row: int
    problem: Reason

    def text(self, language: Language) -> str:
        """Why."""
        return self.problem.text(language)


@dataclass(frozen=True, slots=True)
class Handled:
    """How many lines of a run somebody has looked at, and of how many something was decided."""

    seen: int
    decided: int


def run_basis(source: Path, facts: Iterable[tuple[str, str]] = (), *, token: CancelToken | None = None) -> RunBasis:
    """The basis of a run over a file, whose hash is made here; InputError for a file that cannot be read."""
    digest = hashlib.sha256()
    try:
        with source.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                digest.update(chunk)
                if token is not None:
                    token.check()
    except OSError as error:
        raise InputError("cases.file_unreadable", path=str(source), reason=error.strerror or str(error)) from error
    return RunBasis(source.name, digest.hexdigest(), tuple(sorted(facts)))


def start_run(desk: CaseDesk, session: Session, basis: RunBasis) -> Run:
    """Begin a run without any lines."""
    with desk.cases.writing() as (connection, journal):
        author = require_session(connection, session)
        row = rows.insert_run(connection, canonical(basis.document), officer=author.name)
        journal.add(author, "run_started", {"run": row.id, "basis": basis.document})
    # What a run that was deleted under this number may have left
    _remove_lines(desk, row.id)
    return _run(desk, row)


def keep_blocks(
    desk: CaseDesk,
    run: Run,
    blocks: Iterable[KeptBlock],
    *,
    total: int | None = None,
    progress: Progress = no_progress,
    token: CancelToken | None = None,
) -> Run:
    """Keep blocks as they come, each whole; whatever ends this, the blocks before it are kept."""
    file, done = desk.run_file(run.id), run.lines + run.unread
    for block in blocks:
        if token is not None:
            token.check()
        size = file.add(block)
        done = size.lines + size.unread
        progress(done, total)
    return run_of(desk, run.id)


def finish_run(desk: CaseDesk, session: Session, run: Run) -> Run:
    """Say that the file was screened to its end."""
    size, digest = desk.run_file(run.id).size(), desk.run_file(run.id).digest()
    with desk.cases.writing() as (connection, journal):
        author = require_session(connection, session)
        rows.finish_run_row(connection, run.id)
        details = {"run": run.id, "basis": run.basis.document, "lines": size.lines, "unread": size.unread}
        journal.add(author, "run_finished", {**details, "lines_sha256": digest})
    return run_of(desk, run.id)


def require_same_basis(run: Run, basis: RunBasis) -> None:
    """UsageError where going on would mix two files, models or states of the data in one run."""
    if run.basis != basis:
        raise UsageError("cases.basis_changed", file=run.basis.file)


def runs(desk: CaseDesk) -> list[Run]:
    """All runs, the newest first; one whose lines are damaged is told without them."""
    with desk.cases.reading() as connection:
        found = rows.run_rows(connection)
    return [_run(desk, row) for row in found]


def run_of(desk: CaseDesk, run_id: int) -> Run:
    """One run; UsageError for one that was deleted."""
    with desk.cases.reading() as connection:
        row = rows.run_row(connection, run_id)
    if row is None:
        raise UsageError("cases.run_gone")
    return _run(desk, row)


def handled_lines(desk: CaseDesk, run: Run) -> Handled:
    """What was done with a run, and stays where it is deleted."""
    with desk.cases.reading() as connection:
        states = [state for _line, state in states_of_run(connection, run.id)]
    return Handled(len(states), sum(state != CaseState.OPEN.value for state in states))


def delete_run(desk: CaseDesk, session: Session, run: Run) -> None:
    """Remove the lines of a run; its cases, and what the log says of it, stay."""
    with desk.cases.writing() as (connection, journal):
        author = require_session(connection, session)
        rows.delete_run_row(connection, run.id)
        journal.add(author, "run_deleted", {"run": run.id, "basis": run.basis.document})
    _remove_lines(desk, run.id)


def unread_rows(desk: CaseDesk, run: Run, *, offset: int, limit: int) -> list[UnreadLine]:
    """Rows of the file without a declaration, in its order."""
    found = desk.run_file(run.id).unread(offset=offset, limit=limit)
    return [UnreadLine(row, _problem(problem)) for row, problem in found]


def _problem(document: str) -> Reason:
    code, values = json.loads(document)
    if code not in messages.catalogue():
        return Reason("cases.row_unread")
    return Reason(code, tuple(values.items()))


def _run(desk: CaseDesk, row: RunRow) -> Run:
    lines = unread = next_block = 0
    with contextlib.suppress(EngineError):
        size = desk.run_file(row.id).size()
        lines, unread, next_block = size.lines, size.unread, size.next_block
    try:
        basis = _basis(row.basis)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise StoreError("cases.damaged", path=str(desk.cases.path)) from error
    return Run(row.id, basis, row.officer, row.started_at, row.finished_at, lines, unread, next_block)


def _basis(document: str) -> RunBasis:
    told = json.loads(document)
    return RunBasis(told["file"], told["file_sha256"], tuple(sorted(told["facts"].items())))


def _remove_lines(desk: CaseDesk, run_id: int) -> None:
    path = desk.cases.run_path(run_id)
    for each in (
        path,
        path.with_name(f"{path.name}-wal"),
        path.with_name(f"{path.name}-shm"),
        path.with_suffix(".lock"),
    ):
        # Windows keeps a file that another program reads; the number of the run is not used again
        with contextlib.suppress(OSError):
            each.unlink(missing_ok=True)
