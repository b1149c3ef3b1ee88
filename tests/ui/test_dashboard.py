from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.bridge.charts.cards import ChartClick
from app.bridge.dashboard_metrics import Metric
from app.bridge.desk import Desk
from app.engine.messages import Language
from app.engine.records.options import ImportOptions
from app.engine.records.pipeline import import_files
from app.engine.store.selection import Direction, Selection, Years
from app.views.dashboard.page import DashboardPage
from tests.bridge.charts.pages import evaluate
from tests.desks import make_desk
from tests.ui.dashboard_page import area_of, click, click_bar, opened_page, shown_items, wait_for_answer

GERMANY, JAPAN = 304, 116
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> Iterator[DashboardPage]:
    with opened_page(qtbot, desk) as page:
        yield page


YUAN = """format = "mapping/1"
[columns]
hs = "hs"
country = "partner"
period = "year"
value = "value"
[constants]
direction = "export"
reporter = "CHN"
currency = "CNY"
valuation = "FOB"
"""


def import_yuan(store: Path, folder: Path, *, rows: int) -> None:
    """Add a file in another currency to a store."""
    lines = ["hs,partner,year,value", *(f"854231,DEU,2018,{1000 + number}" for number in range(rows))]
    (folder / "yuan.csv").write_text("\n".join(lines), encoding="utf-8")
    (folder / "yuan.toml").write_text(YUAN, encoding="utf-8")
    report = import_files(store, [folder / "yuan.csv"], ImportOptions(mapping=folder / "yuan.toml"))
    assert not report.has_failures


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


def test_a_chosen_source_that_is_gone_can_be_left(page: DashboardPage, desk: Desk, qtbot: QtBot) -> None:
    desk.session.select(Selection(source="gacc", currency="CNY"))
    wait_for_answer(qtbot, page)
    (way,) = page.panel.empty.buttons
    assert way.text() == "不限数据口径"

    QTest.mouseClick(way, LEFT)
    wait_for_answer(qtbot, page)

    assert page.panel.shows_charts
    assert desk.session.selection == Selection()


def test_another_language_keeps_selection_and_metric(page: DashboardPage, desk: Desk, qtbot: QtBot) -> None:
    desk.session.select(Selection(countries=(GERMANY,)))
    QTest.mouseClick(page.controls.metrics.button(Metric.RECORDS.value), LEFT)
    wait_for_answer(qtbot, page)

    desk.texts.set_language(Language.EN)

    assert [chip.text for chip in page.filters.chips] == ["Germany"]
    assert page.panel.charts["world"].title == "Partners on the map"
    assert page.board.state.metric is Metric.RECORDS
    assert page.figures.figures[1].title == "Records"
    assert [column.title for column in page.footer.losses.content.table.columns][1:] == ["Records", "Value", "Currency"]


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
    assert not page.footer.left_out.icon().isNull()

    page.footer.left_out.click()
    assert page.footer.reasons.isVisible()


def test_nothing_is_asked_while_another_page_is_shown(page: DashboardPage, desk: Desk, qtbot: QtBot) -> None:
    page.hide()
    desk.session.select(Selection(countries=(GERMANY,)))
    assert not page.board.is_busy

    page.show()
    wait_for_answer(qtbot, page)

    assert page.board.contents[-1].basis.selection.countries == (GERMANY,)


def test_an_empty_store_leads_to_the_page_that_imports(tmp_path: Path, qtbot: QtBot) -> None:
    desk = make_desk(tmp_path / "store", tmp_path / "home")
    asked: list[str] = []
    desk.navigation.page_requested.connect(asked.append)
    page = DashboardPage(desk)
    page.resize(1280, 720)
    page.show()
    qtbot.waitUntil(page.panel.empty.to_data.isVisible, timeout=20_000)

    QTest.mouseClick(page.panel.empty.to_data, LEFT)

    assert asked == ["data"]
    assert page.panel.empty.heading.text() == "还没有数据"
    assert not any(part.isVisible() for part in (page.header.demo, page.figures, page.footer, page.controls))
    desk.runner.close()
    desk.session.close()
    shiboken6.delete(page)


def test_data_that_come_after_the_page_was_opened_are_drawn(tmp_path: Path, demo_store: Path, qtbot: QtBot) -> None:
    store = tmp_path / "store"
    desk = make_desk(store, tmp_path / "home")
    page = DashboardPage(desk)
    page.resize(1280, 720)
    page.show()
    qtbot.waitUntil(page.panel.empty.to_data.isVisible, timeout=20_000)
    shutil.copytree(demo_store, store, dirs_exist_ok=True)

    desk.session.refresh()
    qtbot.waitUntil(lambda: page.panel.shows_charts, timeout=20_000)

    cards = "document.querySelectorAll('#cards canvas').length"
    qtbot.waitUntil(lambda: bool(evaluate(qtbot, area_of(page).page, cards)), timeout=20_000)
    assert page.figures.isVisible()
    assert page.header.demo.isVisible()
    desk.runner.close()
    desk.session.close()
    shiboken6.delete(page)


def test_figures_of_two_currencies_are_chosen_between_and_never_added(
    tmp_path: Path, demo_store: Path, qtbot: QtBot
) -> None:
    store = tmp_path / "store"
    shutil.copytree(demo_store, store)
    import_yuan(store, tmp_path, rows=20)
    desk = make_desk(store, tmp_path / "home")
    with opened_page(qtbot, desk) as page:
        contexts = page.controls.contexts
        names = [contexts.itemText(place) for place in range(contexts.count())]
        yuan = next(place for place, name in enumerate(names) if " · 元" in name)
        assert contexts.isVisible()

        contexts.choose(contexts.values[yuan])
        wait_for_answer(qtbot, page)

        assert page.figures.figures[0].unit == "元"
        assert page.figures.figures[1].figure == "20"
    desk.runner.close()
    desk.session.close()
