"""What the boxes of the pricing desk offer: members that the product is traded with first, then all others."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.engine.messages import Language
from app.engine.reference import countries, hs_codes, provinces, trade_modes, units
from app.engine.reference.pinyin import syllables
from app.engine.reference.spelling import normalise

if TYPE_CHECKING:
    from app.engine.store.questions.product_members import MemberCount


@dataclass(frozen=True, slots=True)
class Choice:
    """A member under its name; `keys` is what typing finds it by, `records` are 0 for one without any."""

    code: int
    name: str
    keys: str
    records: int = 0


def member_choices(parameter: str, counted: Sequence[MemberCount], language: Language) -> list[Choice]:
    """Those with records first, most first; then the others by name."""
    named = {code: (name, keys) for code, name, keys in _named(parameter, language)}
    known = [(one.code, one.records) for one in counted if one.code in named]
    rest = sorted((code for code in named if code not in dict(known)), key=lambda code: named[code][0])
    return [Choice(code, *named[code], records) for code, records in [*known, *((code, 0) for code in rest)]]


def unit_choices(counted: Sequence[MemberCount], language: Language) -> list[Choice]:
    """Units of the product's records first, then others of the same families, into which prices convert exactly."""
    table = units.table()
    known = {one.code: one.records for one in counted}
    families = {table.by_id(code).family for code in known}
    rest = [unit.id for unit in table.units if unit.family in families and unit.id not in known]
    return [
        Choice(code, table.by_id(code).name(language), _keys(table.by_id(code).name_zh, table.by_id(code).name_en), n)
        for code, n in [*known.items(), *((code, 0) for code in rest)]
    ]


def unit_name(unit: int | None, language: Language) -> str:
    """The name of a unit; "" for none."""
    return "" if unit is None else units.table().by_id(unit).name(language)


@functools.cache
def _named(parameter: str, language: Language) -> tuple[tuple[int, str, str], ...]:
    return tuple(
        (code, zh if language is Language.ZH else en, _keys(str(code), zh, en, *more))
        for code, zh, en, more in _TABLES[parameter]()
    )


def _countries() -> Iterable[tuple[int, str, str, tuple[str, ...]]]:
    return [(one.code, one.name_zh, one.name_en, (one.iso3, one.iso2)) for one in countries.table().countries]


def _provinces() -> Iterable[tuple[int, str, str, tuple[str, ...]]]:
    return [(one.code, one.name_zh, one.name_en, (one.short_zh,)) for one in provinces.table().registration_places]


def _modes() -> Iterable[tuple[int, str, str, tuple[str, ...]]]:
    return [(one.code, one.name_zh, one.name_en, ()) for one in trade_modes.table().modes]


def _chapters() -> Iterable[tuple[int, str, str, tuple[str, ...]]]:
    """Under code and title, so that they stand in the order of the nomenclature."""
    return [
        (int(one.code), f"{one.code} {one.name_zh}", f"{one.code} {one.name_en}", (one.code, one.name_zh, one.name_en))
        for one in hs_codes.table().chapters
    ]


_TABLES = {"country": _countries, "province": _provinces, "mode": _modes, "chapter": _chapters}


def _keys(*texts: str) -> str:
    """Everything that finds a member, each after a mark that nobody types."""
    chinese = [text for text in texts if not text.isascii()]
    return "\n" + "\n".join(dict.fromkeys(normalise(text) for text in [*texts, *_spelled(chinese)] if text))


def _spelled(chinese: Sequence[str]) -> list[str]:
    spelled = [syllables(text) for text in chinese]
    return [word for each in spelled for word in ("".join(each), "".join(part[:1] for part in each))]
