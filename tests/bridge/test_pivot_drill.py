from __future__ import annotations

from app.bridge.pivot_drill import Step, can_exclude, excluding, filtered, into
from app.bridge.pivot_history import PivotHistory
from app.bridge.pivot_layout import PivotLayout
from app.engine.store.dimensions import Dimension
from app.engine.store.selection import Direction, Selection, Years

COUNTRY, HS2, HS4, HS6, HS8, YEAR = (
    Dimension.COUNTRY,
    Dimension.HS2,
    Dimension.HS4,
    Dimension.HS6,
    Dimension.HS8,
    Dimension.YEAR,
)
GERMANY = 304


def test_a_cell_of_partner_and_year_narrows_both() -> None:
    step = into(PivotLayout(), Selection(), [(COUNTRY, GERMANY), (YEAR, 2020)], missing=())

    assert step == Step(PivotLayout(), Selection(countries=(GERMANY,), years=Years(2020, 2020)))


def test_a_chapter_leads_to_its_headings() -> None:
    step = into(PivotLayout((HS2,), (YEAR,)), Selection(), [(HS2, 4)], missing=())

    assert (step.layout.rows, step.selection.hs) == ((HS4,), ("04",))


def test_the_finest_level_of_a_line_leads_on() -> None:
    step = into(PivotLayout((HS2, HS4), ()), Selection(), [(HS2, 84), (HS4, 8471)], missing=())

    assert (step.layout.rows, step.selection.hs) == ((HS2, HS6), ("8471",))


def test_a_level_that_the_data_lack_is_not_gone_into() -> None:
    step = into(PivotLayout((HS6,), ()), Selection(), [(HS6, 847130)], missing={HS8})

    assert (step.layout.rows, step.selection.hs) == ((HS6,), ("847130",))


def test_a_chapter_does_not_widen_a_narrower_filter() -> None:
    assert filtered(Selection(hs=("8471", "27")), HS2, 84).hs == ("8471",)


def test_a_direction_is_filtered() -> None:
    assert filtered(Selection(), Dimension.DIRECTION, 2).direction is Direction.EXPORT


def test_leaving_a_partner_out_selects_all_others() -> None:
    assert excluding(Selection(), COUNTRY, GERMANY, [GERMANY, 502, 116]).countries == (116, 502)


def test_leaving_a_chapter_out_keeps_narrower_filters_of_others() -> None:
    selection = excluding(Selection(hs=("8471", "27")), HS2, 27, [27, 84])

    assert selection.hs == ("8471",)


def test_leaving_out_the_only_member_changes_nothing() -> None:
    assert excluding(Selection(), COUNTRY, GERMANY, [GERMANY]) == Selection()


def test_years_are_one_span_from_which_none_can_be_left_out() -> None:
    assert not can_exclude(YEAR)


def test_undo_and_redo_walk_through_the_steps() -> None:
    first, second, third = (Step(PivotLayout(row_limit=limit), Selection()) for limit in (None, 5, 10))
    history = PivotHistory(first)
    history.go(second)
    history.go(third)

    assert (history.undo(), history.undo(), history.can_undo) == (second, first, False)
    assert (history.redo(), history.redo(), history.can_redo) == (second, third, False)


def test_going_on_after_undo_forgets_what_was_undone() -> None:
    first, second, third = (Step(PivotLayout(row_limit=limit), Selection()) for limit in (None, 5, 10))
    history = PivotHistory(first)
    history.go(second)
    history.undo()
    history.go(third)

    assert not history.can_redo
    assert history.undo() == first


def test_undo_does_not_take_back_what_was_selected_elsewhere() -> None:
    history = PivotHistory(Step(PivotLayout(), Selection()))
    history.go(Step(PivotLayout(row_limit=5), Selection()))
    history.follow(Selection(countries=(GERMANY,)))

    assert history.undo() == Step(PivotLayout(), Selection(countries=(GERMANY,)))
