"""Officers of the screening desk: who may sign in, by the operating system's user or by PIN, and who has."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from app.engine.errors import UsageError
from app.engine.screening.case_desk import CaseDesk, os_user
from app.engine.screening.folder_owner import is_own_folder
from app.engine.screening.pins import drawn_pin, for_once, hidden_pin, is_for_once, is_pin, pin_hash
from app.engine.store.cases import officer_rows as rows
from app.engine.store.cases.journal import Author
from app.engine.store.cases.officer_rows import OfficerRow
from app.engine.store.sqlite_file import Connection

_FREE_TRIES = 5
_FIRST_WAIT, _LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Officer:
    """One officer; `os_user` signs in without a PIN."""

    id: int
    name: str
    os_user: str | None
    has_pin: bool
    is_active: bool
    must_change_pin: bool = False


@dataclass(frozen=True, slots=True)
class Session:
    """Proof of a sign-in, which every call that changes something asks for."""

    officer: Officer
    signed_in_at: datetime


def officers(desk: CaseDesk) -> list[Officer]:
    """All officers by name, those who left as well."""
    with desk.cases.reading() as connection:
        return [_officer(row) for row in rows.officer_rows(connection)]


def sign_in_os_user(desk: CaseDesk) -> Session:
    """Sign in as the operating system's user, who becomes an officer at the first time."""
    user = os_user()
    with desk.cases.writing() as (connection, journal):
        row = rows.officer_of_os_user(connection, user)
        if row is None:
            name = user if rows.officer_named(connection, user) is None else f"{user} (OS)"
            row = rows.insert_officer(connection, name, os_user=user, pin=None)
            journal.add(Author(row.id, row.name, user), "officer_added", _added(row))
        _require_active(row)
        journal.add(Author(row.id, row.name, user), "signed_in", {"by": "os_user"})
    return Session(_officer(row), datetime.now(tz=UTC))


def sign_in_with_pin(desk: CaseDesk, officer_id: int, pin: str) -> Session:
    """Sign in by PIN; UsageError for a wrong one, and for any while there have been too many wrong ones."""
    with desk.cases.writing() as (connection, journal):
        row = _required(connection, officer_id)
        _require_active(row)
        now = datetime.now(tz=UTC)
        _require_no_wait(row, now)
        author = Author(row.id, row.name, os_user())
        is_right = row.pin is not None and is_pin(pin, row.pin)
        if is_right:
            rows.keep_officer(connection, replace(row, wrong_pins=0, wait_until=None))
            journal.add(author, "signed_in", {"by": "pin" if not is_for_once(row.pin) else "reset_pin"})
        else:
            rows.keep_officer(connection, _after_wrong_pin(row, now))
            journal.add(author, "sign_in_refused", {"wrong_pins": row.wrong_pins + 1})
    if not is_right:
        raise UsageError("cases.pin_wrong")
    return Session(_officer(row), now)


def add_officer(desk: CaseDesk, name: str, pin: str, *, by: Session | None) -> Officer:
    """Add an officer who signs in by PIN; only the first of a desk is added by nobody."""
    stripped, hidden = _name(name), hidden_pin(pin)
    with desk.cases.writing() as (connection, journal):
        if by is None and rows.officer_rows(connection):
            raise UsageError("cases.sign_in_first")
        _require_free(connection, stripped, None)
        row = rows.insert_officer(connection, stripped, os_user=None, pin=hidden)
        author = Author(None, "", os_user()) if by is None else require_session(connection, by)
        journal.add(author, "officer_added", _added(row))
    return _officer(row)


def change_pin(desk: CaseDesk, session: Session, old: str, new: str) -> None:
    """Give oneself another PIN; somebody without one needs no old one."""
    hidden = hidden_pin(new)
    with desk.cases.writing() as (connection, journal):
        row = _required(connection, session.officer.id)
        _require_active(row)
        now, author = datetime.now(tz=UTC), Author(row.id, row.name, os_user())
        _require_no_wait(row, now)
        is_right = row.pin is None or is_pin(old, row.pin)
        if not is_right:
            # Whoever finds a desk unattended could try one after another
            rows.keep_officer(connection, _after_wrong_pin(row, now))
            journal.add(author, "pin_change_refused", {"officer": row.id, "wrong_pins": row.wrong_pins + 1})
        elif is_for_once(row.pin) and row.pin is not None and is_pin(new, row.pin):
            raise UsageError("cases.pin_same")
        else:
            rows.keep_officer(connection, replace(row, pin=hidden, wrong_pins=0, wait_until=None))
            journal.add(author, "pin_changed", {"officer": row.id, "pin": pin_hash(hidden)})
    if not is_right:
        raise UsageError("cases.pin_wrong")


