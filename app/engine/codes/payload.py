"""What the text of a code is about: a declaration, a customs number, an article number, or just text shown as it is.

A payload is data from outside. Nothing in it is opened, followed or run.
"""

from __future__ import annotations

import enum
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from app.engine.records.layout import Field
from app.engine.records.vocabulary import read_headings

_MOST_LETTERS = 20_000
_LEAST_FIELDS = 2
_PAIR = re.compile(r"\s*([^:=：＝;；\n|&]{1,40})\s*[:=：＝]\s*([^;；\n|&]*)")
_ADDRESS = re.compile(r"^[a-z][a-z0-9+.-]{1,20}:", re.IGNORECASE)
_CUSTOMS_NUMBER = re.compile(r"^\d{18}$")
_NUMBER_KEYS = {"报关单号", "海关编号", "报关单编号", "declaration", "declarationno", "declaration_no", "entryid"}


class PayloadKind(enum.Enum):
    """How a payload is shown."""

    DECLARATION = "declaration"
    CUSTOMS_NUMBER = "customs_number"
    GTIN = "gtin"
    ADDRESS = "address"  # a URL or anything else that a careless program would open
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Payload:
    """`fields` holds raw text by canonical field, `extra` what has no such field, under its own key."""

    kind: PayloadKind
    text: str
    fields: Mapping[Field, str]
    extra: Mapping[str, str]
    number: str = ""


def read_payload(text: str) -> Payload:
    """What the text is about; never fails."""
    stripped = text.strip()
    pairs = _pairs(stripped)
    keys = tuple(pairs)
    places = {field: keys[place] for field, (place, _) in read_headings(keys).items()}
    fields = {field: pairs[key] for field, key in places.items()}
    extra = {key: value for key, value in pairs.items() if key not in places.values()}
    number = next((value for key, value in extra.items() if _key(key) in _NUMBER_KEYS), "")
    if len(fields) >= _LEAST_FIELDS and Field.HS in fields:
        return Payload(PayloadKind.DECLARATION, text, fields, extra, number)
    if _CUSTOMS_NUMBER.match(stripped):
        return Payload(PayloadKind.CUSTOMS_NUMBER, text, {}, {}, stripped)
    if is_gtin(stripped):
        return Payload(PayloadKind.GTIN, text, {}, {}, stripped)
    if _ADDRESS.match(stripped) or stripped.startswith(("\\\\", "//", "/", "<")):
        return Payload(PayloadKind.ADDRESS, text, {}, {})
    return Payload(PayloadKind.TEXT, text, {}, {}, number)


def inert(text: str, *, keeps_lines: bool = False) -> str:
    """Without anything that a terminal or a text area would obey: letters that cannot be printed become U+FFFD."""
    return "".join(letter if letter.isprintable() or (keeps_lines and letter == "\n") else "\ufffd" for letter in text)


def is_gtin(digits: str) -> bool:
    """True for 8, 12, 13 or 14 digits with the check digit of the GS1 General Specifications (section 7.9)."""
    if not (digits.isascii() and digits.isdigit() and len(digits) in {8, 12, 13, 14}):
        return False
    weighed = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits[:-1])))
    return (10 - weighed % 10) % 10 == int(digits[-1])


def _pairs(text: str) -> dict[str, str]:
    """Keys and values of a JSON object or of lines, semicolons, bars or ampersands."""
    if len(text) > _MOST_LETTERS:
        return {}
    if text.startswith("{"):
        try:
            told = json.loads(text)
        except (ValueError, RecursionError):
            return {}
        return {str(key): str(value) for key, value in told.items() if isinstance(value, str | int | float)}
    if _ADDRESS.match(text) and "//" in text[:30]:
        return {}
    return {key.strip(): value.strip() for key, value in _PAIR.findall(text)}


def _key(text: str) -> str:
    return "".join(text.split()).casefold()
