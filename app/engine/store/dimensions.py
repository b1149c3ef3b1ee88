"""What figures can be broken down by, and how the members of each are written."""

from __future__ import annotations

import enum

from app.engine.reference import countries


class Dimension(enum.Enum):
    """One way to break figures down; the values are those of the command line."""

    COUNTRY = "country"
    PROVINCE = "province"
    MODE = "mode"
    HS2 = "hs2"
    HS4 = "hs4"
    HS6 = "hs6"
    HS8 = "hs8"
    YEAR = "year"
    MONTH = "month"
    DIRECTION = "direction"

    @property
    def hs_digits(self) -> int | None:
        """Length of its codes if it is a level of the HS."""
        return int(self.value[2:]) if self.value.startswith("hs") else None


_DIRECTIONS = {1: "import", 2: "export"}


def member_key(dimension: Dimension, code: int) -> str:
    """The text by which a member is named at every border: ISO3, HS code with its zeros, or the number itself."""
    if dimension.hs_digits:
        return str(code).zfill(dimension.hs_digits)
    if dimension is Dimension.DIRECTION:
        return _DIRECTIONS[code]
    if dimension is Dimension.COUNTRY:
        return country_key(code)
    return str(code)


def country_key(code: int) -> str:
    """ISO3 of a partner; its customs code where ISO has none, as for regions not specified."""
    try:
        return countries.table().by_code(code).iso3 or str(code)
    except KeyError:
        return str(code)