def reset_pin(desk: CaseDesk, session: Session, officer_id: int) -> str:
    """A new PIN for somebody who forgot theirs, told once; until it is replaced, nothing else can be done with it.

    Only for the system's user whose files the desk's are: whoever can reset a PIN can sign in with it once, which the
    log shows.
    """
    drawn = drawn_pin()
    with desk.cases.writing() as (connection, journal):
        author = require_session(connection, session)
        _require_owner(desk, session)
        row = _required(connection, officer_id)
        _require_active(row)
        if row.pin is None:
            raise UsageError("cases.no_pin_to_reset", name=row.name)
        hidden = for_once(hidden_pin(drawn))
        rows.keep_officer(connection, replace(row, pin=hidden, wrong_pins=0, wait_until=None))
        journal.add(author, "pin_reset", {"officer": row.id, "name": row.name, "pin": pin_hash(hidden)})
    return drawn


def rename_officer(desk: CaseDesk, session: Session, officer_id: int, name: str) -> Officer:
    """Give an officer another name; what was done before stays in the log under the earlier one."""
    stripped = _name(name)
    with desk.cases.writing() as (connection, journal):
        author = require_session(connection, session)
        row = _required(connection, officer_id)
        _require_free(connection, stripped, officer_id)
        renamed = replace(row, name=stripped)
        rows.keep_officer(connection, renamed)
        journal.add(author, "officer_renamed", {"officer": row.id, "name": stripped, "before": row.name})
    return _officer(renamed)


def retire_officer(desk: CaseDesk, session: Session, officer_id: int) -> None:
    """Let an officer sign in no more; what was done under the name stays."""
    if officer_id == session.officer.id:
        raise UsageError("cases.retire_self")
    with desk.cases.writing() as (connection, journal):
        author = require_session(connection, session)
        row = _required(connection, officer_id)
        rows.keep_officer(connection, replace(row, is_active=False))
        journal.add(author, "officer_retired", {"officer": row.id, "name": row.name})


def reinstate_officer(desk: CaseDesk, session: Session, officer_id: int) -> None:
    """Let an officer who had left sign in again, as before."""
    with desk.cases.writing() as (connection, journal):
        author = require_session(connection, session)
        row = _required(connection, officer_id)
        rows.keep_officer(connection, replace(row, is_active=True, wrong_pins=0, wait_until=None))
        journal.add(author, "officer_reinstated", {"officer": row.id, "name": row.name})


def require_session(connection: Connection, session: Session) -> Author:
    """Who writes in this transaction, under the name of now; UsageError for somebody who has left meanwhile."""
    row = _required(connection, session.officer.id)
    _require_active(row)
    if is_for_once(row.pin):
        raise UsageError("cases.pin_for_once")
    return Author(row.id, row.name, os_user())


def owns_desk(desk: CaseDesk, session: Session) -> bool:
    """Whether somebody signed in as the system's user whose files the desk's are."""
    return session.officer.os_user == os_user() and is_own_folder(desk.folder)


def _require_owner(desk: CaseDesk, session: Session) -> None:
    if not owns_desk(desk, session):
        raise UsageError("cases.reset_not_owner")


def _added(row: OfficerRow) -> dict[str, object]:
    return {"officer": row.id, "name": row.name, "os_user": row.os_user, "pin": pin_hash(row.pin)}


def _name(name: str) -> str:
    stripped = " ".join(name.split())
    if not stripped:
        raise UsageError("cases.officer_without_name")
    return stripped


def _require_free(connection: Connection, name: str, officer_id: int | None) -> None:
    """UsageError for the name of somebody else."""
    found = rows.officer_named(connection, name)
    if found is not None and found.id != officer_id:
        raise UsageError("cases.officer_name_taken", name=name)


def _required(connection: Connection, officer_id: int) -> OfficerRow:
    row = rows.officer_row(connection, officer_id)
    if row is None:
        raise UsageError("cases.officer_unknown")
    return row


def _require_active(row: OfficerRow) -> None:
    if not row.is_active:
        raise UsageError("cases.officer_retired", name=row.name)


def _require_no_wait(row: OfficerRow, now: datetime) -> None:
    """UsageError while there have been too many wrong PINs."""
    if row.wait_until is not None and datetime.fromisoformat(row.wait_until) > now:
        until = datetime.fromisoformat(row.wait_until).astimezone()
        raise UsageError("cases.pin_wait", until=f"{until:%H:%M:%S}")


def _after_wrong_pin(row: OfficerRow, now: datetime) -> OfficerRow:
    wrong = row.wrong_pins + 1
    if wrong < _FREE_TRIES:
        return replace(row, wrong_pins=wrong)
    wait = min(_FIRST_WAIT * 2 ** min(wrong - _FREE_TRIES, 10), _LONGEST_WAIT)
    return replace(row, wrong_pins=wrong, wait_until=(now + wait).isoformat())


def _officer(row: OfficerRow) -> Officer:
    return Officer(row.id, row.name, row.os_user, row.pin is not None, row.is_active, is_for_once(row.pin))
