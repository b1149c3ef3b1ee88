"""The key with which a desk signs what it hands out, and what a signature of another desk is worth here."""

from __future__ import annotations

import enum
import hashlib
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from app.engine.vault import Secrets

_SECRET = "screening-desk-key"
_LETTERS = 32


class KeyOrigin(enum.Enum):
    """Whether the key will be the same tomorrow."""

    KEYRING = "keyring"
    SESSION = "session"


@dataclass(frozen=True, slots=True)
class DeskKey:
    """An Ed25519 key; its public half is told in hexadecimal."""

    public_key: str
    origin: KeyOrigin
    private: Ed25519PrivateKey = field(repr=False)

    def sign(self, content: bytes) -> str:
        """The signature in hexadecimal."""
        return self.private.sign(content).hex()

    @property
    def fingerprint(self) -> str:
        """What two people compare aloud."""
        return fingerprint_of(self.public_key)


def desk_key(secrets: Secrets) -> DeskKey:
    """The desk's key, made at its first use."""
    kept = _read(secrets.read(_SECRET))
    if kept is not None:
        # What is kept for this session only is written into no keyring at the second attempt either
        is_kept = secrets.keep(_SECRET, kept.private_bytes_raw().hex())
        return _key(kept, is_kept=is_kept)
    made = Ed25519PrivateKey.generate()
    is_kept = secrets.keep(_SECRET, made.private_bytes_raw().hex())
    # Another program may have put its own there at the same moment: what stands there counts
    return _key(_read(secrets.read(_SECRET)) or made, is_kept=is_kept)


def is_signed(content: bytes, *, signature: str, public_key: str) -> bool:
    """Whether a signature fits; False as well for what is no signature or no key, or is written in another way."""
    try:
        raw_key, raw = bytes.fromhex(public_key), bytes.fromhex(signature)
        Ed25519PublicKey.from_public_bytes(raw_key).verify(raw, content)
    except (InvalidSignature, ValueError):
        return False
    # Capitals and spaces would be a change that nobody sees
    return (raw_key.hex(), raw.hex()) == (public_key, signature)


def fingerprint_of(public_key: str) -> str:
    """Thirty-two letters in groups of four."""
    try:
        digest = hashlib.sha256(bytes.fromhex(public_key)).hexdigest()[:_LETTERS]
    except ValueError:
        return ""
    return "-".join(digest[place : place + 4] for place in range(0, _LETTERS, 4))


def _read(secret: str | None) -> Ed25519PrivateKey | None:
    """A key that somebody damaged is replaced, as one that is lost."""
    try:
        return None if secret is None else Ed25519PrivateKey.from_private_bytes(bytes.fromhex(secret))
    except ValueError:
        return None


def _key(private: Ed25519PrivateKey, *, is_kept: bool) -> DeskKey:
    origin = KeyOrigin.KEYRING if is_kept else KeyOrigin.SESSION
    return DeskKey(private.public_key().public_bytes_raw().hex(), origin, private)
