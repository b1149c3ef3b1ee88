"""The audit log: read it, and verify that it is whole and that cases say what it says."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.engine.jobs import CancelToken, Progress, no_progress
from app.engine.screening.case_desk import CaseDesk
from app.engine.screening.case_records import digest_of
from app.engine.screening.case_steps import Step, StepKind, standing_after, step_of
from app.engine.screening.findings import Reason
from app.engine.screening.known_desks import known_name
from app.engine.screening.log_chain import Chain, LogProblem
from app.engine.screening.log_heads import SignedHead
from app.engine.screening.log_tables import ToldTables
from app.engine.store.cases.case_rows import CaseRow, all_cases, all_steps
from app.engine.store.cases.journal import Entry, Head, canonical, entries_after, head_of, read_anchor

_CHUNK = 5_000
_CASE_ACTIONS = frozenset(kind.value for kind in StepKind)
_CaseKey = tuple[str, str]  # run and line, as the entry says


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One entry as people read it; `line` is None where it is about no case."""

    seq: int
    at: datetime | None
    officer: str
    os_user: str
    action: str
    run: int | None
    line: int | None
    details: dict[str, Any]


@dataclass(frozen=True, slots=True)
class LogCheck:
    """What verifying found."""

    entries: int
    head: Head
    problems: tuple[LogProblem, ...]

    @property
    def is_whole(self) -> bool:
        """Whether nothing was found."""
        return not self.problems


def log_entries(desk: CaseDesk, *, offset: int, limit: int) -> list[LogEntry]:
    """Entries, the newest first."""
    with desk.cases.reading() as connection:
        newest = head_of(connection).entries
        found = entries_after(connection, max(newest - offset - limit, 0), limit=min(limit, max(newest - offset, 0)))
    return [_read(entry) for entry in reversed(found)]


def verify_log(
    desk: CaseDesk,
    heads: Sequence[SignedHead] = (),
    *,
    progress: Progress = no_progress,
    token: CancelToken | None = None,
) -> LogCheck:
    """Look at every entry and every case; `heads` are those of exports, which know how long the log was then."""
    chain, tables = Chain(), ToldTables()
    about_cases = defaultdict[_CaseKey, list[tuple[Entry, dict[str, Any]]]](list)
    wanted = {each.head.entries: each for each in heads}
    hashes: dict[int, str] = {}
    anchor = read_anchor(desk.cases.anchor_path)
    for entry in _entries(desk, progress, token):
        told = chain.take(entry)
        if entry.seq in wanted or (anchor is not None and entry.seq == anchor.entries):
            hashes[entry.seq] = entry.hash
        if told is None:
            continue
        tables.take(told)
        if told["action"] in _CASE_ACTIONS:
            run, line = told["details"].get("run"), told["details"].get("line")
            about_cases[canonical({"run": run}), canonical({"line": line})].append((entry, told))
    problems = [*chain.problems, *_anchor_problems(chain.head, anchor, hashes)]
    problems += [problem for head in heads for problem in _head_problems(desk, head, chain.head, hashes)]
    problems += _case_problems(desk, dict(about_cases), tables)
    problems += tables.problems(desk)
    return LogCheck(chain.head.entries, chain.head, tuple(problems))


def _entries(desk: CaseDesk, progress: Progress, token: CancelToken | None) -> Iterator[Entry]:
    with desk.cases.reading() as connection:
        total, done = head_of(connection).entries, -(2**62)
        while chunk := entries_after(connection, done, limit=_CHUNK):
            if token is not None:
                token.check()
            yield from chunk
            done = chunk[-1].seq
            progress(done, total)


def _anchor_problems(head: Head, anchor: Head | None, hashes: dict[int, str]) -> Iterator[LogProblem]:
    """The head beside the log is as old as the log, or a little older."""
    if anchor is None:
        if head.entries:
            yield _problem("cases.log_anchor_missing")
    elif anchor.entries > head.entries:
        yield _problem("cases.log_cut", entries=head.entries, known=anchor.entries)
    elif anchor.entries and hashes.get(anchor.entries) != anchor.hash:
        yield _problem("cases.log_other", seq=anchor.entries)


