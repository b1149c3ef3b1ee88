"""When two written forms of a name count as the same, and which forms a raw file may hold."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

_ACCENTED = re.compile("[\u00c0-\u024f\u0300-\u036f]")
_PUNCTUATION = str.maketrans({"、": ",", "‘": "'", "’": "'", "‐": "-", "–": "-", "—": "-"})
_FULL_WIDTH = str.maketrans({"(": "（", ")": "）", ",": "，"})
_HALF_WIDTH = str.maketrans({"（": "(", "）": ")", "，": ","})


def normalise(text: str) -> str:
    """The comparable form: width, case, accents, blanks and kinds of comma do not matter."""
    folded = without_accents(unicodedata.normalize("NFKC", text)).translate(_PUNCTUATION).casefold()
    return "".join(folded.split())


def without_accents(text: str) -> str:
    """Côte d'Ivoire as files without accents write it."""
    if not _ACCENTED.search(text):
        return text
    parts = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(part for part in parts if not unicodedata.combining(part)))


def variants(text: str) -> Iterator[str]:
    """The text as printed, with half- or full-width brackets and commas, without accents, in capitals."""
    yield text
    yield text.translate(_HALF_WIDTH)
    yield text.translate(_FULL_WIDTH)
    yield without_accents(text)
    yield text.upper()


def lookup(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Every variant of each spelling → key; a variant never displaces an exact spelling."""
    exact = dict(pairs)
    found = {form: key for text, key in exact.items() for form in variants(text)}
    return found | exact
