"""A cross table put together from sums by group: lines of both axes, and for each cell a figure or why there is none.

Sums of money were added exactly by the database and are floats here: what a cell shows is right to fifteen digits.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.engine.errors import UsageError
from app.engine.store.dimensions import Dimension

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int32]
Indices = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]

OTHERS = -1  # in place of a member: all that a limit leaves out
TOTAL = -2  # in place of a member: all members
NO_UNIT = -1
MOST_CELLS = 2_000_000
_NO_LOWEST = 1 << 14


class Measure(enum.Enum):
    """What cells tell; shares are of the value."""

    VALUE = "value"
    QUANTITY = "quantity"
    UNIT_VALUE = "unit_value"
    RECORDS = "records"
    GROWTH = "growth"
    SHARE_OF_ROW = "share_of_row"
    SHARE_OF_COLUMN = "share_of_column"
    SHARE_OF_TOTAL = "share_of_total"

    @property
    def needs_unit(self) -> bool:
        """True for figures that exist only within one unit."""
        return self in {Measure.QUANTITY, Measure.UNIT_VALUE}


class Blank(enum.IntEnum):
    """Why a cell holds no figure."""

    NONE = 0  # it does hold one
    NO_RECORDS = 1
    SEVERAL_UNITS = 2
    NO_QUANTITY = 3
    NO_BASE = 4  # growth without a comparable span before
    NO_WHOLE = 5  # a share of nothing


@dataclass(frozen=True, slots=True)
class Axis:
    """The lines of one side, the largest first at each level; `members` has a column for each dimension.

    A line of `OTHERS` sums up what the limit leaves out within the members before it. The last line is the total
    unless the axis has no dimension; it then has one line.
    """

    dimensions: tuple[Dimension, ...]
    members: Integers


@dataclass(frozen=True, slots=True)
class Table:
    """Cells by row and column; figures are NaN exactly where `blanks` give a reason, `units` only of quantities."""

    rows: Axis
    columns: Axis
    figures: Floats
    blanks: Bytes
    units: Integers | None


@dataclass(frozen=True, slots=True)
class Groups:
    """Sums by the members of all dimensions, rows' before columns'.

    `lowest` and `highest` are the ids of the units of a group's records (0: none told), `lacks_unit` is 1 where some
    record tells none. `after` and `before` are what growth compares.
    """

    members: Integers
    value: Floats
    records: Floats
    after: Floats
    before: Floats
    quantity: Floats
    lowest: Integers
    highest: Integers
    lacks_unit: Floats


@dataclass(frozen=True, slots=True)
class _Cells:
    """Sums by cell, with totals in the last row, and in the last column where columns have a dimension."""

    value: Floats
    records: Floats
    after: Floats
    before: Floats
    quantity: Floats
    lowest: Integers
    highest: Integers
    lacks_unit: Floats


def lay_out(
    groups: Groups,
    axes: tuple[tuple[Dimension, ...], tuple[Dimension, ...]],
    limits: tuple[int | None, int | None],
    *,
    measure: Measure,
) -> Table:
    """The table of the groups by rows and columns; a limit keeps so many members at each level of its axis.

    Raises UsageError for more cells than a person could look at.
    """
    rows, columns = axes
    size = _size(groups, measure)
    row_lines, row_of = _lines(groups.members[:, : len(rows)], size, limits[0])
    column_lines, column_of = _lines(groups.members[:, len(rows) :], size, limits[1])
    if len(row_lines) * len(column_lines) > MOST_CELLS:
        raise UsageError("query.pivot_too_large", rows=len(row_lines), columns=len(column_lines), most=MOST_CELLS)
    inner = len(row_lines), len(column_lines)
    cells = _cells(groups, row_of, column_of, inner=inner, has_columns=bool(columns))
    figures, blanks = _measured(cells, measure)
    if measure is Measure.GROWTH:
        _take_out_years_together(figures, blanks, axes, (row_lines, column_lines))
    return Table(
        rows=Axis(rows, _with_total(row_lines)),
        columns=Axis(columns, _with_total(column_lines) if columns else column_lines),
        figures=figures,
        blanks=blanks,
        units=np.where(blanks == Blank.NONE, cells.highest, NO_UNIT) if measure.needs_unit else None,
    )


def _size(groups: Groups, measure: Measure) -> Floats:
    """What members are ranked by: quantities only where all have one unit."""
    if measure is Measure.RECORDS:
        return groups.records
    has_one_unit = groups.lowest.min() == groups.highest.max() and not groups.lacks_unit.any()
    return groups.quantity if measure is Measure.QUANTITY and has_one_unit else groups.value


def _take_out_years_together(
    figures: Floats,
    blanks: Bytes,
    axes: tuple[tuple[Dimension, ...], tuple[Dimension, ...]],
    lines: tuple[Integers, Integers],
) -> None:
    """Growth of several years in one line would compare years that are among them, so there is none."""
    for side, (dimensions, members) in enumerate(zip(axes, lines, strict=True)):
        if Dimension.YEAR in dimensions:
            is_together = np.append(members[:, dimensions.index(Dimension.YEAR)] < 0, True)
            cells = np.broadcast_to(is_together[:, None] if side == 0 else is_together[None, :], figures.shape)
            blanks[cells & (blanks == Blank.NONE)] = Blank.NO_BASE
            figures[cells] = np.nan


def _lines(members: Integers, size: Floats, limit: int | None) -> tuple[Integers, Indices]:
    """The different lines in order, and which of them each group belongs to."""
    line_of = np.zeros(len(members), dtype=np.int64)
    codes = members.copy()
    for level in range(members.shape[1]):
        codes[:, level], line_of = _ranked(line_of, codes[:, level], size, limit)
        if level + 1 < members.shape[1]:
            codes[codes[:, level] == OTHERS, level + 1] = OTHERS
    _, first = np.unique(line_of, return_index=True)
    lines = codes[first] if members.shape[1] else np.zeros((1, 0), dtype=np.int32)
    return lines, line_of


def _ranked(parent: Indices, code: Integers, size: Floats, limit: int | None) -> tuple[Integers, Indices]:
    """Within each parent, codes beyond the limit become others; the new lines are numbered in order."""
    radix = int(code.max(initial=0)) + 2
    keys, child = np.unique(parent * radix + code + 1, return_inverse=True)
    owner, own_code = keys // radix, (keys % radix - 1).astype(np.int32)
    totals = np.bincount(child, weights=size, minlength=len(keys))
    order = np.lexsort((own_code, -totals, owner))
    place = np.empty(len(keys), dtype=np.int64)
    place[order] = np.arange(len(keys)) - np.searchsorted(owner[order], owner[order])
    if limit is not None:
        own_code = np.where(place >= limit, OTHERS, own_code).astype(np.int32)
        place = np.minimum(place, limit)
    _, line = np.unique(owner * (len(keys) + 1) + place, return_inverse=True)
    return own_code[child], line[child]


def _with_total(lines: Integers) -> Integers:
    return np.vstack([lines, np.full((1, lines.shape[1]), TOTAL, dtype=np.int32)])


def _cells(groups: Groups, row_of: Indices, column_of: Indices, *, inner: tuple[int, int], has_columns: bool) -> _Cells:
    rows, columns = inner[0] + 1, inner[1] + has_columns
    cell_of = row_of * columns + column_of

    def added(weights: Floats) -> Floats:
        flat: Floats = np.bincount(cell_of, weights=weights, minlength=rows * columns).astype(np.float64)
        sums = flat.reshape(rows, columns)
        sums[-1] = sums[:-1].sum(axis=0)
        if has_columns:
            sums[:, -1] = sums[:, :-1].sum(axis=1)
        return sums

    def outermost(ids: Integers, start: int, ufunc: np.ufunc) -> Integers:
        flat = np.full(rows * columns, start, dtype=np.int32)
        is_told = ids > 0
        ufunc.at(flat, cell_of[is_told], ids[is_told])
        found = flat.reshape(rows, columns)
        found[-1] = ufunc.reduce(found[:-1], axis=0, initial=start)
        if has_columns:
            found[:, -1] = ufunc.reduce(found[:, :-1], axis=1, initial=start)
        return found

    return _Cells(
        value=added(groups.value),
        records=added(groups.records),
        after=added(groups.after),
        before=added(groups.before),
        quantity=added(groups.quantity),
        lowest=outermost(groups.lowest, _NO_LOWEST, np.minimum),
        highest=outermost(groups.highest, 0, np.maximum),
        lacks_unit=added(groups.lacks_unit),
    )


def _measured(cells: _Cells, measure: Measure) -> tuple[Floats, Bytes]:
    """The figures, NaN where there is none, and the reasons."""
    reasons: list[tuple[npt.NDArray[np.bool_], Blank]] = [(cells.records == 0, Blank.NO_RECORDS)]
    figures, divisor = cells.value, np.ones_like(cells.value)
    match measure:
        case Measure.RECORDS:
            figures = cells.records
        case Measure.QUANTITY | Measure.UNIT_VALUE:
            reasons.append((cells.lowest < cells.highest, Blank.SEVERAL_UNITS))
            reasons.append(((cells.lacks_unit > 0) | (cells.highest == 0), Blank.NO_QUANTITY))
            if measure is Measure.QUANTITY:
                figures = cells.quantity
            else:
                divisor = cells.quantity
                reasons.append((divisor == 0, Blank.NO_QUANTITY))
        case Measure.GROWTH:
            figures, divisor = cells.after - cells.before, cells.before
            reasons.append((divisor == 0, Blank.NO_BASE))
        case Measure.SHARE_OF_ROW | Measure.SHARE_OF_COLUMN | Measure.SHARE_OF_TOTAL:
            divisor = _whole(cells.value, measure)
            reasons.append((divisor == 0, Blank.NO_WHOLE))
        case _:
            pass
    blanks = np.select([is_so for is_so, _ in reasons], [np.uint8(blank) for _, blank in reasons], np.uint8(Blank.NONE))
    is_shown = blanks == Blank.NONE
    return np.divide(figures, divisor, out=np.full_like(cells.value, np.nan), where=is_shown), blanks


def _whole(value: Floats, measure: Measure) -> Floats:
    """What each cell is a part of."""
    match measure:
        case Measure.SHARE_OF_ROW:
            whole = value[:, -1:]
        case Measure.SHARE_OF_COLUMN:
            whole = value[-1:, :]
        case _:
            whole = value[-1:, -1:]
    return np.broadcast_to(whole, value.shape)
