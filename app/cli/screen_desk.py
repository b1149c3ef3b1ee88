"""`tradescope screen verify-log|verify|accept|log|outcomes|reset-pin`: what the desk keeps, and what leaves it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from app.cli.terminal import Terminal
from app.engine import paths
from app.engine.errors import EngineError, UsageError
from app.engine.jobs import CancelToken
from app.engine.messages import catalogue, sentence
from app.engine.reports.evidence.checks import check_file
from app.engine.reports.evidence.verifying import EvidenceCheck, EvidenceSource, verify_evidence
from app.engine.reports.log_file import check_log_file, head_in, write_log_file
from app.engine.reports.outcome_file import write_outcomes
from app.engine.screening.audit import LogCheck, verify_log
from app.engine.screening.case_desk import CaseDesk
from app.engine.screening.case_outcomes import outcomes
from app.engine.screening.check_notes import check_log, note_log_check
from app.engine.screening.desk_keys import KeyOrigin
from app.engine.screening.known_desks import accept_desk
from app.engine.screening.officers import officers, reset_pin, sign_in_os_user
from app.engine.screening.outcomes import Outcomes
from app.engine.store.cases.case_folder import FOLDER_NAME
from app.engine.vault import KeyringSecrets

Run = Callable[[argparse.Namespace, Terminal, CancelToken], int]


def add_desk_options(screen: argparse.ArgumentParser) -> None:
    """Options of the words that take the place of a file."""
    group = screen.add_argument_group(
        "screen verify-log | verify FILE | accept FILE | log | outcomes | reset-pin",
        "verify the log or an evidence file, accept its desk's key, write the log or the outcomes to --out, "
        "give an officer another PIN",
    )
    group.add_argument("given", nargs="?", type=Path, metavar="FILE", help="evidence as PDF or picture, a written log")
    group.add_argument(
        "--against",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="an export whose head the log must hold",
    )
    group.add_argument("--fingerprint", default="", help="of the key that the evidence must be signed with")
    group.add_argument(
        "--name", default="", help="of the desk whose key is accepted, of the officer whose PIN is reset"
    )
    group.add_argument("--yes", action="store_true", help="reset the PIN without asking")


def desk_verb(word: str) -> Run | None:
    """What such a word does; None for the name of a file."""
    return _VERBS.get(word)


def desk_outcomes() -> Outcomes:
    """What inspections of this desk found; nothing where it has no cases."""
    return outcomes(own_desk()) if has_desk() else ()


def has_desk() -> bool:
    """Whether anybody has worked at a screening desk of this user."""
    return (paths.user_data() / FOLDER_NAME).is_dir()


def own_desk() -> CaseDesk:
    """The desk of this user, made at its first use."""
    return CaseDesk(paths.user_data() / FOLDER_NAME, KeyringSecrets())


def _verify_log(arguments: argparse.Namespace, terminal: Terminal, token: CancelToken) -> int:
    check, unlogged = _checked_log(arguments, terminal, token)
    terminal.print_json(_log_document(check, terminal) | {"is_logged": has_desk() and unlogged is None})
    said = "cases.log_whole" if check.is_whole else "cases.log_not_whole"
    terminal.print(terminal.say(said, entries=check.entries, problems=len(check.problems)))
    for problem in check.problems:
        terminal.print(f"- {problem.text(terminal.language)}")
    _say_unlogged(unlogged, terminal)
    return 0 if check.is_whole else 1


def _checked_log(
    arguments: argparse.Namespace, terminal: Terminal, token: CancelToken
) -> tuple[LogCheck, EngineError | None]:
    """The log of this desk, or a written one, of whose check the log here tells, too."""
    if arguments.given is not None:
        check, _ = check_log_file(arguments.given)
        return check, note_log_check(own_desk(), check, target=arguments.given.name) if has_desk() else None
    heads = [head_in(path) for path in arguments.against]
    if not has_desk():
        return verify_log(own_desk(), heads, progress=terminal.progress, token=token), None
    names = [path.name for path in arguments.against]
    return check_log(own_desk(), heads, against=names, progress=terminal.progress, token=token)


def _say_unlogged(reason: EngineError | None, terminal: Terminal) -> None:
    if reason is not None:
        terminal.print(terminal.say("cases.check_unlogged", reason=sentence(reason, terminal.language)))


def _log_document(check: LogCheck, terminal: Terminal) -> dict[str, object]:
    return {
        "is_whole": check.is_whole,
        "entries": check.entries,
        "head": check.head.hash,
        "problems": [
            {"entry": each.seq, "code": each.reason.code, "message": each.text(terminal.language)}
            for each in check.problems
        ],
    }


def _verify(arguments: argparse.Namespace, terminal: Terminal, token: CancelToken) -> int:
    """Success needs a key that is known here, or is that of the fingerprint: anybody can sign with one of their own."""
    checked = check_file(own_desk() if has_desk() else None, _given(arguments), token=token)
    check, name = checked.check, checked.known_as
    is_expected = name is not None if not arguments.fingerprint else _is_same(check.fingerprint, arguments.fingerprint)
    terminal.print_json(
        _evidence_document(check, name, terminal) | {"is_logged": has_desk() and checked.unlogged is None}
    )
    for line in _evidence_lines(check, name, terminal):
        terminal.print(line)
    _say_unlogged(checked.unlogged, terminal)
    return 0 if check.is_intact and is_expected else 1


def _evidence_document(check: EvidenceCheck, name: str | None, terminal: Terminal) -> dict[str, object]:
    return {
        "source": check.source.value,
        "is_intact": check.is_intact,
        "fingerprint": check.fingerprint,
        "is_key_known": name is not None,
        "desk": name,
        "altered": [{"code": each.code, "message": each.text(terminal.language)} for each in check.altered],
        "statement": None if check.statement is None else asdict(check.statement),
    }


def _evidence_lines(check: EvidenceCheck, name: str | None, terminal: Terminal) -> list[str]:
    if check.is_intact:
        is_file = check.source is EvidenceSource.FILE
        lines = [terminal.say("evidence.intact" if is_file else "evidence.intact_picture")]
    else:
        lines = [terminal.say("evidence.refused"), *(f"- {each.text(terminal.language)}" for each in check.altered)]
    told = check.statement
    if told is not None:
        state = f"cases.state_{told.state}"
        facts = asdict(told) | {"state": terminal.say(state) if state in catalogue() else told.state}
        lines.append(terminal.say("evidence.statement", **facts))
    if name is not None:
        lines.append(
            terminal.say(
                "evidence.key_known", fingerprint=check.fingerprint, name=name or terminal.say("cases.own_key")
            )
        )
    elif check.public_key:
        lines.append(terminal.say("evidence.key_unknown", fingerprint=check.fingerprint))
    return lines


def _accept(arguments: argparse.Namespace, terminal: Terminal, token: CancelToken) -> int:
    check = verify_evidence(_given(arguments), token=token)
    if not check.is_intact or not _is_same(check.fingerprint, arguments.fingerprint):
        raise UsageError("cases.fingerprint_other", fingerprint=check.fingerprint)
    desk = own_desk()
    key = accept_desk(desk, sign_in_os_user(desk), check.public_key, arguments.name)
    terminal.print_json({"accepted": {"fingerprint": key.fingerprint, "name": key.name}})
    terminal.print(terminal.say("evidence.key_known", fingerprint=key.fingerprint, name=key.name))
    return 0


def _write_log(arguments: argparse.Namespace, terminal: Terminal, token: CancelToken) -> int:
    desk, target = own_desk(), _target(arguments)
    head = write_log_file(desk, sign_in_os_user(desk), target, progress=terminal.progress, token=token)
    terminal.print_json({"out": str(target), "entries": head.head.entries, "fingerprint": head.fingerprint})
    terminal.print(terminal.say("cases.log_written", path=target, entries=head.head.entries))
    say_session_key(desk, terminal)
    return 0


def _write_outcomes(arguments: argparse.Namespace, terminal: Terminal, token: CancelToken) -> int:
    desk, target = own_desk(), _target(arguments)
    written = write_outcomes(desk, sign_in_os_user(desk), target, progress=terminal.progress, token=token)
    terminal.print_json({"out": str(written.path), "head": str(written.head_path), "rows": written.rows})
    terminal.print(terminal.say("cases.outcomes_written", path=written.path, head=written.head_path, rows=written.rows))
    say_session_key(desk, terminal)
    return 0


def _reset_pin(arguments: argparse.Namespace, terminal: Terminal, token: CancelToken) -> int:
    """Asked before: whoever watches the terminal is the system's user, but may have taken the wrong name."""
    if not arguments.name:
        raise UsageError("cases.reset_name_needed")
    token.check()
    desk = own_desk()
    session, known = sign_in_os_user(desk), officers(desk)
    found = next((each for each in known if each.name == arguments.name), None)
    if found is None:
        names = ", ".join(each.name for each in known if each.has_pin)
        raise UsageError("cases.reset_name_unknown", name=arguments.name, known=names)
    if not arguments.yes and not _is_agreed(terminal.say("cases.reset_question", name=found.name)):
        raise UsageError("cases.reset_unconfirmed", name=found.name)
    pin = reset_pin(desk, session, found.id)
    terminal.print_json({"officer": found.name, "pin": pin})
    terminal.print(terminal.say("cases.pin_reset", name=found.name, pin=pin))
    return 0


