from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.bridge.desk import Desk
from app.bridge.pivot_content import PivotFound
from app.bridge.pivot_layout import Axis, NumberUnit, Order, OrderBy, PivotLayout
from app.bridge.tasks import Task
from app.engine.messages import Language
from app.engine.store.dimensions import Dimension
from app.engine.store.questions.pivot_table import Measure
from app.engine.store.selection import Direction, Selection, Years
from app.views.explore.page import ExplorePage
from app.widgets.pivot_table import Spot
from tests.raw_sums import raw_sums
from tests.ui.explore_desk import action, cell, double_click_cell, double_click_row, figure, headings, opened

GERMANY, USA = 304, 502


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> ExplorePage:
    return opened(desk, qtbot)


def test_cells_and_totals_are_the_sums_of_the_rows(page: ExplorePage, demo_store: Path) -> None:
    cells = raw_sums(demo_store, "country, year")

    assert figure(page, "德国", "2020") == pytest.approx(cells[GERMANY, 2020])
    assert figure(page, "德国", "合计") == pytest.approx(sum(v for (c, _), v in cells.items() if c == GERMANY))
    assert figure(page, "合计", "2020") == pytest.approx(sum(v for (_, y), v in cells.items() if y == 2020))
    assert figure(page, "合计", "合计") == pytest.approx(sum(cells.values()))


def test_figures_are_written_in_the_unit_that_the_caption_names(page: ExplorePage, demo_store: Path) -> None:
    value = raw_sums(demo_store, "country, year")[GERMANY, 2020]

    assert page.caption.measure.text() == "金额（亿美元）"
    assert cell(page, "德国", "2020") == f"{value / 1e8:,.2f}"


def test_the_largest_partner_stands_first_below_the_total(page: ExplorePage, demo_store: Path) -> None:
    totals = raw_sums(demo_store, "country")
    first, second = headings(page, Axis.ROWS)[:2]

    assert first == "合计"
    assert figure(page, second, "合计") == pytest.approx(max(totals.values()))


def test_a_double_click_on_a_chapter_shows_its_headings(page: ExplorePage, desk: Desk, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.exploration.answered):
        action(page.head.presets.menu(), "chapter_year").trigger()
    chapter = next(name for name in headings(page, Axis.ROWS) if name.startswith("84"))

    with qtbot.waitSignal(page.exploration.answered):
        double_click_row(page, chapter)

    assert desk.session.selection.hs == ("84",)
    assert page.exploration.layout.rows == (Dimension.HS4,)
    assert all(name.startswith("84") for name in headings(page, Axis.ROWS)[1:])


def test_a_double_click_on_a_cell_narrows_both_axes(page: ExplorePage, desk: Desk, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.exploration.answered):
        double_click_cell(page, "德国", "2020")

    assert desk.session.selection == Selection(countries=(GERMANY,), years=Years(2020, 2020))


def test_enter_goes_into_the_current_cell(page: ExplorePage, desk: Desk, qtbot: QtBot) -> None:
    page.table.setCurrentIndex(page.model.index(headings(page, Axis.ROWS).index("美国"), 0))

    with qtbot.waitSignal(page.exploration.answered):
        QTest.keyClick(page.table, Qt.Key.Key_Return)

    assert desk.session.selection.countries == (USA,)


def test_undo_returns_to_the_table_and_the_data_before_a_drill(page: ExplorePage, desk: Desk, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.exploration.answered):
        double_click_row(page, "德国")

    with qtbot.waitSignal(page.exploration.answered):
        QTest.mouseClick(page.head.buttons["undo"], Qt.MouseButton.LeftButton)

    assert desk.session.selection == Selection()
    assert len(headings(page, Axis.ROWS)) > 100


def test_redo_goes_on_again(page: ExplorePage, desk: Desk, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.exploration.answered):
        double_click_row(page, "德国")
    for name in ("undo", "redo"):
        with qtbot.waitSignal(page.exploration.answered):
            QTest.mouseClick(page.head.buttons[name], Qt.MouseButton.LeftButton)

    assert desk.session.selection.countries == (GERMANY,)
    assert not page.head.buttons["redo"].isEnabled()


def test_the_menu_of_a_heading_keeps_only_its_member(page: ExplorePage, desk: Desk, qtbot: QtBot) -> None:
    menu = page.menus.menu(Spot(headings(page, Axis.ROWS).index("德国"), None, 0))

    with qtbot.waitSignal(page.exploration.answered):
        action(menu, "only_country").trigger()

    assert desk.session.selection.countries == (GERMANY,)


def test_the_menu_of_a_heading_leaves_its_member_out(page: ExplorePage, demo_store: Path, qtbot: QtBot) -> None:
    menu = page.menus.menu(Spot(headings(page, Axis.ROWS).index("美国"), None, 0))

    with qtbot.waitSignal(page.exploration.answered):
        action(menu, "exclude_country").trigger()

    rest = sum(v for (c,), v in raw_sums(demo_store, "country").items() if c != USA)
    assert "美国" not in headings(page, Axis.ROWS)
    assert figure(page, "合计", "合计") == pytest.approx(rest)


