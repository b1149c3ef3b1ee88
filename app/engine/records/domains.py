"""Whether a cell is what a field may hold, by the reference tables: the ground for telling shifted columns."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.engine.records.layout import Field, PartnerCoding
from app.engine.reference import countries, hs_codes, provinces, trade_modes, units

NAMED = (Field.PARTNER, Field.PROVINCE, Field.MODE, Field.UNIT)
NUMERIC = frozenset({Field.QUANTITY, Field.QUANTITY_2, Field.VALUE, Field.UNIT_PRICE})

_NUMBER = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d*)?(?:[eE][+-]?\d+)?|[+-]?\.\d+")
_CODE = re.compile(r"\d{1,10}(?:\.0+)?")
_LIST_CODE = re.compile(r"\d{6}|\d{8}|\d{10}")


def holds(field: Field, cell: str, coding: PartnerCoding) -> bool:
    """True when the reference or the shape of the text says that `cell` can stand in `field`."""
    if field is Field.PARTNER:
        return is_partner(cell, coding)
    if field is Field.PROVINCE:
        return provinces.table().find(cell) is not None
    if field is Field.MODE:
        return trade_modes.table().find(cell) is not None
    if field is Field.UNIT or field is Field.UNIT_2:
        return units.table().find(cell) is not None
    if field is Field.HS:
        return _CODE.fullmatch(cell) is not None
    return field not in NUMERIC or is_number(cell)


def is_partner(cell: str, coding: PartnerCoding) -> bool:
    """True for a name, or a code of the given coding."""
    table = countries.table()
    if cell.isdigit() or coding is not PartnerCoding.CUSTOMS:
        return cell in table.spellings(coding.value)
    return table.find(cell) is not None


def is_number(cell: str) -> bool:
    """True for a plain or grouped decimal number."""
    return _NUMBER.fullmatch(cell) is not None


def are_listed_codes(cells: Sequence[str]) -> bool:
    """True for a column of commodity codes of six or more digits whose subheadings the nomenclature has."""
    listed = set(hs_codes.table().codes(6))
    known = sum(1 for cell in cells if _LIST_CODE.fullmatch(cell) and cell[:6] in listed)
    return bool(cells) and known >= 0.9 * len(cells)


def share(field: Field, cells: Sequence[str], coding: PartnerCoding) -> float:
    """Share of the distinct cells that the field may hold; 0 without any."""
    distinct = set(cells)
    return sum(1 for cell in distinct if holds(field, cell, coding)) / max(len(distinct), 1)
