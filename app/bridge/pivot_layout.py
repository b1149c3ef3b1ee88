"""How a cross table is laid out: what stands in rows and columns, what is measured, in which order and colours."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from app.engine.store.dimensions import Dimension
from app.engine.store.questions.pivot_table import Measure


class Axis(enum.Enum):
    """A side of the table."""

    ROWS = "rows"
    COLUMNS = "columns"

    @property
    def other(self) -> Axis:
        """The opposite side."""
        return Axis.COLUMNS if self is Axis.ROWS else Axis.ROWS


class OrderBy(enum.Enum):
    """What members of an axis are sorted by."""

    TOTAL = "total"
    LABEL = "label"
    LINE = "line"  # one member of the other axis


@dataclass(frozen=True, slots=True)
class Order:
    """Sequence of an axis; `line` are the members of the other axis that it is sorted by."""

    by: OrderBy = OrderBy.TOTAL
    is_descending: bool = True
    line: tuple[int, ...] = ()


BY_LABEL = Order(OrderBy.LABEL, is_descending=False)


class Heat(enum.Enum):
    """How cells are coloured."""

    OFF = "off"
    LINEAR = "linear"
    LOGARITHMIC = "logarithmic"
    DIVERGING = "diverging"


class NumberUnit(enum.Enum):
    """In what figures are written: as they are, or in steps of the language (万 and 亿; thousand, million, billion)."""

    AUTOMATIC = "automatic"
    ONE = "one"
    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


MOST: Mapping[Axis, int] = MappingProxyType({Axis.ROWS: 3, Axis.COLUMNS: 2})
LIMITS = (5, 10, 20, 50, 100, 500)
_SHARES = frozenset({Measure.SHARE_OF_ROW, Measure.SHARE_OF_COLUMN, Measure.SHARE_OF_TOTAL})
_IN_TIME_ORDER = frozenset({Dimension.YEAR, Dimension.MONTH})


@dataclass(frozen=True, slots=True)
class PivotLayout:
    """One cross table; a limit keeps the largest members of an axis, `has_others` sums up the rest."""

    rows: tuple[Dimension, ...] = (Dimension.COUNTRY,)
    columns: tuple[Dimension, ...] = (Dimension.YEAR,)
    shown: Measure = Measure.VALUE
    row_limit: int | None = None
    column_limit: int | None = None
    has_others: bool = True
    row_order: Order = Order()
    column_order: Order = BY_LABEL
    has_row_totals: bool = True
    has_column_totals: bool = True
    heat: Heat = Heat.LINEAR
    unit: NumberUnit = NumberUnit.AUTOMATIC

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        """All of both axes, rows first."""
        return self.rows + self.columns

    def on(self, axis: Axis) -> tuple[Dimension, ...]:
        """The dimensions of one axis, outermost first."""
        return self.rows if axis is Axis.ROWS else self.columns

    def has_room(self, axis: Axis) -> bool:
        """Whether one more dimension can stand on the axis."""
        return len(self.on(axis)) < MOST[axis]

    def order(self, axis: Axis) -> Order:
        """The sequence of one axis."""
        return self.row_order if axis is Axis.ROWS else self.column_order

    def ordered(self, axis: Axis, order: Order) -> PivotLayout:
        """With another sequence of one axis."""
        return replace(self, row_order=order) if axis is Axis.ROWS else replace(self, column_order=order)

    def limit(self, axis: Axis) -> int | None:
        """How many members of the axis are shown."""
        return self.row_limit if axis is Axis.ROWS else self.column_limit

    def limited(self, axis: Axis, limit: int | None) -> PivotLayout:
        """With another number of members on one axis."""
        return replace(self, row_limit=limit) if axis is Axis.ROWS else replace(self, column_limit=limit)


PRESETS: Mapping[str, PivotLayout] = MappingProxyType(
    {
        "partner_year": PivotLayout(),
        "chapter_year": PivotLayout(rows=(Dimension.HS2,)),
        "province_mode": PivotLayout((Dimension.PROVINCE,), (Dimension.MODE,), column_order=Order()),
        "partner_chapter": PivotLayout((Dimension.COUNTRY,), (Dimension.HS2,), column_limit=20, column_order=Order()),
    }
)


def is_ratio(measure: Measure) -> bool:
    """Whether its figures are read in per cent."""
    return measure is Measure.GROWTH or measure in _SHARES


def place(layout: PivotLayout, dimension: Dimension, axis: Axis, index: int) -> PivotLayout:
    """With the dimension at a place of an axis, taken from wherever it stood; unchanged where there is no room."""
    on_axis = list(layout.on(axis))
    if dimension in on_axis:
        old = on_axis.index(dimension)
        on_axis.remove(dimension)
        index -= old < index
    elif not layout.has_room(axis):
        return layout
    on_axis.insert(index, dimension)
    rest = tuple(other for other in layout.on(axis.other) if other is not dimension)
    return _arranged(layout, axis, tuple(on_axis), rest)


def remove(layout: PivotLayout, dimension: Dimension) -> PivotLayout:
    """Without the dimension; the last one stays."""
    rows, columns = (tuple(d for d in layout.on(axis) if d is not dimension) for axis in (Axis.ROWS, Axis.COLUMNS))
    return _arranged(layout, Axis.ROWS, rows, columns)


def exchange(layout: PivotLayout, old: Dimension, new: Dimension) -> PivotLayout:
    """With another dimension in the place of one, as when going a level deeper."""
    rest = [dimension for dimension in layout.dimensions if dimension is not old]
    if new in rest:
        return remove(layout, old)
    rows, columns = (tuple(new if d is old else d for d in layout.on(axis)) for axis in (Axis.ROWS, Axis.COLUMNS))
    return _arranged(layout, Axis.ROWS, rows, columns)


def transpose(layout: PivotLayout) -> PivotLayout:
    """With rows and columns exchanged, as far as the columns have room."""
    if not layout.columns or len(layout.rows) > MOST[Axis.COLUMNS]:
        return layout
    return replace(
        layout,
        rows=layout.columns,
        columns=layout.rows,
        row_limit=layout.column_limit,
        column_limit=layout.row_limit,
        row_order=layout.column_order,
        column_order=layout.row_order,
    )


def natural_order(dimensions: Sequence[Dimension]) -> Order:
    """Time runs forward, everything else starts with the largest."""
    return BY_LABEL if dimensions and dimensions[0] in _IN_TIME_ORDER else Order()


def _arranged(
    layout: PivotLayout, axis: Axis, on_axis: tuple[Dimension, ...], rest: tuple[Dimension, ...]
) -> PivotLayout:
    rows, columns = (on_axis, rest) if axis is Axis.ROWS else (rest, on_axis)
    if not rows:
        rows, columns = columns[:1], columns[1:]
    if not rows:
        return layout
    return replace(
        layout,
        rows=rows,
        columns=columns,
        row_order=_kept_order(layout.row_order, (layout.rows, rows), (layout.columns, columns)),
        column_order=_kept_order(layout.column_order, (layout.columns, columns), (layout.rows, rows)),
    )


def _kept_order(
    order: Order,
    own: tuple[Sequence[Dimension], Sequence[Dimension]],
    others: tuple[Sequence[Dimension], Sequence[Dimension]],
) -> Order:
    """The order where it still means something once dimensions (before, after) have changed."""
    is_lost = order.by is OrderBy.LINE and others[0] != others[1]
    return natural_order(own[1]) if is_lost or own[0][:1] != own[1][:1] else order