def _is_agreed(question: str) -> bool:
    """On a terminal; a script has nobody to ask."""
    if not sys.stdin.isatty():
        return False
    sys.stderr.write(question)
    sys.stderr.flush()
    return sys.stdin.readline().strip().casefold() in {"y", "yes", "是"}


def say_session_key(desk: CaseDesk, terminal: Terminal) -> None:
    """Where the key that signed will be another one tomorrow."""
    if desk.key.origin is KeyOrigin.SESSION:
        terminal.print(terminal.say("cases.key_session"))


def _given(arguments: argparse.Namespace) -> Path:
    if arguments.given is None:
        raise UsageError("cases.file_needed")
    given: Path = arguments.given
    return given


def _target(arguments: argparse.Namespace) -> Path:
    if arguments.out is None:
        raise UsageError("cases.out_needed")
    target: Path = arguments.out
    return target


def _is_same(fingerprint: str, typed: str) -> bool:
    """As people write one down: with spaces, without dashes, in capitals."""
    plain = "".join(letter for letter in typed.casefold() if letter.isalnum())
    return bool(plain) and plain == fingerprint.replace("-", "")


_VERBS: dict[str, Run] = {
    "verify-log": _verify_log,
    "verify": _verify,
    "accept": _accept,
    "log": _write_log,
    "outcomes": _write_outcomes,
    "reset-pin": _reset_pin,
}
