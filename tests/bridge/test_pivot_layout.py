from __future__ import annotations

from app.bridge.pivot_layout import (
    BY_LABEL,
    PRESETS,
    Axis,
    Heat,
    NumberUnit,
    Order,
    OrderBy,
    PivotLayout,
    exchange,
    place,
    remove,
    transpose,
)
from app.bridge.pivot_state import layout_from_state, layout_state
from app.engine.store.dimensions import Dimension
from app.engine.store.questions.pivot_table import Measure

COUNTRY, HS2, HS4, YEAR, MODE = Dimension.COUNTRY, Dimension.HS2, Dimension.HS4, Dimension.YEAR, Dimension.MODE


def test_a_dimension_is_placed_before_another() -> None:
    layout = place(PivotLayout((COUNTRY,), (YEAR,)), HS2, Axis.ROWS, 0)

    assert (layout.rows, layout.columns) == ((HS2, COUNTRY), (YEAR,))


def test_a_dimension_moves_over_from_the_other_axis() -> None:
    layout = place(PivotLayout((COUNTRY, HS2), (YEAR,)), HS2, Axis.COLUMNS, 1)

    assert (layout.rows, layout.columns) == ((COUNTRY,), (YEAR, HS2))


def test_a_dimension_moves_to_the_end_of_its_own_axis() -> None:
    layout = place(PivotLayout((COUNTRY, HS2, MODE), ()), COUNTRY, Axis.ROWS, 3)

    assert layout.rows == (HS2, MODE, COUNTRY)


def test_a_full_axis_takes_no_more() -> None:
    full = PivotLayout((COUNTRY, HS2, MODE), (YEAR,))

    assert place(full, HS4, Axis.ROWS, 0) == full


def test_without_rows_the_first_column_dimension_becomes_the_rows() -> None:
    layout = remove(PivotLayout((COUNTRY,), (YEAR, MODE)), COUNTRY)

    assert (layout.rows, layout.columns) == ((YEAR,), (MODE,))


def test_the_last_dimension_stays() -> None:
    only = PivotLayout((COUNTRY,), ())

    assert remove(only, COUNTRY) == only


def test_going_deeper_to_a_level_that_is_there_already_keeps_one_of_it() -> None:
    layout = exchange(PivotLayout((HS2, HS4), (YEAR,)), HS2, HS4)

    assert layout.rows == (HS4,)


def test_an_order_by_a_column_ends_when_the_columns_change() -> None:
    by_2020 = Order(OrderBy.LINE, line=(2020,))

    layout = place(PivotLayout((COUNTRY,), (YEAR,), row_order=by_2020), MODE, Axis.COLUMNS, 1)

    assert layout.row_order == Order()


def test_years_run_forward_when_they_become_rows() -> None:
    layout = transpose(PivotLayout((COUNTRY,), (YEAR,)))

    assert (layout.rows, layout.row_order, layout.column_order) == ((YEAR,), BY_LABEL, Order())


def test_three_levels_of_rows_cannot_become_columns() -> None:
    layout = PivotLayout((COUNTRY, HS2, MODE), (YEAR,))

    assert transpose(layout) == layout


def test_every_layout_comes_back_from_its_saved_state() -> None:
    layouts = [
        *PRESETS.values(),
        PivotLayout(
            rows=(COUNTRY, HS4),
            columns=(YEAR, MODE),
            shown=Measure.SHARE_OF_ROW,
            row_limit=20,
            has_others=False,
            row_order=Order(OrderBy.LINE, is_descending=False, line=(2020, 10)),
            has_column_totals=False,
            heat=Heat.DIVERGING,
            unit=NumberUnit.MEDIUM,
        ),
    ]

    assert [layout_from_state(layout_state(layout)) for layout in layouts] == layouts


def test_a_damaged_state_falls_back_to_the_usual_table() -> None:
    damaged = {"rows": ["galaxy"], "columns": 7, "shown": "joy", "row_limit": 3, "row_order": "x", "heat": None}

    assert layout_from_state(damaged) == PivotLayout()


def test_a_dimension_saved_on_both_axes_stands_on_one() -> None:
    layout = layout_from_state({"rows": ["hs2"], "columns": ["hs2", "year"]})

    assert (layout.rows, layout.columns) == ((HS2,), (YEAR,))
