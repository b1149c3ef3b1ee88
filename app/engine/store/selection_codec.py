"""A selection as plain values that other versions and other stores understand: ISO3, codes as text, years as a pair."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import TypeVar

from app.engine.errors import InputError, UsageError
from app.engine.reference import countries, currencies, provinces, trade_modes
from app.engine.store.dimensions import country_key
from app.engine.store.selection import Direction, Selection, Years

_HS_LEVELS = (2, 4, 6, 8)
_FIELDS = tuple(field.name for field in fields(Selection))
_T = TypeVar("_T")


def selection_document(selection: Selection) -> dict[str, object]:
    """Every field under its own name; what lets everything through is None or an empty list."""
    years = selection.years
    return {
        "direction": selection.direction.value if selection.direction else None,
        "years": [years.first, years.last] if years else None,
        "countries": [country_key(code) for code in selection.countries],
        "provinces": [str(code) for code in selection.provinces],
        "hs": list(selection.hs),
        "modes": [str(code) for code in selection.modes],
        "currency": selection.currency,
        "reporter": None if selection.reporter is None else country_key(selection.reporter),
        "hs_level": selection.hs_level,
        "source": selection.source,
    }


def read_selection(document: Mapping[str, object]) -> Selection:
    """The selection of a document; absent fields filter nothing. InputError names the field that cannot be used."""
    for name in document:
        if name not in _FIELDS:
            raise InputError("selection.field_unknown", field=name)
    return Selection(
        direction=_one(document, "direction", Direction),
        years=_one(document, "years", _years),
        countries=_each(document, "countries", _country),
        provinces=_each(document, "provinces", _province),
        hs=_each(document, "hs", _hs),
        modes=_each(document, "modes", _mode),
        currency=_one(document, "currency", _currency),
        reporter=_one(document, "reporter", _country),
        hs_level=_one(document, "hs_level", _hs_level),
        source=_one(document, "source", _text),
    )


def _one(document: Mapping[str, object], name: str, read: Callable[[object], _T]) -> _T | None:
    value = document.get(name)
    return None if value is None else _understood(name, value, read)


def _each(document: Mapping[str, object], name: str, read: Callable[[object], _T]) -> tuple[_T, ...]:
    return tuple(_understood(name, value, read) for value in _understood(name, document.get(name, []), _values))


def _understood(name: str, value: object, read: Callable[[object], _T]) -> _T:
    try:
        return read(value)
    except (ValueError, KeyError, UsageError) as error:
        raise InputError("selection.unusable", field=name, given=value) from error


def _values(value: object) -> list[object]:
    if not isinstance(value, list):
        raise ValueError(value)
    return value


def _text(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError(value)
    return value


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError(value)
    return value


def _code(value: object) -> int:
    text = _text(value)
    if not (text.isascii() and text.isdigit()):
        raise ValueError(value)
    return int(text)


def _years(value: object) -> Years:
    first, last = (_number(each) for each in _values(value))
    return Years(first, last)


def _country(value: object) -> int:
    text, table = _text(value), countries.table()
    return (table.by_code(_code(text)) if text.isdigit() else table.by_iso3(text)).code


def _province(value: object) -> int:
    return provinces.table().by_code(_code(value)).code


def _mode(value: object) -> int:
    return trade_modes.table().by_code(_code(value)).code


def _hs(value: object) -> str:
    return Selection(hs=(_text(value),)).hs[0]


def _currency(value: object) -> str:
    return currencies.table().by_code(_text(value)).code


def _hs_level(value: object) -> int:
    return _HS_LEVELS[_HS_LEVELS.index(_number(value))]
