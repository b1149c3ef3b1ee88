"""Currencies of declarations: ISO code, names, the numeric code used before 2018."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass

from app.engine.messages import Language
from app.engine.reference import tables
from app.engine.reference.spelling import normalise


@dataclass(frozen=True, slots=True)
class Currency:
    """One currency by its ISO code."""

    code: str
    name_zh: str
    name_en: str
    declaration_code: str

    def name(self, language: Language) -> str:
        """The name as printed."""
        return self.name_zh if language is Language.ZH else self.name_en


@dataclass(frozen=True, slots=True)
class CurrencyTable:
    """All currencies; obtained from `table()`."""

    currencies: tuple[Currency, ...]
    _codes: Mapping[str, Currency]
    _names: Mapping[str, str]

    def by_code(self, code: str) -> Currency:
        """The currency of an ISO code; KeyError when there is none."""
        return self._codes[code]

    def find(self, text: str) -> Currency | None:
        """The currency of an ISO code, a name or a numeric declaration code."""
        code = self._names.get(normalise(text))
        return None if code is None else self._codes[code]


@functools.cache
def table() -> CurrencyTable:
    """The currencies of resources/reference, read once."""
    columns = ("code", "name_zh", "name_en", "declaration_code")
    currencies = tuple(Currency(*row) for row in tables.rows("currencies", columns))
    codes = {currency.code: currency for currency in currencies}
    names = {
        normalise(text): currency.code
        for currency in currencies
        for text in (currency.code, currency.name_zh, currency.name_en, currency.declaration_code)
    }
    return CurrencyTable(currencies, codes, names)
