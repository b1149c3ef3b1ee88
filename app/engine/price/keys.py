"""The groups that prices are compared in: by product, partner, year, province and mode, each as one number per line."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from app.engine.price.backfit import pack
from app.engine.price.rows import PriceRows

Keys = NDArray[np.int64]
_DIRECTIONS, _UNITS, _COUNTRIES, _MEMBERS, _YEARS = 4, 256, 1024, 128, 4096
_HS8, _HS6, _HS4, _HS2 = 100_000_000, 1_000_000, 10_000, 100


def _chapter(rows: PriceRows) -> Keys:
    return pack((rows.direction, _DIRECTIONS), (rows.hs // _HS6, _HS2), (rows.unit, _UNITS))


def _heading(rows: PriceRows) -> Keys:
    return pack((rows.direction, _DIRECTIONS), (rows.hs // _HS4, _HS4), (rows.unit, _UNITS))


def _subheading(rows: PriceRows) -> Keys:
    return pack((rows.direction, _DIRECTIONS), (rows.hs // _HS2, _HS6), (rows.unit, _UNITS))


def _product(rows: PriceRows) -> Keys:
    return pack((rows.direction, _DIRECTIONS), (rows.hs, _HS8), (rows.unit, _UNITS))


def _year(rows: PriceRows) -> Keys:
    return pack((rows.year, _YEARS))


def _chapter_year(rows: PriceRows) -> Keys:
    return pack((rows.hs // _HS6, _HS2), (rows.year, _YEARS))


def _heading_year(rows: PriceRows) -> Keys:
    return pack((rows.hs // _HS4, _HS4), (rows.year, _YEARS))


def _partner(rows: PriceRows) -> Keys:
    return pack((rows.direction, _DIRECTIONS), (rows.country, _COUNTRIES))


def _partner_chapter(rows: PriceRows) -> Keys:
    return pack((rows.direction, _DIRECTIONS), (rows.country, _COUNTRIES), (rows.hs // _HS6, _HS2))


def _partner_heading(rows: PriceRows) -> Keys:
    return pack((rows.direction, _DIRECTIONS), (rows.country, _COUNTRIES), (rows.hs // _HS4, _HS4))


def _partner_product(rows: PriceRows) -> Keys:
    return pack((rows.direction, _DIRECTIONS), (rows.country, _COUNTRIES), (rows.hs, _HS8), (rows.unit, _UNITS))


def _mode(rows: PriceRows) -> Keys:
    return pack((rows.direction, _DIRECTIONS), (rows.mode, _MEMBERS))


def _province(rows: PriceRows) -> Keys:
    return pack((rows.direction, _DIRECTIONS), (rows.province, _MEMBERS))


def _province_chapter(rows: PriceRows) -> Keys:
    return pack((rows.direction, _DIRECTIONS), (rows.province, _MEMBERS), (rows.hs // _HS6, _HS2))


# In the order in which effects are fitted: wide groups first
KEYS: Mapping[str, Callable[[PriceRows], Keys]] = {
    "chapter": _chapter,
    "heading": _heading,
    "subheading": _subheading,
    "product": _product,
    "year": _year,
    "chapter_year": _chapter_year,
    "heading_year": _heading_year,
    "partner": _partner,
    "partner_chapter": _partner_chapter,
    "partner_heading": _partner_heading,
    "partner_product": _partner_product,
    "mode": _mode,
    "province": _province,
    "province_chapter": _province_chapter,
}
BY_YEAR = ("year", "chapter_year", "heading_year")


def split_year(keys: Keys) -> tuple[Keys, Keys]:
    """What keys of `BY_YEAR` name besides the year, and the year."""
    return keys // _YEARS, keys % _YEARS


def group_of_year_factor(name: str, rows: PriceRows) -> Keys:
    """The group of each row in a factor of `BY_YEAR`, without its year."""
    if name == "year":
        return np.zeros(len(rows), dtype=np.int64)
    return (rows.hs // (_HS6 if name == "chapter_year" else _HS4)).astype(np.int64)
