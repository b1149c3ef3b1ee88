"""The statement of an evidence file: the few facts that a code on paper carries, signed by the desk."""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from app.engine.errors import InputError
from app.engine.screening.desk_keys import DeskKey, fingerprint_of, is_signed
from app.engine.store.cases.journal import canonical

_PREFIX = "TSE1"
_MOST_BYTES = 20_000
_MOST_LETTERS = 60


@dataclass(frozen=True, slots=True)
class Statement:
    """What the desk states; texts are as declared, `contents` is the SHA-256 over everything in the file."""

    number: str
    row: int
    direction: str
    hs: str
    goods: str
    trader: str
    declared_on: str
    total: str
    currency: str
    state: str
    officer: str
    made_at: str
    contents: str
    log_entries: int
    log_hash: str
    key_origin: str

    @property
    def text(self) -> str:
        """Exactly what is signed."""
        return canonical({each.name: getattr(self, each.name) for each in fields(self)})


@dataclass(frozen=True, slots=True)
class SignedStatement:
    """A statement with the signature over its text."""

    statement: Statement
    public_key: str
    signature: str

    @property
    def is_genuine(self) -> bool:
        """Whether the signature fits; whose key it is has to be known otherwise."""
        return is_signed(self.statement.text.encode(), signature=self.signature, public_key=self.public_key)

    @property
    def fingerprint(self) -> str:
        """Of the key that signed."""
        return fingerprint_of(self.public_key)


def sign_statement(statement: Statement, key: DeskKey) -> SignedStatement:
    """Sign what is stated."""
    return SignedStatement(statement, key.public_key, key.sign(statement.text.encode()))


def shortened(text: str) -> str:
    """So much of a long name as a code has room for."""
    return text if len(text) <= _MOST_LETTERS else text[: _MOST_LETTERS - 1] + "…"


def code_text(signed: SignedStatement) -> str:
    """What the code on paper holds."""
    packed = zlib.compress(signed.statement.text.encode(), 9)
    parts = (packed, bytes.fromhex(signed.signature), bytes.fromhex(signed.public_key))
    return ".".join([_PREFIX, *(base64.urlsafe_b64encode(part).decode().rstrip("=") for part in parts)])


def is_code_text(text: str) -> bool:
    """Whether a code claims to be one of ours."""
    return text.startswith(f"{_PREFIX}.")


def statement_of_code(text: str) -> SignedStatement:
    """What a code states; InputError for one that is damaged. The signature has not been looked at."""
    try:
        _, packed, signature, public_key = text.strip().split(".")
        unpacking = zlib.decompressobj()
        raw = unpacking.decompress(_unpadded(packed), _MOST_BYTES)
        told = statement_from(json.loads(raw))
        return SignedStatement(told, _unpadded(public_key).hex(), _unpadded(signature).hex())
    except (ValueError, TypeError, zlib.error, binascii.Error, RecursionError) as error:
        raise InputError("evidence.code_damaged") from error


def statement_from(document: Mapping[str, Any]) -> Statement:
    """The statement of a document; ValueError or TypeError for what is none."""
    kinds = {each.name: int if each.type == "int" else str for each in fields(Statement)}
    if set(document) != set(kinds) or any(type(document[name]) is not kind for name, kind in kinds.items()):
        raise ValueError(document)
    statement = Statement(**document)
    # Half a letter is none that anybody could have signed, or that a screen could show
    statement.text.encode()
    return statement


def _unpadded(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
