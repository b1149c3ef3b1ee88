"""Units of quantity with families and exact factors, and both official code systems."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from app.engine.messages import Language
from app.engine.reference import tables
from app.engine.reference.spelling import lookup, normalise

_COLUMNS = ("id", "name_zh", "name_en", "family", "numerator", "denominator", "stat_code", "declaration_code")


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit; quantity × numerator / denominator is the quantity in the family's base unit.

    Only units of one family are compared. Counting words share the family `count`, because the
    statistics give them one code and label it 个/套 in some years and 台, 件 … in others.
    """

    id: int
    name_zh: str
    name_en: str
    family: str
    numerator: int
    denominator: int
    stat_code: str
    declaration_code: str

    @property
    def factor(self) -> Fraction:
        """How many base units one of these is."""
        return Fraction(self.numerator, self.denominator)

    def name(self, language: Language) -> str:
        """The name as printed."""
        return self.name_zh if language is Language.ZH else self.name_en


@dataclass(frozen=True, slots=True)
class UnitTable:
    """All units with their spellings; obtained from `table()`."""

    units: tuple[Unit, ...]
    _ids: Mapping[int, Unit]
    _spellings: Mapping[str, int]
    _normal: Mapping[str, int]
    _declared: Mapping[str, Unit]

    def by_id(self, unit_id: int) -> Unit:
        """The unit of our own stable id; KeyError when there is none."""
        return self._ids[unit_id]

    def by_declaration_code(self, code: str) -> Unit:
        """The unit of a three-digit declaration code; KeyError when there is none."""
        return self._declared[code]

    def base_of(self, family: str) -> Unit:
        """The unit that prices of a family are quoted in; KeyError for an unknown family."""
        return _bases()[family]

    def find(self, text: str) -> Unit | None:
        """The unit of any name or symbol, however it is spaced or typed."""
        unit_id = self._normal.get(normalise(text))
        return None if unit_id is None else self._ids[unit_id]

    def spellings(self) -> Mapping[str, int]:
        """Every raw text → id; codes are left out, because the two code systems contradict each other."""
        return self._spellings


@functools.cache
def table() -> UnitTable:
    """The units of resources/reference, read once."""
    units = tuple(
        Unit(int(number), zh, en, family, int(numerator), int(denominator), stat, declared)
        for number, zh, en, family, numerator, denominator, stat, declared in tables.rows("units", _COLUMNS)
    )
    names = [(text, unit.id) for unit in units for text in (unit.name_zh, unit.name_en)]
    columns = ("spelling", "unit_id", "note")
    names += [(spelling, int(unit_id)) for spelling, unit_id, _ in tables.rows("unit_aliases", columns)]
    return UnitTable(
        units,
        {unit.id: unit for unit in units},
        MappingProxyType(lookup(names)),
        {normalise(text): unit_id for text, unit_id in names},
        {unit.declaration_code: unit for unit in units if unit.declaration_code},
    )


@functools.cache
def _bases() -> dict[str, Unit]:
    bases: dict[str, Unit] = {}
    for unit in table().units:
        if unit.factor == 1:
            bases.setdefault(unit.family, unit)
    return bases
