"""Words of the screening desk: what stands in boxes, cells and sentences."""

from __future__ import annotations

from app.bridge import data_words
from app.bridge.texts import Texts
from app.engine.reference import countries, currencies, provinces, trade_modes, units
from app.engine.screening.columns import Part
from app.engine.screening.declaration import TERM_NAMES, Term
from app.engine.store.selection import Direction

_COMMON_CURRENCIES = ("USD", "CNY", "EUR", "JPY", "HKD")
_COMMON_UNITS = ("千克", "个", "台", "件", "升")


def term_name(term: Term | None) -> str:
    """As the form prints it; "" for none."""
    return "" if term is None else TERM_NAMES[term]


def constant_choices(part: Part) -> list[str]:
    """What a field can be for all rows, as text that the reader understands; the commonest first."""
    match part:
        case Part.DIRECTION:
            return [each.value for each in Direction]
        case Part.TERM:
            return list(TERM_NAMES.values())
        case Part.CURRENCY:
            codes = [currency.code for currency in currencies.table().currencies]
            return [*_COMMON_CURRENCIES, *(code for code in codes if code not in _COMMON_CURRENCIES)]
        case _:
            names = [unit.name_zh for unit in units.table().units]
            return [*_COMMON_UNITS, *(name for name in names if name not in _COMMON_UNITS)]


def form_choices(texts: Texts, part: Part) -> list[str]:
    """What can stand in a field of the form, in the words of the language; empty where it is free."""
    language = texts.language
    match part:
        case Part.DIRECTION:
            return [data_words.direction_name(texts, each.value) for each in Direction]
        case Part.TERM | Part.CURRENCY:
            return constant_choices(part)
        case Part.UNIT | Part.FIRST_UNIT | Part.SECOND_UNIT:
            found = (units.table().find(name) for name in constant_choices(part))
            return list(dict.fromkeys(unit.name(language) for unit in found if unit is not None))
        case Part.MODE:
            return [mode.name(language) for mode in trade_modes.table().modes]
        case Part.PLACE:
            return [place.name(language) for place in provinces.table().registration_places]
        case Part.ORIGIN | Part.DESTINATION:
            return [country.name(language) for country in countries.table().countries]
    return []


def constant_name(texts: Texts, part: Part, value: str) -> str:
    """What the box shows for it."""
    if not value:
        return texts.say("data.mapping_choose")
    match part:
        case Part.DIRECTION:
            return data_words.direction_name(texts, value)
        case Part.CURRENCY:
            return f"{value} {currencies.table().by_code(value).name(texts.language)}"
        case Part.UNIT | Part.FIRST_UNIT | Part.SECOND_UNIT:
            unit = units.table().find(value)
            return unit.name(texts.language) if unit else value
    return value
