"""Finding partners, provinces, trade modes and commodity codes by whatever a person types of them.

Names in Chinese and English, all their other spellings, pinyin and its initials, ISO codes, and leading digits of the
HS, with or without dots. The best matches come first: what was typed exactly, then names that begin with it, then
words, then anything that holds it; and among commodities the higher level.
"""

from __future__ import annotations

import enum
import functools
import heapq
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from app.engine.messages import Language
from app.engine.reference import countries, goods_words, hs_codes, provinces, trade_modes
from app.engine.reference.goods_words import GoodsWords
from app.engine.reference.haystack import Haystack
from app.engine.reference.pinyin import Spelled, Speller, from_a_syllable
from app.engine.reference.spelling import normalise, without_accents

_EXACT, _CODE, _PREFIX, _WORD, _INSIDE = 100.0, 95.0, 80.0, 60.0, 40.0
_SPELLED, _BY_INITIALS = 5.0, 12.0  # how much less certain than the name itself
_LEAST_INITIALS, _LEAST_INSIDE = 2, 3
_LONG = 50
_LEVELS = (2, 4, 6, 8)
_HS_CODE = re.compile(r"\d[\d.\s]*")
_WORDS = re.compile(r"[a-z0-9]+")


class Kind(enum.Enum):
    """What was found."""

    COUNTRY = "country"
    PROVINCE = "province"
    MODE = "mode"
    HS = "hs"


@dataclass(frozen=True, slots=True)
class Hit:
    """One find: `key` is the customs code, the province's or the mode's code, or the HS code with its zeros."""

    kind: Kind
    key: str
    zh: str
    en: str
    score: float


@dataclass(frozen=True, slots=True)
class _Entry:
    """One thing to find; `rank` orders kinds and levels among equally good finds, below one step of the score."""

    kind: Kind
    key: str
    zh: str
    en: str
    rank: float
    codes: tuple[str, ...]  # as people may type them, in small letters
    chinese: tuple[str, ...]  # normalised
    english: tuple[str, ...]  # " word word"
    spelled: tuple[Spelled, ...]


class _Index:
    """All entries, and where to look for what was typed before any of them is looked at."""

    def __init__(self, entries: Sequence[_Entry]) -> None:
        self.entries = entries
        numbered = list(enumerate(entries))
        self._chinese = Haystack((name, n) for n, entry in numbered for name in entry.chinese)
        self._english = Haystack((name, n) for n, entry in numbered for name in entry.english)
        self._joined = Haystack((name.replace(" ", ""), n) for n, entry in numbered for name in entry.english)
        self._syllables = Haystack((spelled.syllables, n) for n, entry in numbered for spelled in entry.spelled)
        self._initials = Haystack((spelled.initials, n) for n, entry in numbered for spelled in entry.spelled)
        self._codes = Haystack((code, n) for n, entry in numbered for code in entry.codes)

    def candidates(self, typed: _Typed) -> set[int]:
        """Numbers of entries that may fit."""
        if typed.digits:
            return self._codes.beginning_with(typed.digits)
        found = self._chinese.holding(typed.text)
        if typed.text.isascii():
            found |= self._codes.beginning_with(typed.text) | self._joined.beginning_with(typed.text)
            found |= self._initials.beginning_with(typed.text) | self._begun(typed)
        return found

    def _begun(self, typed: _Typed) -> set[int]:
        """Entries of which a word or a syllable begins so; of one or two letters, only the first one."""
        if len(typed.text) < _LEAST_INSIDE:
            return self._syllables.beginning_with(typed.text.capitalize())
        found = self._syllables.matching(from_a_syllable(typed.text))
        return found | self._english.holding(typed.words[0]) if typed.words else found


@dataclass(frozen=True, slots=True)
class _Typed:
    """What was typed: without blanks, its digits if it is a code, and its words, each after a blank."""

    text: str
    digits: str
    words: tuple[str, ...]


def search(text: str, limit: int = 20, *, kinds: Collection[Kind] = frozenset(Kind)) -> list[Hit]:
    """The best `limit` finds of these kinds; none for nothing typed. The first call builds the index."""
    typed = _Typed(
        text=normalise(text),
        digits="".join(filter(str.isdigit, text)) if _HS_CODE.fullmatch(text.strip()) else "",
        words=tuple(f" {word}" for word in _WORDS.findall(without_accents(text).casefold())),
    )
    if not typed.text:
        return []
    index = _index()
    found = []
    for number in index.candidates(typed):
        entry = index.entries[number]
        score = _score(entry, typed) if entry.kind in kinds else 0.0
        if score:
            found.append((score + entry.rank - min(len(entry.zh), _LONG) / (10 * _LONG), -number, entry))
    best = heapq.nlargest(limit, found, key=lambda rated: rated[:2])
    return [Hit(entry.kind, entry.key, entry.zh, entry.en, score) for score, _, entry in best]


def prepare() -> None:
    """Build the index, which takes up to a second; for a worker thread."""
    _index()


