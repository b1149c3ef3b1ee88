from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.bridge.desk import Desk
from app.engine.store.selection import Direction, Selection, Years
from app.views.dashboard.page import DashboardPage
from tests.ui.dashboard_page import click, opened_page, wait_for_answer

GERMANY, JAPAN = 304, 116
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> Iterator[DashboardPage]:
    desk.session.select(Selection(direction=Direction.IMPORT))
    with opened_page(qtbot, desk) as page:
        yield page


def choose(page: DashboardPage, kind: str) -> None:
    menu = page.header.compare.menu()
    next(action for action in menu.actions() if action.objectName() == kind).trigger()


def test_two_years_stand_side_by_side_in_the_same_scales(page: DashboardPage, qtbot: QtBot) -> None:
    choose(page, "years")
    wait_for_answer(qtbot, page)
    left, right = page.board.contents
    charts = page.panel.charts

    assert (left.basis.selection.years, right.basis.selection.years) == (Years(2020, 2020), Years(2021, 2021))
    assert charts["left.world"].title == "A · 贸易伙伴分布"
    for name in ("world", "china"):
        first, second = (charts[f"{side}.{name}"].option for side in ("left", "right"))
        assert first is not None
        assert second is not None
        assert first["visualMap"] == second["visualMap"]
    axes = [charts[f"{side}.countries"].option for side in ("left", "right")]
    assert len({str(option["xAxis"]) for option in axes if option}) == 1


def test_differences_are_listed_the_largest_change_first(page: DashboardPage, qtbot: QtBot) -> None:
    choose(page, "years")
    wait_for_answer(qtbot, page)

    table = page.differences.table.content.table
    changes = [abs(float(str(row[3]))) for row in table.rows]

    assert page.differences.isVisible()
    assert [column.title for column in table.columns][1:3] == ["A · 2020", "B · 2021"]
    assert changes == sorted(changes, reverse=True)
    assert all(row[3] == row[2] - row[1] for row in table.rows)  # type: ignore[operator]  # as above


def test_other_years_can_be_chosen(page: DashboardPage, qtbot: QtBot) -> None:
    choose(page, "years")
    wait_for_answer(qtbot, page)

    page.comparison.boxes[0].choose(2015)
    wait_for_answer(qtbot, page)

    assert page.board.contents[0].basis.selection.years == Years(2015, 2015)


def test_a_pinned_selection_stays_while_the_next_is_chosen(page: DashboardPage, desk: Desk, qtbot: QtBot) -> None:
    desk.session.select(Selection(direction=Direction.IMPORT, countries=(GERMANY,)))
    choose(page, "selections")
    wait_for_answer(qtbot, page)

    click(page, "right.world", "JPN")
    wait_for_answer(qtbot, page)
    left, right = page.board.contents

    assert left.basis.selection.countries == (GERMANY,)
    assert right.basis.selection.countries == (JAPAN,)
    assert "德国" in page.comparison.names[0].text()
    assert "日本" in page.comparison.names[1].text()


def test_a_click_on_the_left_changes_what_is_pinned(page: DashboardPage, desk: Desk, qtbot: QtBot) -> None:
    choose(page, "selections")
    wait_for_answer(qtbot, page)

    click(page, "left.world", "DEU")
    wait_for_answer(qtbot, page)

    assert page.board.contents[0].basis.selection.countries == (GERMANY,)
    assert desk.session.selection.countries == ()


def test_leaving_the_comparison_restores_the_selection_of_before(page: DashboardPage, desk: Desk, qtbot: QtBot) -> None:
    before = desk.session.selection
    choose(page, "selections")
    click(page, "right.world", "JPN")
    wait_for_answer(qtbot, page)

    QTest.mouseClick(page.comparison.stop, LEFT)
    wait_for_answer(qtbot, page)

    assert desk.session.selection == before
    assert len(page.board.contents) == 1
    assert not page.comparison.isVisible()
    assert not page.differences.isVisible()
    assert "world" in page.panel.charts


def test_where_only_partners_differ_the_provinces_are_listed(page: DashboardPage, desk: Desk, qtbot: QtBot) -> None:
    desk.session.select(Selection(countries=(GERMANY,)))
    choose(page, "selections")
    desk.session.select(Selection(countries=(JAPAN,)))
    wait_for_answer(qtbot, page)

    assert page.differences.parts.button("province").isChecked()
    assert len(page.differences.table.content.rows) > 20
