"""Names of members of dimensions, and members by the names and codes that people type."""

from __future__ import annotations

from app.engine.errors import UsageError
from app.engine.messages import Language
from app.engine.reference import countries, hs_codes, provinces, trade_modes
from app.engine.store.dimensions import Dimension, member_key

_DIRECTION_NAMES = {
    1: {Language.ZH: "进口", Language.EN: "imports"},
    2: {Language.ZH: "出口", Language.EN: "exports"},
}


def member_name(dimension: Dimension, code: int, language: Language, *, is_import: bool = False) -> str:
    """The name as printed; the key itself for a code that no table holds. China as origin of imports is marked."""
    if dimension is Dimension.DIRECTION:
        return _DIRECTION_NAMES[code][language]
    if dimension.hs_digits:
        return hs_codes.table().title(member_key(dimension, code), language)
    try:
        match dimension:
            case Dimension.COUNTRY:
                return countries.partner_label(countries.table().by_code(code), language, is_import=is_import)
            case Dimension.PROVINCE:
                return provinces.table().by_code(code).name(language)
            case Dimension.MODE:
                return trade_modes.table().by_code(code).name(language)
            case _:
                return str(code)
    except KeyError:
        return member_key(dimension, code)


def find_member(dimension: Dimension, text: str) -> int:
    """The code of a country, province or trade mode by ISO3, code or name; UsageError when there is none."""
    code = _find(dimension, text)
    if code is None:
        raise UsageError(f"query.{dimension.value}_unknown", given=text)
    return code


def _find(dimension: Dimension, text: str) -> int | None:
    if dimension is Dimension.COUNTRY:
        country = countries.table().find(text)
        return country.code if country else None
    if dimension is Dimension.PROVINCE:
        province = provinces.table().find(text)
        return province.code if province else None
    mode = trade_modes.table().find(text)
    return mode.code if mode else None
