"""Signed heads of the log: what goes into every export, so that a log cut short afterwards is missed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from app.engine.errors import InputError
from app.engine.screening.case_desk import CaseDesk
from app.engine.screening.desk_keys import fingerprint_of, is_signed
from app.engine.store.cases.journal import Head, canonical, head_of

FORMAT = "log-head/1"


@dataclass(frozen=True, slots=True)
class SignedHead:
    """The last entry of the log at a moment, signed by the desk's key."""

    head: Head
    at: str
    public_key: str
    signature: str

    @property
    def is_genuine(self) -> bool:
        """Whether the signature fits; whose key it is has to be known otherwise."""
        content = _content(self.head, self.at, self.public_key).encode()
        return is_signed(content, signature=self.signature, public_key=self.public_key)

    @property
    def fingerprint(self) -> str:
        """Of the key that signed."""
        return fingerprint_of(self.public_key)

    @property
    def document(self) -> dict[str, Any]:
        """As it stands in exports."""
        return {
            "format": FORMAT,
            "entries": self.head.entries,
            "hash": self.head.hash,
            "at": self.at,
            "public_key": self.public_key,
            "signature": self.signature,
        }


def signed_head(desk: CaseDesk) -> SignedHead:
    """The head of the log now."""
    key = desk.key
    with desk.cases.reading() as connection:
        head = head_of(connection)
    at = datetime.now(tz=UTC).isoformat()
    return SignedHead(head, at, key.public_key, key.sign(_content(head, at, key.public_key).encode()))


def head_from(document: Mapping[str, Any]) -> SignedHead:
    """A head of an export; InputError for what is none."""
    try:
        if document["format"] == FORMAT:
            head = Head(int(document["entries"]), str(document["hash"]))
            return SignedHead(head, str(document["at"]), str(document["public_key"]), str(document["signature"]))
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise InputError("cases.head_unreadable") from error
    raise InputError("cases.head_unreadable")


def _content(head: Head, at: str, public_key: str) -> str:
    return canonical({"format": FORMAT, "entries": head.entries, "hash": head.hash, "at": at, "public_key": public_key})
