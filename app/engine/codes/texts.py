"""Which characters the bytes of a code are, where the code does not say (no ECI), and what else they might be.

Programs in China write UTF-8 or GB18030 into codes without marking it; a decoder's wrong guess looks like text, too.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from app.engine.codes.answers import Reading

UTF_8, GB18030, AS_TOLD, BYTES = "utf-8", "gb18030", "as told", "bytes"
# Valid UTF-8 by chance is rare: each two-byte letter of GB18030 fits its pattern once in dozens
_UTF_8_BONUS = 0.35
_TOO_CLOSE = 0.12
_LEAST = 0.3


def readings(content: bytes, *, told: str, is_told: bool) -> tuple[Reading, ...]:
    """The most plausible reading first, then those that are nearly as plausible.

    `told` is the decoder's text; `is_told` says that the code itself names its characters (ECI).
    """
    if is_told or content.isascii():
        return (Reading(told, AS_TOLD),)
    weighed = sorted(_weighed(content, told), key=lambda pair: -pair[0])
    best, first = weighed[0]
    if best < _LEAST:
        return (Reading(content.hex(" "), BYTES),)
    near = [reading for weight, reading in weighed[1:] if best - weight < _TOO_CLOSE and reading.text != first.text]
    return (first, *near)


def _weighed(content: bytes, told: str) -> Iterator[tuple[float, Reading]]:
    for encoding, bonus in ((UTF_8, _UTF_8_BONUS), (GB18030, 0.0)):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        yield plausibility(text) + bonus, Reading(text, encoding)
    yield plausibility(told), Reading(told, AS_TOLD)


def plausibility(text: str) -> float:
    """From 0 to 1: how much the letters beyond ASCII look like what people write into codes in China."""
    letters = [letter for letter in text if letter > "\x7f"]
    if any(unicodedata.category(letter) in {"Cc", "Cn", "Co", "Cs"} for letter in letters):
        return 0.0
    return sum(map(_weight, letters)) / len(letters) if letters else 1.0


def _weight(letter: str) -> float:
    """Common characters (first level of GB 2312) most, rare ones little, others hardly, half-width kana not at all."""
    if "\uff61" <= letter <= "\uff9f":
        return 0.0
    try:
        lead = letter.encode("gb2312")[0]
    except UnicodeEncodeError:
        return 0.25 if "\u4e00" <= letter <= "\u9fff" else 0.15
    return 1.0 if 0xB0 <= lead <= 0xD7 else 0.9 if lead in {0xA1, 0xA3} else 0.6
