"""The clean records of one year and direction: which commodity, country, province and trade mode each has."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.engine.demo.affinity import affinity_matrix
from app.engine.demo.facts import YEARS, Margins, read_affinities
from app.engine.demo.hashing import Floats
from app.engine.demo.products import Products
from app.engine.demo.relations import Relations

_HOME_SHARE = 0.25  # of a relation's records lie in its home province
_BORDER_PROVINCES = (15, 21, 22, 23, 45, 53, 54, 65)
_BORDER_PARTNERS = (106, 109, 119, 124, 125, 127, 141, 145, 146, 147, 344)
_REDRAWS = 8
_ALWAYS_PRESENT = 1e-3  # share of value from which a country has a record even in a small build


@dataclass(frozen=True, slots=True)
class Cells:
    """Positions, row by row: relation in Relations; country, province, mode in the margins."""

    relation: NDArray[np.int32]
    country: NDArray[np.int16]
    province: NDArray[np.int8]
    mode: NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Specialities:
    """Province tilts: one line per group of commodities, and the group of each commodity."""

    lines: Floats
    group: NDArray[np.int64]


def apportion(weights: Floats, total: int) -> NDArray[np.int64]:
    """Whole numbers that add up to `total` in proportion to `weights` (largest remainder)."""
    exact = weights / weights.sum() * total
    counts: NDArray[np.int64] = np.floor(exact).astype(np.int64)
    missing = total - int(counts.sum())
    counts[np.argsort(counts - exact, kind="stable")[:missing]] += 1
    return counts


def province_specialities(products: Products, margins: Margins, direction: str) -> Specialities:
    """Groups of commodities that the same provinces trade."""
    rows = read_affinities(direction, "province")
    tilt = affinity_matrix(rows, products.hs8, margins.provinces.codes)
    lines, group = np.unique(tilt, axis=0, return_inverse=True)
    return Specialities(lines.astype(np.float64), group.astype(np.int64))


def draw_cells(
    margins: Margins,
    relations: Relations,
    specialities: Specialities,
    *,
    year: int,
    records: int,
    random: np.random.Generator,
) -> Cells:
    """`records` cells, all different where a country is large enough, with exact counts in all three margins."""
    at = YEARS.index(year)
    per_country = _country_counts(margins, at, records)
    alive = relations.alive(year)
    draw = _RelationDraw(relations, alive, len(per_country))
    country = np.repeat(np.arange(len(per_country), dtype=np.int16), per_country)
    relation = draw.first_then_any(country, per_country, random)
    province = _draw_provinces(margins, relations, specialities, relation, at=at, random=random)
    mode = _draw_modes(margins, country, province, at=at, random=random)
    for _ in range(_REDRAWS):
        key = ((relation.astype(np.int64) * 64) + province) * 32 + mode
        _, first = np.unique(key, return_index=True)
        if len(first) == records:
            break
        repeated = np.ones(records, bool)
        repeated[first] = False
        relation[repeated] = draw.evenly(country[repeated], random)
    return Cells(relation, country, province, mode)


class _RelationDraw:
    """Draws living relations of given countries by their weights."""

    def __init__(self, relations: Relations, alive: NDArray[np.intp], countries: int) -> None:
        self._alive = alive
        owner = relations.country[alive]
        weight = relations.record_weight[alive]
        self._starts = np.searchsorted(owner, np.arange(countries + 1))
        running = np.concatenate([[0.0], np.cumsum(weight)])
        base, end = running[self._starts[:-1]], running[self._starts[1:]]
        size = np.where(end > base, end - base, 1.0)
        self._cumulated = owner + (running[1:] - base[owner]) / size[owner]

    def any(self, country: NDArray[np.int16], random: np.random.Generator) -> NDArray[np.int32]:
        """One relation for each entry of `country`."""
        found = np.searchsorted(self._cumulated, country + random.random(len(country)), side="right")
        last = self._starts[country.astype(np.int64) + 1] - 1
        return self._alive[np.minimum(found, last)].astype(np.int32)

    def evenly(self, country: NDArray[np.int16], random: np.random.Generator) -> NDArray[np.int32]:
        """As `any`, but each relation is as likely as another: heavy ones have no free cell left."""
        begin, end = self._starts[country.astype(np.int64)], self._starts[country.astype(np.int64) + 1]
        return self._alive[begin + (random.random(len(country)) * (end - begin)).astype(np.int64)].astype(np.int32)

    def first_then_any(
        self, country: NDArray[np.int16], counts: NDArray[np.int64], random: np.random.Generator
    ) -> NDArray[np.int32]:
        """Every relation of a country once, as far as its records reach, then draws; `country` is sorted."""
        begins = np.concatenate([[0], np.cumsum(counts)[:-1]])
        rank = np.arange(len(country)) - begins[country]
        position = self._starts[country] + rank
        is_first = position < self._starts[country.astype(np.int64) + 1]
        relation = np.empty(len(country), dtype=np.int32)
        relation[is_first] = self._alive[position[is_first]]
        relation[~is_first] = self.any(country[~is_first], random)
        return relation


def _country_counts(margins: Margins, at: int, records: int) -> NDArray[np.int64]:
    weights = margins.countries.records[at]
    counts = apportion(weights, records)
    usd = margins.countries.usd[at]
    lacking = (counts == 0) & (weights > 0) & (usd > _ALWAYS_PRESENT * usd.sum())
    counts[lacking] = 1
    counts[np.argmax(counts)] -= int(lacking.sum())
    return counts


def _draw_provinces(
    margins: Margins,
    relations: Relations,
    specialities: Specialities,
    relation: NDArray[np.int32],
    *,
    at: int,
    random: np.random.Generator,
) -> NDArray[np.int8]:
    """Provinces by what they trade, partly at each relation's home, corrected to the exact counts."""
    target = apportion(margins.provinces.records[at], len(relation))
    group = specialities.group[relations.product[relation]]
    rows = np.bincount(group, minlength=len(specialities.lines)).astype(np.float64)
    fitted = _fit(specialities.lines * target, rows, target.astype(np.float64))
    uniform = random.random(len(relation))
    at_home = random.random(len(relation)) < _HOME_SHARE
    uniform[at_home] = relations.home[relation[at_home]]
    drawn = _draw_by_group(fitted, group, uniform)
    return _correct(drawn, target, random).astype(np.int8)


