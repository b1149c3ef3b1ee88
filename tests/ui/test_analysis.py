"""The page of analyses as a person uses it, over demo data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.bridge.analysis_editions import EDITIONS
from app.bridge.analysis_indicators import INDICATORS
from app.bridge.analysis_places import WORLD
from app.bridge.charts.scheme import register_scheme
from app.bridge.desk import Desk
from app.engine.messages import Language
from app.engine.store.dimensions import Dimension
from app.engine.store.selection import Selection, Years
from app.views.analysis.indicators import IndicatorsTab
from app.views.analysis.inquiry_head import InquiryHead
from app.views.analysis.page import AnalysisPage
from app.widgets.chart_area import ChartArea
from tests.desks import make_desk

# Before pytest-qt makes its application, or the engine does not know the address.
register_scheme()


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> Iterator[AnalysisPage]:
    """The page with the answer of its first indicator."""
    made = AnalysisPage(desk)
    qtbot.addWidget(made)
    made.resize(1280, 760)
    tab = indicators(made)
    with qtbot.waitSignal(tab.panel.answered):
        made.show()
    yield made
    for area in made.findChildren(ChartArea):
        # At once, for the profile must not outlive its pages
        shiboken6.delete(area)


def indicators(page: AnalysisPage) -> IndicatorsTab:
    tab = page.content("indicators")
    assert isinstance(tab, IndicatorsTab)
    return tab


def test_the_first_indicator_stands_as_chart_and_table(page: AnalysisPage) -> None:
    panel = indicators(page).panel

    assert panel.view.table is not None
    assert panel.view.table.content.rowCount() > 1
    assert not panel.view.area.isHidden()


def test_formula_source_and_caveat_are_one_click_away(page: AnalysisPage) -> None:
    panel = indicators(page).panel
    assert panel.explanation.isHidden()

    panel.head.explain.click()

    assert panel.explanation.isVisible()
    assert all(sentence.text() for sentence in panel.explanation.sentences.values())


def test_another_dimension_asks_again(page: AnalysisPage, qtbot: QtBot) -> None:
    panel = indicators(page).panel

    with qtbot.waitSignal(panel.answered):
        panel.head.dimension.choose(Dimension.HS2)

    assert panel.findings is not None
    assert str(panel.findings.tables[0].rows[0][0])[:2].isdigit()


def test_a_selection_without_records_is_answered_with_a_sentence(page: AnalysisPage, desk: Desk, qtbot: QtBot) -> None:
    panel = indicators(page).panel

    with qtbot.waitSignal(panel.answered):
        desk.session.select(replace(Selection(), hs=("9999",)))

    assert panel.notice.isVisible()
    assert panel.notice.sentence.text() == desk.texts.say("query.nothing_found")


def test_the_page_speaks_the_language_of_the_moment(page: AnalysisPage, desk: Desk) -> None:
    desk.texts.set_language(Language.EN)

    panel = indicators(page).panel
    assert panel.head.title.text() == desk.texts.say(f"analysis.name_{panel.inquiry.name}")
    assert page.tabs.tabText(0) == "Indicators"


def test_the_page_is_found_again_as_it_was_left(page: AnalysisPage, desk: Desk, qtbot: QtBot) -> None:
    state = page.saved_state()

    again = AnalysisPage(desk)
    qtbot.addWidget(again)
    again.restore_state(state)

    assert again.saved_state() == state
    for area in again.findChildren(ChartArea):
        shiboken6.delete(area)


@pytest.mark.parametrize("name", [inquiry.name for inquiry in INDICATORS if inquiry not in {EDITIONS, WORLD}])
@pytest.mark.parametrize("language", list(Language))
def test_every_indicator_answers_in_both_languages(
    page: AnalysisPage, desk: Desk, qtbot: QtBot, name: str, language: Language
) -> None:
    desk.texts.set_language(language)
    tab = indicators(page)
    if tab.panel.inquiry.name != name:
        with qtbot.waitSignal(tab.panel.answered):
            tab.choose(name)

    assert tab.panel.head.title.text() == desk.texts.say(f"analysis.name_{name}")
    assert tab.panel.findings is not None
    assert tab.panel.findings.charts
    assert all(table.rows for table in tab.panel.findings.tables)
    assert all(len(row) == len(table.columns) for table in tab.panel.findings.tables for row in table.rows)


def test_a_series_over_editions_asks_for_one_code_and_then_shows_it(
    page: AnalysisPage, desk: Desk, qtbot: QtBot
) -> None:
    tab = indicators(page)
    with qtbot.waitSignal(tab.panel.answered):
        tab.choose("editions")
    assert tab.panel.notice.isVisible()

    with qtbot.waitSignal(tab.panel.answered):
        desk.session.select(Selection(hs=("270900",)))

    assert tab.panel.findings is not None
    (table,) = tab.panel.findings.tables
    assert [column.title for column in table.columns][:3] == ["年", "HS 版本", "所用编码"]
    assert table.rows[0][:3] == ("2012", "HS 2012", "270900")


def test_without_other_reporters_the_world_is_answered_with_a_sentence(page: AnalysisPage, qtbot: QtBot) -> None:
    tab = indicators(page)

    with qtbot.waitSignal(tab.panel.answered):
        tab.choose("rca_world")

    assert tab.panel.notice.isVisible()
    assert "BACI" in tab.panel.notice.sentence.text()


def test_years_of_the_selection_are_proposed_for_comparing(page: AnalysisPage, desk: Desk, qtbot: QtBot) -> None:
    panel = indicators(page).panel

    with qtbot.waitSignal(panel.answered):
        desk.session.select(Selection(years=Years(2014, 2018)))

    assert (panel.head.before.value, panel.head.after.value) == (2014, 2018)


def test_other_years_are_compared_when_they_are_chosen(page: AnalysisPage, qtbot: QtBot) -> None:
    panel = indicators(page).panel

    with qtbot.waitSignal(panel.answered):
        panel.head.before.choose(2013)

    assert panel.head.asked.before == 2013
    assert panel.findings is not None
    assert "2013" in panel.findings.sentences[0]


@pytest.mark.parametrize("kind", ["csv", "xlsx", "pdf"])
def test_tables_are_saved_in_three_kinds(
    page: AnalysisPage, desk: Desk, qtbot: QtBot, tmp_path: Path, kind: str
) -> None:
    panel, path = indicators(page).panel, tmp_path / f"growth.{kind}"
    panel.export.chooser = lambda _parent, _proposed, _pattern: path

    panel.head.export.entries[kind].trigger()

    qtbot.waitUntil(path.is_file, timeout=20_000)
    qtbot.waitUntil(lambda: not desk.runner.running, timeout=20_000)
    assert path.stat().st_size > 500


def test_survival_over_a_single_year_is_answered_with_a_sentence(page: AnalysisPage, desk: Desk, qtbot: QtBot) -> None:
    tab = indicators(page)
    with qtbot.waitSignal(tab.panel.answered):
        tab.choose("survival")

    with qtbot.waitSignal(tab.panel.answered):
        desk.session.select(Selection(years=Years(2020, 2020)))

    assert tab.panel.notice.isVisible()
    assert tab.panel.notice.button.isVisible()
    assert not tab.panel.head.export.isEnabled()


def test_tab_leaves_the_charts_for_the_one_table_below_them(page: AnalysisPage, qtbot: QtBot) -> None:
    view = indicators(page).panel.view
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    view.area.setFocus()

    engine_view = view.area.findChild(QWebEngineView)
    assert engine_view is not None
    QWidget.focusNextPrevChild(engine_view, True)  # as the engine does behind the page's last card

    assert QApplication.focusWidget() is view.table


def test_without_data_the_years_to_compare_are_dashes(qtbot: QtBot, tmp_path: Path) -> None:
    head = InquiryHead(make_desk(tmp_path / "store", tmp_path / "home"), INDICATORS[0])
    qtbot.addWidget(head)

    assert (head.before.currentText(), head.after.currentText()) == ("–", "–")
