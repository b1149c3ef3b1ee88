"""Members of a filter by whatever a person types of them: name in either language, pinyin, its initials, or a code."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.bridge.dashboard_filters import HS_DIGITS, Facet, Filter
from app.bridge.named import Named
from app.engine.messages import Language
from app.engine.reference import countries, hs_codes, provinces, trade_modes
from app.engine.reference.pinyin import syllables
from app.engine.reference.spelling import normalise


@dataclass(frozen=True, slots=True)
class _Entry:
    """One member with everything it is found by, in lower case; `order` breaks ties."""

    filter: Filter
    names: tuple[str, str]
    keys: tuple[str, ...]
    order: int


def search(facet: Facet, typed: str, language: Language, *, limit: int) -> list[Named]:
    """The best matches first: those that begin with what was typed, then those that hold it; all for nothing typed.

    Among equals, English names stand by the alphabet; Chinese names and goods by their codes, as customs lists them.
    """
    wanted = normalise(typed)
    is_by_name = language is Language.EN and facet is not Facet.HS
    ranked = sorted(
        (rank, entry.names[1].casefold() if is_by_name else "", entry.order, entry)
        for entry in _entries(facet)
        if (rank := _rank(entry, wanted)) is not None
    )
    return [_named(entry, language) for *_, entry in ranked[:limit]]


def _rank(entry: _Entry, wanted: str) -> int | None:
    """0 for a code or name that is it, 1 for one that begins with it, 2 for one that holds it."""
    if not wanted:
        return 0
    if wanted in entry.keys:
        return 0
    if any(key.startswith(wanted) for key in entry.keys):
        return 1
    return 2 if any(wanted in key for key in entry.keys[1:]) else None


def _named(entry: _Entry, language: Language) -> Named:
    zh, en = entry.names
    own, other = (zh, en) if language is Language.ZH else (en or zh, zh)
    key = entry.filter.key
    is_goods = entry.filter.facet is Facet.HS
    said = f"{key} {own}" if is_goods else own
    return Named(said, said if is_goods or not other else f"{own} · {other}", entry.filter)


@functools.cache
def _entries(facet: Facet) -> tuple[_Entry, ...]:
    found = _goods() if facet is Facet.HS else _members(facet)
    return tuple(_Entry(Filter(facet, code), (zh, en), keys, order) for order, (code, zh, en, keys) in enumerate(found))


def _members(facet: Facet) -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
    for code, zh, en, more in _table(facet):
        keys = (str(code), normalise(zh), normalise(en), *map(normalise, more), *_pinyin(zh))
        yield str(code), zh, en, tuple(dict.fromkeys(key for key in keys if key))


def _table(facet: Facet) -> Iterable[tuple[int, str, str, tuple[str, ...]]]:
    match facet:
        case Facet.COUNTRY:
            return [(one.code, one.name_zh, one.name_en, (one.iso3, one.iso2)) for one in countries.table().countries]
        case Facet.PROVINCE:
            return [
                (one.code, one.name_zh, one.name_en, (one.short_zh,)) for one in provinces.table().registration_places
            ]
        case _:
            return [(one.code, one.name_zh, one.name_en, ()) for one in trade_modes.table().modes]


def _goods() -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
    table = hs_codes.table()
    for digits in HS_DIGITS:
        for code in table.codes(digits):
            zh, en = table.title(code, Language.ZH), table.title(code, Language.EN)
            yield code, zh, en, (code, normalise(zh), normalise(en))


def _pinyin(name: str) -> tuple[str, str]:
    """Whole syllables and their initials: deguo and dg."""
    found = syllables(name)
    return "".join(found).lower(), "".join(syllable[:1] for syllable in found).lower()
