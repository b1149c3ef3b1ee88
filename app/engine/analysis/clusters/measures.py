"""The figures of each feature, one for each member; NaN where it has none."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from app.engine.analysis.clusters.features import Feature
from app.engine.analysis.clusters.member_table import MemberTable, summed
from app.engine.reference import units
from app.engine.store.dimensions import Dimension
from app.engine.store.questions.member_facts import Integers, PricedSums, Reals

_LEAST_CHANGES = 2
_MONTHS = 12
_UNIT_IDS, _DIRECTION_IDS = 2**16, 2**2
_ORDINARY = (10,)
_PROCESSING = (14, 15)
_BONDED = (33, 34)
# Chapters of the Harmonized System by broad kind, after its sections
_CHAPTERS: dict[str, Sequence[int]] = {
    "farm": range(1, 25),
    "ores": range(25, 28),
    "chemicals": range(28, 41),
    "textiles": (*range(41, 44), *range(50, 68)),
    "metals": range(72, 84),
    "machines": range(84, 91),
}

Measure = Callable[[MemberTable], Reals]


def measured(feature: Feature, table: MemberTable) -> Reals:
    """The feature of every member, in the order of the table."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return _MEASURES[feature.name](table)


def _share(table: MemberTable) -> Reals:
    return np.asarray(table.values / table.values.sum())


def _records(table: MemberTable) -> Reals:
    return table.records


def _growth(table: MemberTable) -> Reals:
    """Compound annual rate from the first to the last year."""
    if len(table.years) < 2:
        return _nothing(table)
    first, last = table.by_year[:, 0], table.by_year[:, -1]
    span = table.years[-1] - table.years[0]
    return np.where((first > 0) & (last > 0), (last / first) ** (1 / span) - 1, np.nan)


def _recent(table: MemberTable) -> Reals:
    """The last year against the year before, as a part of their mean: -2 has ended, +2 is new."""
    if len(table.years) < 2 or table.years[-1] - table.years[-2] != 1:
        return _nothing(table)
    before, after = table.by_year[:, -2], table.by_year[:, -1]
    return np.asarray(2 * (after - before) / (after + before))


def _volatility(table: MemberTable) -> Reals:
    """Standard deviation of the yearly changes of the logarithm, over changes between two years with trade."""
    is_next = np.diff(table.years) == 1
    before, after = table.by_year[:, :-1][:, is_next], table.by_year[:, 1:][:, is_next]
    is_known = (before > 0) & (after > 0)
    changes = np.where(is_known, np.log(after / before), 0.0)
    count = is_known.sum(axis=1)
    mean = changes.sum(axis=1) / count
    squares = (np.where(is_known, changes - mean[:, None], 0.0) ** 2).sum(axis=1)
    return np.where(count >= _LEAST_CHANGES, np.sqrt(squares / (count - 1)), np.nan)


def _drawdown(table: MemberTable) -> Reals:
    """The deepest fall below an earlier peak, as a part of the peak."""
    if len(table.years) < 2:
        return _nothing(table)
    peaks = np.maximum.accumulate(table.by_year, axis=1)
    return np.asarray(np.nanmax(np.where(peaks > 0, 1 - table.by_year / peaks, np.nan), axis=1, initial=0.0))


def _presence(table: MemberTable) -> Reals:
    if len(table.years) < 2:
        return _nothing(table)
    return np.asarray((table.by_year > 0).mean(axis=1))


def _balance(table: MemberTable) -> Reals:
    """(exports - imports) / (exports + imports)."""
    return (table.exports - table.imports) / table.values if table.has_both else _nothing(table)


def _count(part: Dimension) -> Measure:
    return lambda table: _of_part(table, part, lambda _, sums: (sums > 0).sum(axis=1).astype(np.float64))


def _hhi(part: Dimension) -> Measure:
    return lambda table: _of_part(table, part, lambda _, sums: (_shares(sums) ** 2).sum(axis=1))


def _likeness(part: Dimension) -> Measure:
    """Finger and Kreinin's similarity to the mix of all members: 1 is the same mix, 0 has nothing in common."""

    def measure(_: Integers, sums: Reals) -> Reals:
        whole = sums.sum(axis=0) / sums.sum()
        return np.asarray(np.minimum(_shares(sums), whole).sum(axis=1))

    return lambda table: _of_part(table, part, measure)