def _head_problems(desk: CaseDesk, signed: SignedHead, head: Head, hashes: dict[int, str]) -> Iterator[LogProblem]:
    if not signed.is_genuine:
        yield _problem("cases.head_forged")
        return
    if known_name(desk, signed.public_key) != "":
        # Anybody who writes the log anew can sign its head with a key of their own
        yield LogProblem(0, Reason("cases.head_of_other", (("fingerprint", signed.fingerprint),)))
    if signed.head.entries > head.entries:
        yield _problem("cases.log_cut_after_export", entries=head.entries, known=signed.head.entries)
    elif signed.head.entries and hashes.get(signed.head.entries) != signed.head.hash:
        yield _problem("cases.log_other_than_exported", seq=signed.head.entries)


def _case_problems(
    desk: CaseDesk, told: dict[_CaseKey, list[tuple[Entry, dict[str, Any]]]], tables: ToldTables
) -> Iterator[LogProblem]:
    """Cases are what the log says of them, no more and no less."""
    with desk.cases.reading() as connection:
        steps = defaultdict[int, set[int]](set)
        for entry, case_id in all_steps(connection):
            steps[case_id].add(entry)
        for row in all_cases(connection):
            entries = told.pop((canonical({"run": row.run}), canonical({"line": row.line})), [])
            basis = tables.basis_of(row.run)
            if not _is_as_told(row, entries, steps.pop(row.id, set()), basis):
                yield _problem("cases.case_changed", run=row.run, line=row.line)
    for entries in told.values():
        details = entries[0][1]["details"]
        run, line = (str(details.get(name, "?")) for name in ("run", "line"))
        yield LogProblem(0, Reason("cases.case_missing", (("run", run), ("line", line))))
    for entries_without_case in steps.values():
        yield _problem("cases.step_without_case", seq=min(entries_without_case))


def _is_as_told(row: CaseRow, entries: list[tuple[Entry, dict[str, Any]]], steps: set[int], basis: object) -> bool:
    if not _is_found_by(row) or digest_of(row.document) != row.digest:
        return False
    if any((each["details"].get("digest"), each["details"].get("basis")) != (row.digest, basis) for _, each in entries):
        return False
    if not entries or steps != {each.seq for each, _ in entries}:
        return False
    read = [_step(entry) for entry, _ in entries]
    after = standing_after(step for step in read if step is not None)
    kept = (row.state, row.decided_by, row.is_hit, row.outcome_entry)
    return None not in read and kept == (after.state.value, after.decided_by, after.is_hit, after.outcome_entry)


def _is_found_by(row: CaseRow) -> bool:
    """By what like cases are looked for: code and trader beside the document are those in it."""
    try:
        # A cell may hold anything, bytes among it
        declared = json.loads(f"{row.document}")["declaration"]
        return (row.hs, row.trader) == (declared.get("hs", ""), declared.get("trader", ""))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return False


def _step(entry: Entry) -> Step | None:
    try:
        return step_of(entry)
    except (ValueError, KeyError, TypeError, ArithmeticError):
        return None


def _read(entry: Entry) -> LogEntry:
    """An entry that somebody damaged is shown as far as it can be read."""
    try:
        told = json.loads(entry.body)
        officer, details = told["officer"], dict(told["details"])
        return LogEntry(
            entry.seq, datetime.fromisoformat(told["at"]), str(officer["name"]), str(officer["os_user"]),
            str(told["action"]), details.get("run"), details.get("line"), details,
        )  # fmt: skip
    except (ValueError, KeyError, TypeError, AttributeError):
        return LogEntry(entry.seq, None, "", "", "", None, None, {})


def _problem(code: str, **values: int) -> LogProblem:
    return LogProblem(values.get("seq", 0), Reason(code, tuple(values.items())))
