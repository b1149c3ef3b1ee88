from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.bridge.charts.cards import ChartClick
from app.bridge.dashboard_metrics import Metric
from app.bridge.desk import Desk
from app.engine.messages import Language
from app.engine.store.selection import Direction, Selection, Years
from app.views.dashboard import DashboardPage
from tests.ui.dashboard_page import area_of, click, click_bar, opened_page, shown_items, wait_for_answer

GERMANY, JAPAN = 304, 116
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> Iterator[DashboardPage]:
    with opened_page(qtbot, desk) as page:
        yield page


def chosen(page: DashboardPage, chart: str) -> list[object]:
    return [item["key"] for item in shown_items(page, chart) if item.get("is_chosen")]


def test_a_real_click_on_a_bar_filters_all_other_charts(page: DashboardPage, desk: Desk, qtbot: QtBot) -> None:
    first = str(shown_items(page, "countries")[0]["name"])
    before = page.figures.figures[0].figure

    click_bar(qtbot, page, "countries", 0)

    qtbot.waitUntil(lambda: len(desk.session.selection.countries) == 1, timeout=5_000)
    wait_for_answer(qtbot, page)
    assert [chip.text for chip in page.filters.chips] == [first]
    assert [step.text for step in page.header.path.steps] == ["全球", first]
    assert page.figures.figures[0].figure != before
    assert len(shown_items(page, "countries")) == 10


def test_a_real_click_with_ctrl_adds_a_second_partner(page: DashboardPage, desk: Desk, qtbot: QtBot) -> None:
    click_bar(qtbot, page, "countries", 0)
    qtbot.waitUntil(lambda: len(desk.session.selection.countries) == 1, timeout=5_000)
    wait_for_answer(qtbot, page)

    click_bar(qtbot, page, "countries", 1, is_added=True)

    qtbot.waitUntil(lambda: len(desk.session.selection.countries) == 2, timeout=5_000)


def test_the_clicked_partner_is_marked_among_its_siblings_and_a_second_click_undoes(
    page: DashboardPage, desk: Desk, qtbot: QtBot
) -> None:
    click(page, "world", "DEU")
    wait_for_answer(qtbot, page)

    assert desk.session.selection.countries == (GERMANY,)
    assert chosen(page, "world") == ["DEU"]
    assert len(shown_items(page, "world")) > 100

    click(page, "world", "DEU")
    assert desk.session.selection == Selection()


def test_goods_are_drilled_down_to_eight_digits_and_the_path_leads_back(
    page: DashboardPage, desk: Desk, qtbot: QtBot
) -> None:
    for _ in range(4):
        parts = [item for item in shown_items(page, "tree") if item["key"]] or [
            child
            for group in shown_items(page, "tree")
            for child in group["children"]  # type: ignore[attr-defined]  # options are JSON
        ]
        click(page, "tree", str(parts[0]["key"]))
        wait_for_answer(qtbot, page)
    (deepest,) = desk.session.selection.hs
    steps = page.header.path.findChildren(QPushButton)

    assert len(deepest) == 8
    assert [step.text() for step in steps] == ["全球", deepest[:2], deepest[:4], deepest[:6]]

    QTest.mouseClick(steps[2], LEFT)
    assert desk.session.selection.hs == (deepest[:4],)


def test_a_click_on_a_year_narrows_to_it_and_the_slider_follows(page: DashboardPage, desk: Desk, qtbot: QtBot) -> None:
    click(page, "trend", "2018")
    wait_for_answer(qtbot, page)

    assert desk.session.selection.years == Years(2018, 2018)
    assert page.footer.years.track.span == (2018, 2018)
    assert page.figures.figures[0].change.endswith("%")


def test_a_chip_that_is_pressed_takes_its_filter_away(page: DashboardPage, desk: Desk, qtbot: QtBot) -> None:
    desk.session.select(Selection(direction=Direction.IMPORT, countries=(GERMANY, JAPAN)))
    wait_for_answer(qtbot, page)
    japan = next(button for button in page.filters.findChildren(QPushButton) if button.text() == "日本")

    QTest.mouseClick(japan, LEFT)

    assert desk.session.selection == Selection(direction=Direction.IMPORT, countries=(GERMANY,))


def test_every_chart_follows_the_metric_or_says_why_not(page: DashboardPage, qtbot: QtBot) -> None:
    QTest.mouseClick(page.controls.metrics.button(Metric.UNIT_VALUE.value), LEFT)
    wait_for_answer(qtbot, page)

    captions = {name: chart.caption for name, chart in page.panel.charts.items()}

    assert all("请先选择商品" in captions[name] for name in ("world", "countries", "products", "trend", "modes"))
    assert "单价不能相加" in captions["tree"]
    assert captions["concentration"] == "按贸易伙伴的金额计算"


def test_records_are_counted_in_every_chart(page: DashboardPage, qtbot: QtBot) -> None:
    QTest.mouseClick(page.controls.metrics.button(Metric.RECORDS.value), LEFT)
    wait_for_answer(qtbot, page)

    said = [page.panel.charts[name].caption for name in ("world", "china", "provinces", "trend", "tree")]

    assert all("记录数，条" in caption for caption in said)


def test_a_selection_without_records_says_which_filter_to_relax(page: DashboardPage, desk: Desk, qtbot: QtBot) -> None:
    desk.session.select(Selection(countries=(GERMANY,), years=Years(2050, 2050)))
    wait_for_answer(qtbot, page)
    (way,) = page.panel.empty.buttons

    assert page.panel.empty.heading.text() == "所选范围内没有记录"
    assert way.text() == "去掉 年份：2050 年"

    QTest.mouseClick(way, LEFT)
    wait_for_answer(qtbot, page)
    assert desk.session.selection == Selection(countries=(GERMANY,))
    assert page.panel.shows_charts


def test_another_language_keeps_selection_and_metric(page: DashboardPage, desk: Desk, qtbot: QtBot) -> None:
    desk.session.select(Selection(countries=(GERMANY,)))
    QTest.mouseClick(page.controls.metrics.button(Metric.RECORDS.value), LEFT)
    wait_for_answer(qtbot, page)

    desk.texts.set_language(Language.EN)

    assert [chip.text for chip in page.filters.chips] == ["Germany"]
    assert page.panel.charts["world"].title == "Partners on the map"
    assert page.board.state.metric is Metric.RECORDS
    assert page.figures.figures[1].title == "Records"


def test_of_many_clicks_in_a_hurry_only_the_last_is_shown(page: DashboardPage, desk: Desk, qtbot: QtBot) -> None:
    answers: list[tuple[int, ...]] = []
    page.board.answered.connect(lambda: answers.append(page.board.contents[-1].basis.selection.countries))

    for partner in ("USA", "JPN", "KOR", "DEU"):
        area_of(page).clicked.emit(ChartClick("world", partner, partner, is_added=False))
    wait_for_answer(qtbot, page)

    assert set(answers) == {(GERMANY,)}


def test_the_figures_say_what_they_rest_on_and_leave_out(page: DashboardPage) -> None:
    assert page.footer.basis.text().startswith("数据口径：演示数据")
    assert page.header.demo.isVisible()
    assert page.footer.left_out.text().startswith("未计入 ")

    page.footer.left_out.click()
    assert page.footer.reasons.isVisible()