def _share_of(part: Dimension, members: Sequence[int]) -> Measure:
    def measure(keys: Integers, sums: Reals) -> Reals:
        return np.asarray(sums[:, np.isin(keys, list(members))].sum(axis=1) / sums.sum(axis=1))

    return lambda table: _of_part(table, part, measure)


def _seasonality(table: MemberTable) -> Reals:
    """Variation coefficient of the sums of the twelve calendar months."""

    def measure(keys: Integers, sums: Reals) -> Reals:
        months = np.zeros((len(sums), _MONTHS))
        months[:, keys - 1] = sums
        return np.asarray(months.std(axis=1) / months.mean(axis=1))

    return _of_part(table, Dimension.MONTH, measure)


def _price_level(table: MemberTable) -> Reals:
    """How dear the same goods are: the member's unit values against those of all, a mean of ratios by value."""
    prices = table.prices
    if prices is None:
        return _nothing(table)
    # One number for each kind sorts ten times faster than rows of three
    kinds = (prices.products * _UNIT_IDS + prices.units) * _DIRECTION_IDS + prices.directions
    _, kind = np.unique(kinds, return_inverse=True)
    usual = np.bincount(kind, prices.values) / np.bincount(kind, prices.quantities)
    is_shared = (np.bincount(kind) > 1)[kind]
    ratio = np.log(prices.values / prices.quantities / usual[kind])
    return np.exp(_weighted(table, prices, ratio, is_shared))


def _kilo_price(table: MemberTable) -> Reals:
    """Value per kilogram of what is counted by weight."""
    prices = table.prices
    if prices is None:
        return _nothing(table)
    kilogram = units.table().find("千克")
    is_weighed = prices.units == (kilogram.id if kilogram else 0)
    place = table.places(prices.members[is_weighed])
    value = summed(place, prices.values[is_weighed], table.count)
    weight = summed(place, prices.quantities[is_weighed], table.count)
    return np.where(weight > 0, value / weight, np.nan)


def _weighted(table: MemberTable, prices: PricedSums, figures: Reals, kept: NDArray[np.bool_]) -> Reals:
    """Mean of figures of priced sums by member, weighted by value."""
    place = table.places(prices.members[kept])
    weights = prices.values[kept]
    return np.asarray(summed(place, weights * figures[kept], table.count) / summed(place, weights, table.count))


def _of_part(table: MemberTable, part: Dimension, measure: Callable[[Integers, Reals], Reals]) -> Reals:
    if part not in table.parts:
        return _nothing(table)
    keys, sums = table.parts[part]
    return np.where(sums.sum(axis=1) > 0, measure(keys, sums), np.nan)


def _shares(sums: Reals) -> Reals:
    return np.asarray(sums / sums.sum(axis=1, keepdims=True))


def _nothing(table: MemberTable) -> Reals:
    return np.full(table.count, np.nan)


_MEASURES: dict[str, Measure] = {
    "share": _share,
    "records": _records,
    "growth": _growth,
    "recent": _recent,
    "volatility": _volatility,
    "drawdown": _drawdown,
    "presence": _presence,
    "balance": _balance,
    "chapters": _count(Dimension.HS2),
    "product_hhi": _hhi(Dimension.HS2),
    "product_likeness": _likeness(Dimension.HS2),
    **{name: _share_of(Dimension.HS2, chapters) for name, chapters in _CHAPTERS.items()},
    "partners": _count(Dimension.COUNTRY),
    "partner_hhi": _hhi(Dimension.COUNTRY),
    "partner_likeness": _likeness(Dimension.COUNTRY),
    "provinces": _count(Dimension.PROVINCE),
    "province_hhi": _hhi(Dimension.PROVINCE),
    "province_likeness": _likeness(Dimension.PROVINCE),
    "ordinary": _share_of(Dimension.MODE, _ORDINARY),
    "processing": _share_of(Dimension.MODE, _PROCESSING),
    "bonded": _share_of(Dimension.MODE, _BONDED),
    "mode_hhi": _hhi(Dimension.MODE),
    "price_level": _price_level,
    "kilo_price": _kilo_price,
    "seasonality": _seasonality,
}
