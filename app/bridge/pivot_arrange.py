"""A table of the store in the order in which it is read: total first, members sorted as chosen, others last."""

from __future__ import annotations

import functools
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from app.bridge.pivot_content import Lines, PivotContent
from app.bridge.pivot_layout import Axis, Order, OrderBy, PivotLayout
from app.engine.messages import Language
from app.engine.reference import countries
from app.engine.reference.pinyin import syllables
from app.engine.store.answers import Basis
from app.engine.store.dimensions import Dimension
from app.engine.store.members import member_name
from app.engine.store.questions.pivot_table import OTHERS, TOTAL, Floats, Integers, Measure, Table
from app.engine.store.questions.pivot_table import Axis as Side
from app.engine.store.selection import Direction

Places = npt.NDArray[np.intp]

# Of these the parts of a group add up to the group; what others tell of a group is not in the table
_ADDITIVE = frozenset(
    {Measure.VALUE, Measure.RECORDS, Measure.QUANTITY, Measure.SHARE_OF_TOTAL, Measure.SHARE_OF_COLUMN}
)


def arranged(table: Table, layout: PivotLayout, basis: Basis, language: Language) -> PivotContent:
    """The table's lines as the layout wants them."""
    rows = _places(table, layout, Axis.ROWS, language)
    columns = _places(table, layout, Axis.COLUMNS, language)
    shown = np.ix_(rows, columns)
    return PivotContent(
        rows=Lines(table.rows.dimensions, table.rows.members[rows]),
        columns=Lines(table.columns.dimensions, table.columns.members[columns]),
        figures=table.figures[shown],
        blanks=table.blanks[shown],
        units=None if table.units is None else table.units[shown],
        currency=basis.context.currency if basis.context else None,
        is_import=basis.selection.direction is Direction.IMPORT,
    )


def _places(table: Table, layout: PivotLayout, axis: Axis, language: Language) -> Places:
    """Which lines of an axis are shown, in their order."""
    side = table.rows if axis is Axis.ROWS else table.columns
    if not side.dimensions:
        return np.zeros(1, dtype=np.intp)
    inner = side.members[:-1]
    order = layout.order(axis)
    if order.by is OrderBy.LABEL:
        sorted_ = _by_label(side, order, language)
    else:
        sorted_ = _by_figure(inner, order, _line(table, axis, order), is_additive=layout.shown in _ADDITIVE)
    if not layout.has_others:
        sorted_ = sorted_[~np.any(inner[sorted_] == OTHERS, axis=1)]
    has_total = layout.has_column_totals if axis is Axis.ROWS else layout.has_row_totals
    return np.concatenate(([len(inner)], sorted_)) if has_total else sorted_


def _line(table: Table, axis: Axis, order: Order) -> Floats:
    """The figures by which an axis is sorted: those of the line chosen, of the total where it is not in the table."""
    figures = table.figures if axis is Axis.ROWS else table.figures.T
    other = table.columns if axis is Axis.ROWS else table.rows
    wanted = np.array(order.line or (TOTAL,) * len(other.dimensions), dtype=np.int32)
    place = -1
    if wanted.size == other.members.shape[1]:
        found = np.flatnonzero(np.all(other.members == wanted, axis=1))
        place = int(found[0]) if found.size else -1
    line: Floats = figures[: -1 if len(figures) > 1 else None, place]
    return line


def _by_figure(inner: Integers, order: Order, figures: Floats, *, is_additive: bool) -> Places:
    keys: list[npt.NDArray[np.float64]] = []
    levels = inner.shape[1]
    for level in reversed(range(levels)):
        group = _group_of(inner, level)
        key = figures if level == levels - 1 else _group_figures(figures, group, is_additive=is_additive)
        keys += _level_keys(inner[:, level], key, group, is_descending=order.is_descending)
    return np.lexsort(keys)


def _by_label(side: Side, order: Order, language: Language) -> Places:
    inner, keys = side.members[:-1], list[npt.NDArray[np.float64]]()
    for level in reversed(range(inner.shape[1])):
        key = _label_ranks(side.dimensions[level], inner[:, level], language)
        keys += _level_keys(inner[:, level], key, _group_of(inner, level), is_descending=order.is_descending)
    return np.lexsort(keys)


def _level_keys(members: Integers, key: Floats, group: Places, *, is_descending: bool) -> list[npt.NDArray[np.float64]]:
    """Least significant first: the store's own order, the key, gaps after figures, others after members."""
    sign = -1.0 if is_descending else 1.0
    is_gap = np.isnan(key)
    # The store's order is the largest first, so it turns round with the key
    return [-sign * group, np.where(is_gap, 0.0, sign * key), is_gap.astype(float), (members == OTHERS).astype(float)]


def _group_of(inner: Integers, level: int) -> Places:
    """Number of the group of each line at a level; lines of a group stand together."""
    outer = inner[:, : level + 1]
    is_new = np.any(outer[1:] != outer[:-1], axis=1)
    return np.concatenate(([0], np.cumsum(is_new))) if len(inner) else np.zeros(0, dtype=np.intp)


def _group_figures(figures: Floats, group: Places, *, is_additive: bool) -> Floats:
    if not is_additive:
        return -group.astype(float)
    sums: Floats = np.bincount(group, weights=np.nan_to_num(figures)).astype(np.float64)
    return sums[group]


def _label_ranks(dimension: Dimension, members: Integers, language: Language) -> Floats:
    """Partners by name, everything else by its code, which is the order of the nomenclature."""
    if dimension is not Dimension.COUNTRY:
        return members.astype(float)
    ranks = _country_ranks(language)
    return np.array([ranks.get(member, len(ranks) + member) for member in members.tolist()], dtype=float)


@functools.cache
def _country_ranks(language: Language) -> Mapping[int, int]:
    names = {
        country.code: member_name(Dimension.COUNTRY, country.code, language) for country in countries.table().countries
    }
    return {code: rank for rank, code in enumerate(sorted(names, key=lambda code: _sound(names[code], language)))}


def _sound(name: str, language: Language) -> str:
    return "".join(syllables(name)) if language is Language.ZH else name.casefold()
