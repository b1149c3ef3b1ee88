"""The list of `screen --out`: an export that the log tells of where this user has a desk, else a plain file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from app.cli.screen_desk import has_desk, own_desk, say_session_key
from app.cli.terminal import Terminal
from app.engine.jobs import CancelToken
from app.engine.reports.list_file import log_list, write_head
from app.engine.screening.case_desk import CaseDesk
from app.engine.screening.case_runs import RunBasis, run_basis
from app.engine.screening.officers import Session, sign_in_os_user


@dataclass(frozen=True, slots=True)
class DeskExport:
    """Who writes the list at which desk, and what it was made from."""

    desk: CaseDesk
    session: Session
    basis: RunBasis


@dataclass(frozen=True, slots=True)
class WrittenList:
    """Where the list lies; `head` is the signed head of the log beside it, None for a user without a desk."""

    path: Path
    head: Path | None


def begin_list(was_begun: bool, target: Path, terminal: Terminal) -> None:
    """Say what becomes of an earlier list, and that a run which was killed is not gone on with."""
    if was_begun:
        terminal.print(terminal.say("screening.list_begun_anew", path=target))
    if target.exists():
        terminal.print(terminal.say("screening.list_stands", path=target))


def desk_export(source: Path, facts: Callable[[], Mapping[str, str]], *, token: CancelToken) -> DeskExport | None:
    """Signed in as the system's user before a line is screened; None where this user has no desk."""
    if not has_desk():
        return None
    desk = own_desk()
    return DeskExport(desk, sign_in_os_user(desk), run_basis(source, facts().items(), token=token))


def write_list(export: DeskExport | None, target: Path, write: Callable[[], None], *, rows: int) -> WrittenList:
    """Have the list written; where there is a desk, its log tells of it first."""
    if export is None:
        write()
        return WrittenList(target, None)
    log_list(export.desk, export.session, export.basis, target, rows=rows)
    write()
    return WrittenList(target, write_head(export.desk, target))


def list_document(written: WrittenList | None) -> dict[str, object]:
    """As part of the JSON object of the command."""
    head = None if written is None else written.head
    return {"out": None if written is None else str(written.path), "head": None if head is None else str(head)}


def say_written(written: WrittenList, export: DeskExport | None, terminal: Terminal) -> None:
    """Where the list lies, and whether a log tells of it."""
    terminal.print(terminal.say("screening.written", path=written.path))
    if export is None:
        terminal.print(terminal.say("cases.list_unlogged"))
    else:
        terminal.print(terminal.say("cases.list_logged", officer=export.session.officer.name, head=written.head))
        say_session_key(export.desk, terminal)
