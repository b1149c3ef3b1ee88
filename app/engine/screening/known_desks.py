"""Desks whose keys this desk accepts, each under the name that an officer gave it."""

from __future__ import annotations

from app.engine.errors import UsageError
from app.engine.screening.case_desk import CaseDesk
from app.engine.screening.desk_keys import fingerprint_of
from app.engine.screening.officers import Session, require_session
from app.engine.store.cases.known_keys import KnownKey, all_known_keys, keep_known_key


def known_desks(desk: CaseDesk) -> list[KnownKey]:
    """All of them by name; keys of this desk's own, of earlier sessions too, are among them under an empty name."""
    with desk.cases.reading() as connection:
        return all_known_keys(connection)


def known_name(desk: CaseDesk, public_key: str) -> str | None:
    """The name of the desk that a key is of, "" for this one; None for a key that nobody has accepted here."""
    return next((each.name for each in known_desks(desk) if each.public_key == public_key), None)


def accept_desk(desk: CaseDesk, session: Session, public_key: str, name: str) -> KnownKey:
    """Accept a key from now on; the officer has compared its fingerprint with its desk."""
    stripped = " ".join(name.split())
    if not stripped:
        raise UsageError("cases.desk_without_name")
    if known_name(desk, public_key) == "":
        raise UsageError("cases.desk_is_own")
    key = KnownKey(fingerprint_of(public_key), public_key, stripped)
    with desk.cases.writing() as (connection, journal):
        author = require_session(connection, session)
        keep_known_key(connection, key)
        journal.add(author, "key_accepted", {"fingerprint": key.fingerprint, "name": key.name})
    return key
