from __future__ import annotations

from collections.abc import Iterator

import pytest
import shiboken6
from pytestqt.qtbot import QtBot

from app.bridge.charts.cards import ChartClick
from app.bridge.charts.scheme import register_scheme
from app.bridge.desk import Desk
from app.bridge.pivot_layout import Axis, PivotLayout
from app.engine.store.dimensions import Dimension
from app.views.explore.page import ExplorePage
from app.widgets.chart_area import ChartArea
from tests.bridge.charts.pages import evaluate
from tests.ui.explore_desk import headings, opened

# Before pytest-qt makes its application, or the engine does not know the address.
register_scheme()
NAMES = "[...document.querySelectorAll('canvas')].length"


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> Iterator[ExplorePage]:
    made = opened(desk, qtbot)
    yield made
    if made.chart.area is not None:
        # At once, for the profile must not outlive its pages
        shiboken6.delete(made.chart.area)


def shown_area(page: ExplorePage, qtbot: QtBot) -> ChartArea:
    page.head.chart_button.click()
    area = page.chart.area
    assert area is not None
    area.set_animated(False)
    qtbot.waitUntil(lambda: area.revision > 0, timeout=20_000)
    with qtbot.waitSignal(area.finished, timeout=20_000):
        page.exploration.lay_out(PivotLayout((Dimension.COUNTRY,), (Dimension.YEAR,), row_limit=5))
    return area


def test_one_press_draws_the_table_and_it_follows(page: ExplorePage, qtbot: QtBot) -> None:
    area = shown_area(page, qtbot)
    drawn = evaluate(qtbot, area.page, NAMES)

    with qtbot.waitSignal(area.finished, timeout=20_000):
        page.exploration.lay_out(PivotLayout((Dimension.COUNTRY,), (Dimension.HS2,), row_limit=5))

    assert drawn == 1
    assert page.table.isVisible()


def test_a_click_in_the_chart_goes_to_the_cell(page: ExplorePage, qtbot: QtBot) -> None:
    area = shown_area(page, qtbot)
    row, column = headings(page, Axis.ROWS).index("美国"), headings(page, Axis.COLUMNS).index("2019")

    area.clicked.emit(ChartClick("pivot", str(column), "2019", False, series=str(row)))

    assert (page.table.currentIndex().row(), page.table.currentIndex().column()) == (row, column)


def test_the_chart_goes_away_at_the_second_press(page: ExplorePage, qtbot: QtBot) -> None:
    shown_area(page, qtbot)

    page.head.chart_button.click()

    assert not page.chart.isVisible()