def _score(entry: _Entry, typed: _Typed) -> float:
    """How well the entry fits, 0 if not at all."""
    if typed.digits:
        return _by_code(entry, typed.digits)
    best = 0.0
    for name in entry.chinese:
        if typed.text in name:
            best = max(best, _graded(name, typed.text) or _INSIDE)
    if typed.text.isascii():
        best = max(best, _by_code(entry, typed.text), _by_english(entry, typed), _by_pinyin(entry, typed.text))
    return best


def _graded(name: str, typed: str) -> float:
    """Whether a name is what was typed, or begins with it."""
    return _EXACT if name == typed else _PREFIX if name.startswith(typed) else 0.0


def _by_code(entry: _Entry, typed: str) -> float:
    """A partner is not found by the beginning of its code: that would be one in ten of them."""
    if typed in entry.codes:
        return _EXACT if entry.kind is Kind.HS else _CODE
    is_beginning = entry.kind is Kind.HS and entry.key.startswith(typed)
    return _PREFIX if is_beginning else 0.0


def _by_english(entry: _Entry, typed: _Typed) -> float:
    """A name as a whole, or each typed word as the beginning of one of its words."""
    best = 0.0
    for name in entry.english:
        best = max(best, _graded(name.replace(" ", ""), typed.text))
        if len(typed.text) >= _LEAST_INSIDE and typed.words and all(word in name for word in typed.words):
            best = max(best, _WORD)
    return best


def _by_pinyin(entry: _Entry, typed: str) -> float:
    best = 0.0
    for spelled in entry.spelled:
        if grade := _graded(spelled.letters, typed):
            best = max(best, grade - _SPELLED)
        elif len(typed) >= _LEAST_INSIDE and from_a_syllable(typed).search(spelled.syllables):
            best = max(best, _INSIDE - _SPELLED)
        if len(typed) >= _LEAST_INITIALS and (grade := _graded(spelled.initials, typed)):
            best = max(best, grade - _BY_INITIALS)
    return best


@functools.cache
def _index() -> _Index:
    speller = Speller()
    return _Index([*_partners(speller), *_provinces(speller), *_modes(speller), *_commodities(speller)])


def _partners(speller: Speller) -> Iterator[_Entry]:
    table = countries.table()
    aliases: dict[int, list[str]] = {}
    for alias in table.aliases:
        aliases.setdefault(alias.code, []).append(alias.spelling)
    for one in table.countries:
        names = (one.name_zh, one.name_en, *aliases.get(one.code, ()))
        codes = (one.iso2, one.iso3, str(one.code))
        entry = _Entry(Kind.COUNTRY, str(one.code), one.name_zh, one.name_en, 4.0, codes, names, (), ())
        yield _member(speller, entry)


def _provinces(speller: Speller) -> Iterator[_Entry]:
    for one in provinces.table().registration_places:
        key, names = str(one.code), (one.name_zh, one.name_en, one.short_zh)
        yield _member(speller, _Entry(Kind.PROVINCE, key, one.name_zh, one.name_en, 3.5, (key,), names, (), ()))


def _modes(speller: Speller) -> Iterator[_Entry]:
    table = trade_modes.table()
    for one in table.modes:
        key = str(one.code)
        names = (one.name_zh, one.name_en, *(alias.spelling for alias in table.aliases if alias.code == one.code))
        yield _member(speller, _Entry(Kind.MODE, key, one.name_zh, one.name_en, 3.0, (key,), names, (), ()))


def _member(speller: Speller, entry: _Entry) -> _Entry:
    """The entry, whose names of both languages stand among the Chinese ones, with everything that it is found by."""
    chinese = [name for name in entry.chinese if not name.isascii()]
    return replace(
        entry,
        codes=tuple(code.casefold() for code in entry.codes if code),
        chinese=tuple(map(normalise, chinese)),
        english=tuple(_words(name) for name in entry.chinese if name.isascii()),
        spelled=tuple(map(speller.name, chinese)),
    )


def _commodities(speller: Speller) -> Iterator[_Entry]:
    table, words = hs_codes.table(), goods_words.table()
    for level, digits in enumerate(_LEVELS):
        for code in table.codes(digits):
            zh, en = table.title(code, Language.ZH), table.title(code, Language.EN)
            own = (_words(en),) if en and digits < _LEVELS[-1] else ()  # eight-digit codes borrow English titles
            entry = _Entry(
                Kind.HS, code, zh, en, 2.5 - 0.5 * level, (code,), (normalise(zh),), own, (speller.words(zh),)
            )
            yield _called(speller, entry, words[code]) if code in words else entry


def _called(speller: Speller, entry: _Entry, called: GoodsWords) -> _Entry:
    """The entry, found by what people call the goods besides."""
    return replace(
        entry,
        chinese=(*entry.chinese, *map(normalise, called.chinese)),
        english=(*entry.english, *map(_words, called.english)),
        spelled=(*entry.spelled, *map(speller.words, called.chinese)),
    )


def _words(name: str) -> str:
    return "".join(f" {word}" for word in _WORDS.findall(without_accents(name).casefold()))
