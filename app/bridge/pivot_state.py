"""A cross table's layout as plain values, for saved views and for the next start."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from typing import TypeVar

from app.bridge.pivot_layout import (
    BY_LABEL,
    LIMITS,
    MOST,
    Axis,
    Heat,
    NumberUnit,
    Order,
    OrderBy,
    PivotLayout,
)
from app.engine.store.dimensions import Dimension
from app.engine.store.questions.pivot_table import Measure

State = dict[str, object]
Choice = TypeVar("Choice", bound=enum.Enum)


def layout_state(layout: PivotLayout) -> State:
    """The layout as JSON can hold it."""
    return {
        "rows": [dimension.value for dimension in layout.rows],
        "columns": [dimension.value for dimension in layout.columns],
        "shown": layout.shown.value,
        "row_limit": layout.row_limit,
        "column_limit": layout.column_limit,
        "has_others": layout.has_others,
        "row_order": _order_state(layout.row_order),
        "column_order": _order_state(layout.column_order),
        "has_row_totals": layout.has_row_totals,
        "has_column_totals": layout.has_column_totals,
        "heat": layout.heat.value,
        "unit": layout.unit.value,
    }


def layout_from_state(state: Mapping[str, object]) -> PivotLayout:
    """The layout that was saved; what a later version does not know any more takes its usual value."""
    rows = _dimensions(state.get("rows"), MOST[Axis.ROWS])
    columns = tuple(d for d in _dimensions(state.get("columns"), MOST[Axis.COLUMNS]) if d not in rows)
    usual = PivotLayout()
    return PivotLayout(
        rows=rows or usual.rows,
        columns=columns if rows else usual.columns,
        shown=_choice(Measure, state.get("shown"), usual.shown),
        row_limit=_limit(state.get("row_limit")),
        column_limit=_limit(state.get("column_limit")),
        has_others=state.get("has_others") is not False,
        row_order=_order(state.get("row_order"), Order()),
        column_order=_order(state.get("column_order"), BY_LABEL),
        has_row_totals=state.get("has_row_totals") is not False,
        has_column_totals=state.get("has_column_totals") is not False,
        heat=_choice(Heat, state.get("heat"), usual.heat),
        unit=_choice(NumberUnit, state.get("unit"), usual.unit),
    )


def _order_state(order: Order) -> State:
    return {"by": order.by.value, "is_descending": order.is_descending, "line": list(order.line)}


def _order(saved: object, usual: Order) -> Order:
    if not isinstance(saved, Mapping):
        return usual
    line = saved.get("line")
    members = tuple(member for member in line if isinstance(member, int)) if isinstance(line, list) else ()
    return Order(_choice(OrderBy, saved.get("by"), usual.by), saved.get("is_descending") is True, members)


def _dimensions(saved: object, most: int) -> tuple[Dimension, ...]:
    known = {dimension.value: dimension for dimension in Dimension}
    names = saved if isinstance(saved, list) else []
    return tuple(dict.fromkeys(known[name] for name in names if isinstance(name, str) and name in known))[:most]


def _choice(kind: type[Choice], saved: object, usual: Choice) -> Choice:
    return next((choice for choice in kind if choice.value == saved), usual)


def _limit(saved: object) -> int | None:
    return saved if isinstance(saved, int) and saved in LIMITS else None
