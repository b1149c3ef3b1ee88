"""Statistical trade modes, their spellings, and the declaration codes that roll up to them."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from app.engine.messages import Language
from app.engine.reference import tables
from app.engine.reference.spelling import lookup, normalise


@dataclass(frozen=True, slots=True)
class TradeMode:
    """One statistical mode; `basis` says how sure the pairing of code and name is."""

    code: int
    name_zh: str
    name_en: str
    basis: str

    def name(self, language: Language) -> str:
        """The name as statistics print it."""
        return self.name_zh if language is Language.ZH else self.name_en


@dataclass(frozen=True, slots=True)
class ModeAlias:
    """A further label; `year` is that of the change."""

    spelling: str
    code: int
    kind: str
    year: int | None
    note: str


@dataclass(frozen=True, slots=True)
class DeclarationMode:
    """A four-digit code of declarations; `mode` is None where no statistical mode is certain."""

    code: str
    name_zh: str
    mode: int | None
    basis: str


@dataclass(frozen=True, slots=True)
class TradeModeTable:
    """All modes with their spellings; obtained from `table()`."""

    modes: tuple[TradeMode, ...]
    aliases: tuple[ModeAlias, ...]
    declaration_modes: tuple[DeclarationMode, ...]
    _codes: Mapping[int, TradeMode]
    _spellings: Mapping[str, int]
    _normal: Mapping[str, int]
    _declared: Mapping[str, DeclarationMode]

    def by_code(self, code: int) -> TradeMode:
        """The mode of a statistical code; KeyError when there is none."""
        return self._codes[code]

    def find(self, text: str) -> TradeMode | None:
        """The mode of any label or statistical code, however it is spaced or typed."""
        code = self._normal.get(normalise(text))
        return None if code is None else self._codes[code]

    def spellings(self) -> Mapping[str, int]:
        """Every raw text → statistical code."""
        return self._spellings

    def by_declaration_code(self, code: str) -> DeclarationMode:
        """The entry of a four-digit declaration code; KeyError when there is none."""
        return self._declared[code]


@functools.cache
def table() -> TradeModeTable:
    """The modes of resources/reference, read once."""
    modes = tuple(
        TradeMode(int(code), zh, en, basis)
        for code, zh, en, basis in tables.rows("trade_modes", ("code", "name_zh", "name_en", "basis"))
    )
    aliases = tuple(
        ModeAlias(spelling, int(code), kind, tables.number(year), note)
        for spelling, code, kind, year, note in tables.rows(
            "trade_mode_aliases", ("spelling", "code", "kind", "year", "note")
        )
    )
    names = [(text, mode.code) for mode in modes for text in (mode.name_zh, mode.name_en, str(mode.code))]
    names += [(alias.spelling, alias.code) for alias in aliases]
    declared = _declaration_modes()
    return TradeModeTable(
        modes,
        aliases,
        declared,
        {mode.code: mode for mode in modes},
        MappingProxyType(lookup(names)),
        {normalise(text): code for text, code in names},
        {entry.code: entry for entry in declared},
    )


def _declaration_modes() -> tuple[DeclarationMode, ...]:
    columns = ("code", "name_zh", "mode", "basis")
    rows = tables.rows("declaration_modes", columns)
    return tuple(DeclarationMode(code, zh, tables.number(mode), basis) for code, zh, mode, basis in rows)
