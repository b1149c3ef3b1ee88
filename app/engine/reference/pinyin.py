"""How Chinese names are typed without Chinese: whole syllables (deguo) and their initials (dg)."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.engine.reference import tables

_COLUMNS = ("name_zh", "syllables")
_CODE = "0123456789 "  # as it may stand before a name
_CHINESE = re.compile("[\u3007\u3400-\u9fff\U00020000-\U000323af]")


@dataclass(frozen=True, slots=True)
class Spelled:
    """A name's syllables, each with a capital (DeGuo), and its initials in small letters (dg)."""

    syllables: str
    initials: str

    @property
    def letters(self) -> str:
        """All in small letters, as people type it."""
        return self.syllables.casefold()


def syllables(name: str) -> list[str]:
    """The Chinese part of a name. Members' own names are known at once, others need the dictionary."""
    known = _known_names().get(name.lstrip(_CODE))
    if known is not None:
        return known.split()
    if not _CHINESE.search(name):
        return []
    from pypinyin import lazy_pinyin  # noqa: PLC0415  # as below

    found: list[str] = lazy_pinyin(name, errors="ignore")
    return found


@functools.cache
def _known_names() -> Mapping[str, str]:
    return dict(tables.rows("pinyin", _COLUMNS))


class Speller:
    """Spells names; making one reads the dictionary, which takes longer than a window may stand still."""

    def __init__(self) -> None:
        from pypinyin import lazy_pinyin  # noqa: PLC0415  # reading its dictionary takes half a second
        from pypinyin.pinyin_dict import pinyin_dict  # noqa: PLC0415

        self._by_phrase = lazy_pinyin
        self._readings = pinyin_dict
        self._syllables: dict[str, str] = {}

    def name(self, text: str) -> Spelled:
        """As the whole name is read: 重庆 is chongqing. Slower than `words`."""
        return _spelled([syllable for syllable in self._by_phrase(text) if syllable.isalnum()])

    def words(self, text: str) -> Spelled:
        """Sign by sign in the most frequent reading: for thousands of long names."""
        return _spelled([syllable for sign in text if (syllable := self._syllable(sign))])

    def _syllable(self, sign: str) -> str:
        """The reading without its tone; letters and digits stand for themselves, anything else for nothing."""
        known = self._syllables.get(sign)
        if known is None:
            reading = self._readings.get(ord(sign), "").partition(",")[0]
            known = _without_tone(reading) or (sign.casefold() if sign.isascii() and sign.isalnum() else "")
            self._syllables[sign] = known
        return known


def _without_tone(reading: str) -> str:
    """People type lv for lü."""
    parts = unicodedata.normalize("NFD", reading).replace("u\N{COMBINING DIAERESIS}", "v")
    return "".join(part for part in parts if not unicodedata.combining(part))


def from_a_syllable(typed: str) -> re.Pattern[str]:
    """Finds letters in `syllables` where a syllable begins: an is not found in Guan."""
    rest = (f"[{re.escape(letter)}{re.escape(letter.upper())}]" for letter in typed[1:])
    return re.compile(re.escape(typed[:1].upper()) + "".join(rest))


def _spelled(syllables: Sequence[str]) -> Spelled:
    capitals = [syllable[0].upper() + syllable[1:].casefold() for syllable in syllables]
    return Spelled("".join(capitals), "".join(syllable[0] for syllable in syllables).casefold())
