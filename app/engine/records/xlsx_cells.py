"""What the text of an XLSX cell stands for: places, numbers, dates, escaped letters."""

from __future__ import annotations

import datetime
import functools
import math
import re
from dataclasses import dataclass
from decimal import Decimal

MAX_COLUMNS = 16_384

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_WHOLE = re.compile(r"[+-]?\d+")
_EXACT_DIGITS = 15
_SMALLEST, _LARGEST = 1e-60, 1e60  # beyond, digits would only be zeros, up to a billion of them
_SECONDS = 86_400


def column_number(place: str) -> int:
    """Column of "AB12", from 0; beyond MAX_COLUMNS, or negative, for what is no place."""
    return _letters_number(place.rstrip("0123456789"))


@functools.lru_cache(maxsize=MAX_COLUMNS)
def _letters_number(letters: str) -> int:
    if not letters.isascii() or not letters.isalpha() or len(letters) > 3:
        return -1
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def number_text(stored: str) -> str:
    """A number without exponent or needless fraction; whole numbers keep every digit."""
    if _WHOLE.fullmatch(stored):
        return stored
    try:
        value = float(stored)
    except ValueError:
        return stored
    if not math.isfinite(value) or (value and not _SMALLEST < abs(value) < _LARGEST):
        return stored
    is_padded = sum(letter.isdigit() for letter in stored) > _EXACT_DIGITS
    exact = f"{Decimal(repr(value)) if is_padded else Decimal(stored):f}" if value else "0"
    whole, _, fraction = exact.partition(".")
    return exact if fraction.strip("0") else whole


def unescape(text: str) -> str:
    """Text with the format's own escapes (_x000D_) undone."""
    if "_x" not in text:
        return text
    told = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    # Two halves of one letter are escaped apart; a half alone is no letter that anything could keep
    return told.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


@dataclass(frozen=True, slots=True)
class DateSystem:
    """How a workbook counts days; the common one believes in 29 February 1900."""

    is_1904: bool

    def text(self, stored: str) -> str | None:
        """ISO date, date and time, or time of day; None for a number that is no date."""
        try:
            serial = float(stored)
        except ValueError:
            return None
        if not 0 <= serial < 2_958_466:
            return None
        days, share = divmod(serial, 1)
        moment = datetime.timedelta(seconds=round(share * _SECONDS))
        if days == 0 and not self.is_1904:
            return (datetime.datetime.min + moment).time().isoformat()
        first = datetime.datetime(1904, 1, 1) if self.is_1904 else datetime.datetime(1899, 12, 30 if days > 59 else 31)
        when = first + datetime.timedelta(days=days) + moment
        return when.date().isoformat() if when.time() == datetime.time() else when.isoformat(sep=" ")
