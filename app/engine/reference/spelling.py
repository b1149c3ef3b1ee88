"""When two written forms of a name count as the same, and which forms a raw file may hold."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

_PUNCTUATION = str.maketrans({"、": ",", "‘": "'", "’": "'", "‐": "-", "–": "-", "—": "-"})
_FULL_WIDTH = str.maketrans({"(": "（", ")": "）", ",": "，"})
_HALF_WIDTH = str.maketrans({"（": "(", "）": ")", "，": ","})


def normalise(text: str) -> str:
    """The comparable form: width, case, accents' encoding, blanks and kinds of comma do not matter."""
    folded = unicodedata.normalize("NFKC", text).translate(_PUNCTUATION).casefold()
    return "".join(folded.split())


def variants(text: str) -> Iterator[str]:
    """The text as printed, with half- and full-width brackets and commas, and in capitals where it is Latin."""
    yield text
    yield text.translate(_HALF_WIDTH)
    yield text.translate(_FULL_WIDTH)
    if text.upper() != text:
        yield text.upper()


def lookup(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Every variant of each spelling → key; a variant never displaces an exact spelling."""
    exact = dict(pairs)
    found = {form: key for text, key in exact.items() for form in variants(text)}
    return found | exact