def _draw_modes(
    margins: Margins,
    country: NDArray[np.int16],
    province: NDArray[np.int8],
    *,
    at: int,
    random: np.random.Generator,
) -> NDArray[np.int8]:
    """Modes by province, border trade only between neighbours, corrected to the exact counts."""
    modes, provinces = margins.modes.codes, margins.provinces.codes
    target = apportion(margins.modes.records[at], len(country))
    is_border = (
        np.isin(margins.countries.codes, _BORDER_PARTNERS)[country] & np.isin(provinces, _BORDER_PROVINCES)[province]
    )
    group = province.astype(np.int64) * 2 + is_border
    tilt = np.ones((len(provinces) * 2, len(modes)))
    for place, code in enumerate(provinces):
        tilt[2 * place : 2 * place + 2] *= [_mode_tilt(int(code), int(mode)) for mode in modes]
    tilt[0::2, modes == 19] = 1e-6
    tilt[1::2, modes == 19] = 8.0
    rows = np.bincount(group, minlength=len(tilt)).astype(np.float64)
    fitted = _fit(tilt * target, rows, target.astype(np.float64))
    drawn = _draw_by_group(fitted, group, random.random(len(country)))
    return _correct(drawn, target, random).astype(np.int8)


def _mode_tilt(province: int, mode: int) -> float:
    """Processing sits in the coastal provinces, bonded goods at the large ports and airports."""
    if mode in {14, 15}:
        return {44: 1.6, 32: 1.5, 37: 1.4, 21: 1.4, 35: 1.2, 11: 0.3}.get(province, 0.7)
    if mode in {33, 34}:
        return {31: 1.8, 12: 1.4, 44: 1.3, 46: 2.5, 41: 1.3, 50: 1.3}.get(province, 0.7)
    return 1.0


def _fit(cells: Floats, rows: Floats, columns: Floats) -> Floats:
    """Iterative proportional fitting of a small table to both margins."""
    for _ in range(30):
        cells = cells * (rows / np.maximum(cells.sum(axis=1), 1e-300))[:, None]
        cells = cells * (columns / np.maximum(cells.sum(axis=0), 1e-300))
    return cells


def _draw_by_group(table: Floats, group: NDArray[np.int64], uniform: Floats) -> NDArray[np.int64]:
    """A column for each row, by the shares of its group."""
    cumulated = np.cumsum(table, axis=1)
    cumulated /= np.maximum(cumulated[:, -1:], 1e-300)
    flat = (cumulated + np.arange(len(table))[:, None]).ravel()
    found = np.searchsorted(flat, group + uniform, side="right") - group * table.shape[1]
    return np.asarray(np.clip(found, 0, table.shape[1] - 1))


def _correct(drawn: NDArray[np.int64], target: NDArray[np.int64], random: np.random.Generator) -> NDArray[np.int64]:
    """Move randomly chosen rows from members with too many to members with too few."""
    counts = np.bincount(drawn, minlength=len(target))
    order = random.permutation(len(drawn))
    members = drawn[order]
    by_member = np.argsort(members, kind="stable")
    begins = np.searchsorted(members[by_member], np.arange(len(target)))
    rank = np.empty(len(order), dtype=np.int64)
    rank[by_member] = np.arange(len(order)) - begins[members[by_member]]
    surplus = order[rank < np.maximum(counts - target, 0)[members]]
    lacking = np.repeat(np.arange(len(target)), np.maximum(target - counts, 0))
    fixed = min(len(surplus), len(lacking))
    drawn[surplus[:fixed]] = random.permutation(lacking)[:fixed]
    return drawn
