"""The commodity nomenclature: sections, chapters, headings, subheadings, eight-digit codes of two editions."""

from __future__ import annotations

import enum
import functools
from collections.abc import Mapping
from dataclasses import dataclass

from app.engine.messages import Language
from app.engine.reference import tables

EDITIONS = (2012, 2017, 2022)
_LISTED_EDITIONS = (2012, 2022)


class Status(enum.Enum):
    """How well a code is known; EDITION_UNKNOWN is kept and flagged, UNKNOWN is rejected."""

    KNOWN = "known"
    EDITION_UNKNOWN = "edition_unknown"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Section:
    """One of the 22 sections, by Roman numeral."""

    number: int
    section: str
    name_zh: str
    name_en: str

    def name(self, language: Language) -> str:
        """The section's title."""
        return self.name_zh if language is Language.ZH else self.name_en


@dataclass(frozen=True, slots=True)
class Chapter:
    """One chapter; `reason` says why a photo cannot show it, empty where it can."""

    code: str
    section: str
    name_zh: str
    name_en: str
    is_photographable: bool
    reason: str

    def name(self, language: Language) -> str:
        """The chapter's title."""
        return self.name_zh if language is Language.ZH else self.name_en


@dataclass(frozen=True, slots=True)
class Hs8:
    """One eight-digit code; a name is empty in an edition that does not list it, units are ids of the 2022 list."""

    code: str
    name_zh_2012: str
    name_zh_2022: str
    in_2012: bool
    in_2022: bool
    unit1: int | None
    unit2: int | None

    @property
    def name_zh(self) -> str:
        """The name of the newest edition that lists the code."""
        return self.name_zh_2022 or self.name_zh_2012


@dataclass(frozen=True, slots=True)
class _Titles:
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class HsTable:
    """Titles and membership of codes of two, four, six and eight digits; obtained from `table()`."""

    sections: tuple[Section, ...]
    chapters: tuple[Chapter, ...]

    def chapter(self, code: str) -> Chapter:
        """The chapter that a code of any length belongs to; KeyError when there is none."""
        return _chapters()[code[:2]]

    def title(self, code: str, language: Language) -> str:
        """The title of the code, or of the nearest level above that has one in this language; "" if none has."""
        for length in (8, 6, 4, 2):
            if len(code) >= length:
                titles = _level(length).get(code[:length])
                text = (titles.zh if language is Language.ZH else titles.en) if titles else ""
                if text:
                    return text
        return ""

    def codes(self, level: int) -> tuple[str, ...]:
        """All codes of 2, 4, 6 or 8 digits in order."""
        return tuple(_level(level))

    def hs8(self, code: str) -> Hs8 | None:
        """The entry of an eight-digit code, None when no list holds it."""
        return _hs8().get(code)

    def unit_of(self, hs8: str) -> int | None:
        """Id of the first statistical unit in the 2022 list; None when that list does not say."""
        entry = _hs8().get(hs8)
        return entry.unit1 if entry else None

    def exists(self, code: str, edition: int) -> bool:
        """Whether the eight-digit list of 2012 or 2022 holds the code or one below it; other editions: never."""
        return edition in _LISTED_EDITIONS and code in _members(edition)

    def status(self, code: str) -> Status:
        """KNOWN in some list; EDITION_UNKNOWN if only its subheading is; else UNKNOWN."""
        if code in _level(len(code)):
            return Status.KNOWN
        return Status.EDITION_UNKNOWN if len(code) == 8 and code[:6] in _level(6) else Status.UNKNOWN

    def parent(self, code: str) -> str:
        """The code one level up; "" for a chapter."""
        return code[:-2]


def edition_of(year: int) -> int:
    """The edition that a year's data use: 2012 until 2016, 2017 until 2021, then 2022."""
    return 2012 if year < 2017 else 2017 if year < 2022 else 2022


@functools.cache
def table() -> HsTable:
    """The nomenclature of resources/reference; the longer lists are read when first asked for."""
    sections = tuple(
        Section(int(number), section, zh, en)
        for number, section, zh, en in tables.rows("sections", ("number", "section", "name_zh", "name_en"))
    )
    return HsTable(sections, tuple(_chapters().values()))


@functools.cache
def _chapters() -> dict[str, Chapter]:
    columns = ("chapter", "section", "name_zh", "name_en", "photographable", "reason")
    rows = tables.rows("chapters", columns)
    return {code: Chapter(code, section, zh, en, photo == "yes", why) for code, section, zh, en, photo, why in rows}


@functools.cache
def _level(length: int) -> Mapping[str, _Titles]:
    if length == 2:
        return {code: _Titles(chapter.name_zh, chapter.name_en) for code, chapter in _chapters().items()}
    if length in (4, 6):
        return {code: _Titles(zh, en) for code, zh, en in tables.rows(f"hs{length}", ("code", "name_zh", "name_en"))}
    if length == 8:
        return {code: _Titles(entry.name_zh, "") for code, entry in _hs8().items()}
    return {}


@functools.cache
def _hs8() -> dict[str, Hs8]:
    columns = ("code", "name_zh_2012", "name_zh_2022", "in_2012", "in_2022", "unit1", "unit2")
    number = tables.number
    return {
        code: Hs8(code, old, new, in_old == "1", in_new == "1", number(unit1), number(unit2))
        for code, old, new, in_old, in_new, unit1, unit2 in tables.rows("hs8", columns)
    }


@functools.cache
def _members(edition: int) -> frozenset[str]:
    listed = [code for code, entry in _hs8().items() if (entry.in_2012 if edition == 2012 else entry.in_2022)]
    return frozenset(code[:length] for code in listed for length in (2, 4, 6, 8))
