from __future__ import annotations

from decimal import Decimal

import pytest

from app.engine.store.dimensions import Dimension
from app.engine.store.open_store import Store
from app.engine.store.questions.dashboard import Chart, dashboard
from app.engine.store.selection import Direction, Selection, Years

GERMANY, JAPAN = 304, 116
SELECTIONS = [
    Selection(),
    Selection(direction=Direction.IMPORT, years=Years(2020, 2020)),
    Selection(countries=(JAPAN,)),
    Selection(countries=(JAPAN, GERMANY), provinces=(11,)),
    Selection(hs=("8703",)),
    Selection(hs=("01",), modes=(10,)),
]


def _sums(chart: Chart) -> dict[tuple[int, ...], Decimal]:
    return {group.members: group.figures.value for group in chart.groups}


def test_all_charts_of_a_click_come_in_one_answer(cars: Store) -> None:
    answer = dashboard(cars, Selection(), limit=10)

    charts = {chart.dimensions: _sums(chart) for chart in answer.charts}
    assert charts[Dimension.YEAR, Dimension.DIRECTION] == {(2019, 1): 400, (2020, 1): 1000, (2020, 2): 60}
    assert charts[(Dimension.PROVINCE,)] == {(11,): 910, (44,): 550}
    assert charts[(Dimension.HS4,)] == {(8703,): 1300, (101,): 160}


@pytest.mark.parametrize("selection", SELECTIONS)
def test_every_chart_adds_up_to_the_total(cars: Store, selection: Selection) -> None:
    answer = dashboard(cars, selection, limit=10)

    assert answer.total.records > 0
    assert {sum(_sums(chart).values()) for chart in answer.charts} == {answer.total.value}


def test_a_limit_keeps_the_largest_but_never_cuts_years(cars: Store) -> None:
    narrow = Selection(countries=(JAPAN, GERMANY), modes=(10,))

    answer = dashboard(cars, narrow, limit=1)

    charts = {chart.dimensions: _sums(chart) for chart in answer.charts}
    assert charts[Dimension.YEAR, Dimension.DIRECTION] == {(2019, 1): 400, (2020, 1): 800}
    assert charts[(Dimension.HS4,)] == {(8703,): 1100}


def test_dimensions_that_the_source_does_not_tell_are_named(mixed: Store) -> None:
    answer = dashboard(mixed, Selection(hs_level=4), limit=10)

    assert answer.absent == (Dimension.PROVINCE, Dimension.MODE)
    assert (Dimension.PROVINCE,) not in {chart.dimensions for chart in answer.charts}