def test_rows_are_sorted_by_the_column_of_the_menu(page: ExplorePage, demo_store: Path, qtbot: QtBot) -> None:
    menu = page.menus.menu(Spot(None, headings(page, Axis.COLUMNS).index("2019"), 0))

    with qtbot.waitSignal(page.exploration.answered):
        action(menu, "sort_rows_ascending").trigger()

    shown = [figure(page, name, "2019") for name in headings(page, Axis.ROWS)[1:]]
    known = [value for value in shown if value == value]
    assert known == sorted(known)
    assert len(known) == sum(1 for _, year in raw_sums(demo_store, "country, year") if year == 2019)


def test_the_arrow_of_a_column_sorts_by_it_and_turns_round(page: ExplorePage, qtbot: QtBot) -> None:
    position = headings(page, Axis.COLUMNS).index("2018")

    orders = []
    for _ in range(2):
        with qtbot.waitSignal(page.exploration.answered):
            page.table.column_headings.sort_requested.emit(position)
        orders.append(page.exploration.layout.row_order)

    assert orders == [Order(OrderBy.LINE, True, (2018,)), Order(OrderBy.LINE, False, (2018,))]


def test_another_language_names_and_writes_the_same_cells(page: ExplorePage, desk: Desk, demo_store: Path) -> None:
    value = raw_sums(demo_store, "country, year")[GERMANY, 2020]

    desk.texts.set_language(Language.EN)

    assert cell(page, "Germany", "2020") == f"{value / 1e9:,.2f}"
    assert page.caption.measure.text() == "Value (billion USD)"


def test_another_number_unit_needs_no_answer_of_the_store(page: ExplorePage, desk: Desk, demo_store: Path) -> None:
    started: list[Task] = []
    desk.runner.task_started.connect(started.append)

    page.panel.unit.choose(NumberUnit.ONE)

    value = raw_sums(demo_store, "country, year")[GERMANY, 2020]
    assert cell(page, "德国", "2020") == f"{value:,.0f}"
    assert started == []


def test_a_selection_made_elsewhere_arrives(page: ExplorePage, desk: Desk, demo_store: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.exploration.answered):
        desk.session.select(Selection(direction=Direction.EXPORT))

    exports = raw_sums(demo_store, "country", where="direction = 2")
    assert figure(page, "德国", "合计") == pytest.approx(exports[GERMANY,])


def test_a_hidden_page_asks_when_it_is_shown(page: ExplorePage, desk: Desk, qtbot: QtBot) -> None:
    page.hide()
    started: list[Task] = []
    desk.runner.task_started.connect(started.append)
    desk.session.select(Selection(direction=Direction.EXPORT))
    before = list(started)

    with qtbot.waitSignal(page.exploration.answered):
        page.show()

    assert (before, len(started)) == ([], 1)


def test_of_layouts_chosen_in_a_hurry_only_the_last_is_shown(page: ExplorePage, qtbot: QtBot) -> None:
    answers: list[PivotFound] = []
    page.exploration.answered.connect(answers.append)
    for dimension in (Dimension.PROVINCE, Dimension.HS2, Dimension.MODE):
        page.exploration.lay_out(PivotLayout((dimension,), (Dimension.YEAR,)))

    qtbot.waitUntil(lambda: page.exploration.found is not None)

    assert [answer.content.rows.dimensions for answer in answers if answer.content] == [(Dimension.MODE,)]


def test_the_state_of_a_saved_view_brings_its_table_back(page: ExplorePage, desk: Desk, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.exploration.answered):
        page.exploration.lay_out(PivotLayout((Dimension.PROVINCE,), (Dimension.MODE,), shown=Measure.RECORDS))
    state = page.saved_state()
    other = opened(desk, qtbot)

    with qtbot.waitSignal(other.exploration.answered):
        other.restore_state(state)

    assert other.exploration.layout == page.exploration.layout
    assert headings(other, Axis.COLUMNS) == headings(page, Axis.COLUMNS)


def test_a_dimension_that_the_data_lack_is_told_and_can_be_undone(page: ExplorePage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.exploration.failed):
        page.exploration.lay_out(replace(page.exploration.layout, columns=(Dimension.MONTH,)))
    told = page.notice.sentence.text()

    with qtbot.waitSignal(page.exploration.answered):
        QTest.mouseClick(page.notice.button, Qt.MouseButton.LeftButton)

    assert "不含" in told
    assert page.table.isVisible()


def test_nothing_found_offers_to_clear_the_filters(page: ExplorePage, desk: Desk, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.exploration.answered):
        desk.session.select(Selection(countries=(GERMANY,), hs=("00",)))
    told = page.notice.sentence.text()

    with qtbot.waitSignal(page.exploration.answered):
        QTest.mouseClick(page.notice.button, Qt.MouseButton.LeftButton)

    assert told == "所选范围内没有记录。"
    assert desk.session.selection == Selection()


def test_a_chosen_source_that_is_gone_can_be_left(page: ExplorePage, desk: Desk, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.exploration.answered):
        desk.session.select(Selection(source="gacc", currency="CNY"))

    with qtbot.waitSignal(page.exploration.answered):
        QTest.mouseClick(page.notice.button, Qt.MouseButton.LeftButton)

    assert desk.session.selection == Selection()
    assert page.table.isVisible()
