"""PINs of officers as they are kept: salted, and slow to guess."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import string
import unicodedata

from app.engine.errors import UsageError

LEAST_LETTERS = 6
_COST, _BLOCK, _LANES = 2**14, 8, 1  # 16 MB and some 50 ms for each guess
_SALT = 16
_DRAWN_DIGITS, _ONCE = 8, "once:"


def hidden_pin(pin: str) -> str:
    """What is kept of a PIN; UsageError for one that is too short."""
    if len(pin.strip()) < LEAST_LETTERS:
        raise UsageError("cases.pin_short", least=LEAST_LETTERS)
    salt = secrets.token_bytes(_SALT)
    return f"scrypt${_COST}${_BLOCK}${_LANES}${salt.hex()}${_hash(pin, salt, _COST, _BLOCK, _LANES).hex()}"


def drawn_pin() -> str:
    """One for somebody who forgot theirs, by lot."""
    return "".join(secrets.choice(string.digits) for _ in range(_DRAWN_DIGITS))


def for_once(hidden: str) -> str:
    """The same, to be replaced before anything else is done."""
    return f"{_ONCE}{hidden}"


def is_for_once(hidden: str | None) -> bool:
    """Whether a PIN has to be replaced."""
    return hidden is not None and hidden.startswith(_ONCE)


def pin_hash(hidden: str | None) -> str | None:
    """What the log tells of a PIN as it is kept, so that another put in its place is missed; it helps no guessing."""
    return None if hidden is None else hashlib.sha256(str(hidden).encode("utf-8", "surrogatepass")).hexdigest()


def is_pin(pin: str, hidden: str) -> bool:
    """Whether a PIN is the one that was hidden."""
    try:
        _, cost, block, lanes, salt, kept = hidden.removeprefix(_ONCE).split("$")
        found = _hash(pin, bytes.fromhex(salt), int(cost), int(block), int(lanes))
        return hmac.compare_digest(found, bytes.fromhex(kept))
    except ValueError:
        return False


def _hash(pin: str, salt: bytes, cost: int, block: int, lanes: int) -> bytes:
    text = unicodedata.normalize("NFKC", pin.strip()).encode("utf-8", "surrogatepass")
    return hashlib.scrypt(text, salt=salt, n=cost, r=block, p=lanes)
