"""The commodities of the demo: real HS8 codes with unit, edition, price level and weight in each direction."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.engine.demo.facts import DIRECTIONS, ProductRow, read_products
from app.engine.demo.hashing import Codes, Floats, hashed_normal, hashed_uniform
from app.engine.demo.units import written_unit
from app.engine.reference import hs_codes

_UNLISTED_SHARE = 0.015
_SECOND_UNIT_SHARE = 0.25
_KILOGRAM = 1
_AIRCRAFT, _VESSEL = 33, 34
_UNLISTED_SUFFIX = 97  # no edition uses it below the subheadings chosen; checked against the list


@dataclass(frozen=True, slots=True)
class Products:
    """Arrays over commodities in the order of their codes; weights are relative, prices are ln US dollars per unit."""

    hs8: Codes
    unit_id: Codes
    since_2017: NDArray[np.bool_]
    is_unlisted: NDArray[np.bool_]
    cycle: list[str]
    raw_price: Floats
    record_weight: Floats
    value_weight: dict[str, Floats]

    @property
    def hs6(self) -> Codes:
        """Subheading of each commodity."""
        return self.hs8 // 100

    @property
    def hs4(self) -> Codes:
        """Heading of each commodity."""
        return self.hs8 // 10_000

    @property
    def hs2(self) -> Codes:
        """Chapter of each commodity."""
        return self.hs8 // 1_000_000


def build_products() -> Products:
    """Every code of the 2012 edition, those of 2022 that it shares, and some that no list holds."""
    table = hs_codes.table()
    every = [entry for code in sorted(table.codes(8)) if (entry := table.hs8(code))]
    unit_of = _units(every)
    listed = [entry for entry in every if entry.in_2012]
    codes = np.array([int(entry.code) for entry in listed], dtype=np.int64)
    units = np.array([unit_of[entry.code] for entry in listed])
    in_2022 = np.array([entry.in_2022 for entry in listed])
    extra, parents = _unlisted(codes, in_2022, {int(entry.code) for entry in every})
    hs8 = np.concatenate([codes, extra])
    order = np.argsort(hs8, kind="stable")
    unlisted = np.concatenate([np.zeros(len(codes), bool), np.ones(len(extra), bool)])[order]
    hs8 = hs8[order]
    unit_id = np.concatenate([units, units[parents]])[order]
    rows = read_products()
    chapters = {row.prefix: row for row in rows if len(row.prefix) == 2}
    of_chapter = [chapters[f"{code // 1_000_000:02d}"] for code in hs8]
    return Products(
        hs8=hs8,
        unit_id=unit_id,
        since_2017=unlisted | np.concatenate([in_2022, np.zeros(len(extra), bool)])[order],
        is_unlisted=unlisted,
        cycle=[row.cycle for row in of_chapter],
        raw_price=_raw_price(hs8, unit_id, of_chapter),
        record_weight=_record_weight(hs8, unit_id, of_chapter),
        value_weight={direction: _value_weight(hs8, rows, direction) for direction in DIRECTIONS},
    )


def noise_scale(hs4: Codes) -> Floats:
    """Scale of the Student-t noise of ln price, between 0.3 and 0.6; belongs to the heading, not to the seed."""
    return 0.3 + 0.3 * hashed_uniform("noise scale", hs4)


def _units(every: list[hs_codes.Hs8]) -> dict[str, int]:
    """First statistical unit of each code, or the second for some; a code without one takes that of the nearest."""
    codes = np.array([int(entry.code) for entry in every], dtype=np.int64)
    first = np.array([entry.unit1 or 0 for entry in every])
    second = np.array([entry.unit2 or 0 for entry in every])
    takes_second = (first == _KILOGRAM) & (second > 0)
    takes_second &= hashed_uniform("second unit", codes // 100) < _SECOND_UNIT_SHARE
    units = np.where(takes_second, second, first)
    known = np.flatnonzero(units)
    at = np.searchsorted(codes[known], codes).clip(1, len(known) - 1)
    before, after = known[at - 1], known[at]
    nearest = np.where(codes - codes[before] <= codes[after] - codes, before, after)
    units = np.where(units > 0, units, units[nearest])
    return {entry.code: written_unit(unit) for entry, unit in zip(every, units.tolist(), strict=True)}


def _unlisted(codes: Codes, in_2022: NDArray[np.bool_], every: set[int]) -> tuple[Codes, NDArray[np.intp]]:
    """Codes in no list under known subheadings, each with the position of a sibling that it resembles."""
    firsts = np.flatnonzero(in_2022 & np.concatenate([[True], np.diff(codes // 100) > 0]))
    chosen = firsts[hashed_uniform("unlisted", codes[firsts]) < _UNLISTED_SHARE]
    made = codes[chosen] // 100 * 100 + _UNLISTED_SUFFIX
    fresh = np.array([int(code) not in every for code in made], dtype=bool)
    return made[fresh], chosen[fresh]


def _raw_price(hs8: Codes, unit_id: Codes, chapters: list[ProductRow]) -> Floats:
    """ln price before calibration: unit, chapter, and effects of HS4, HS6 and HS8."""
    unit = np.array([_UNIT_PRICE.get(int(u), 2.5) for u in unit_id])
    per_kilogram = np.isin(unit_id, [1, 3])
    chapter = np.array([row.price_offset or 0.0 for row in chapters]) * np.where(per_kilogram, 1.0, 0.4)
    return np.asarray(
        unit
        + chapter
        + 0.75 * hashed_normal("price hs4", hs8 // 10_000)
        + 0.35 * hashed_normal("price hs6", hs8 // 100)
        + 0.25 * hashed_normal("price hs8", hs8)
    )


def _record_weight(hs8: Codes, unit_id: Codes, chapters: list[ProductRow]) -> Floats:
    tilt = np.array([row.record_tilt or 0.0 for row in chapters])
    spread = 0.8 * hashed_normal("records hs4", hs8 // 10_000) + 0.8 * hashed_normal("records hs8", hs8)
    few = np.where(np.isin(unit_id, [_AIRCRAFT, _VESSEL]), 0.15, 1.0)
    return np.asarray(tilt * few * np.exp(spread))


def _value_weight(hs8: Codes, rows: list[ProductRow], direction: str) -> Floats:
    """Shares of value in percent: each heading or rest of chapter is spread log-normally over its codes."""
    weight = np.exp(1.0 * hashed_normal("value hs4", hs8 // 10_000) + 1.0 * hashed_normal("value hs8", hs8))
    result = np.zeros(len(hs8))
    taken = np.zeros(len(hs8), bool)
    for row in sorted(rows, key=lambda r: -len(r.prefix)):
        group = (hs8 // 10 ** (8 - len(row.prefix)) == int(row.prefix)) & ~taken
        if group.any():
            result[group] = weight[group] / weight[group].sum() * row.value_share[direction]
        taken |= group
    return result


# ln US dollars per unit before calibration, by unit id
_UNIT_PRICE = {
    1: 2.2, 2: 3.0, 3: 6.0, 4: 4.5, 5: 1.4, 6: 6.3, 7: 5.3, 8: 1.2, 9: 1.9, 10: 2.9, 11: 3.2, 12: 4.0, 13: 4.2,
    14: 2.8, 15: 3.8, 16: 4.2, 17: 5.0, 18: 2.8, 19: 6.6, 20: 8.2, 21: 2.2, 22: 2.4, 23: 1.0, 24: 3.2, 25: 2.0,
    27: 2.6, 28: 2.0, 29: 2.0, 30: 1.6, 31: 4.5, 32: 2.0, 33: 10.0, 34: 11.0, 37: 1.5,
}  # fmt: skip
