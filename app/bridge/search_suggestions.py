"""What the command palette offers, and how well it answers to what was typed."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from app.engine.reference.pinyin import syllables

_ASCII_SUBSEQUENCE_FROM = 2


class Kind(enum.Enum):
    """What is done with a suggestion."""

    PAGE = "page"
    COMMAND = "command"
    VIEW = "view"
    MEMBER = "member"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One line of the palette; `key` tells it from all others, `also` are further words that find it."""

    kind: Kind
    key: str
    title: str
    icon: str
    detail: str = ""
    shortcut: str = ""
    also: tuple[str, ...] = ()


def matching(typed: str, suggestions: Iterable[Suggestion]) -> list[Suggestion]:
    """Those that answer to what was typed, the best first; equally good ones stay in their order."""
    query = _plain(typed)
    scored = [(score, suggestion) for suggestion in suggestions if (score := _score(query, suggestion)) is not None]
    return [suggestion for _, suggestion in sorted(scored, key=lambda pair: pair[0])]


def recent_first(suggestions: Sequence[Suggestion], recent: Sequence[str]) -> list[Suggestion]:
    """In their order, but what was used last comes first."""
    places = {key: place for place, key in enumerate(recent)}
    return sorted(suggestions, key=lambda suggestion: places.get(suggestion.key, len(places)))


def _score(query: str, suggestion: Suggestion) -> int | None:
    """0 for the same word, up to 3 for letters in the same order; None if nothing answers."""
    found = [_word_score(query, _plain(text)) for text in (suggestion.title, *suggestion.also)]
    return min((score for score in found if score is not None), default=None)


def _word_score(query: str, word: str) -> int | None:
    if query == word:
        return 0
    if word.startswith(query):
        return 1
    if query in word:
        return 2
    letters = iter(word)
    is_word_like = query.isascii() and len(query) >= _ASCII_SUBSEQUENCE_FROM
    return 3 if is_word_like and all(letter in letters for letter in query) else None


def with_pinyin(suggestions: Iterable[Suggestion]) -> list[Suggestion]:
    """The same, found by pinyin and its first letters too; takes a moment where the dictionary is needed."""
    spelled = []
    for suggestion in suggestions:
        chinese = [text for text in (suggestion.title, *suggestion.also) if not text.isascii()]
        more = [word for each in map(syllables, chinese) for word in ("".join(each), "".join(part[0] for part in each))]
        spelled.append(replace(suggestion, also=(*suggestion.also, *more)))
    return spelled


def _plain(text: str) -> str:
    return "".join(text.casefold().split())
