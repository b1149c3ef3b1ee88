"""The report of cleaning, and browsing, searching, copying and exporting the rows that it rejected."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.bridge.data_quarantine import PAGE
from app.bridge.theme import ThemeMode
from app.engine.messages import Language
from app.engine.records.options import ImportOptions
from app.engine.records.pipeline import import_files
from app.views.data.import_panel import ImportPanel
from app.views.data.quarantine_panel import QuarantinePanel
from app.views.data.report_panel import ReportPanel
from tests.desks import make_desk
from tests.engine.records.pipeline.tables import HEADER, Row, write_seed
from tests.ui.data_desk import DISPLAY, DataDesk

UNKNOWN = 450
HORIZONTAL = Qt.Orientation.Horizontal


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two files in one batch; the first has many rows of unknown partners, the second a broken line."""
    folder = tmp_path_factory.mktemp("cleaned")
    odd = [Row(partner=f"乌有国{number}", value="2") for number in range(UNKNOWN)]
    one = write_seed(folder, [*odd, Row(), Row(partner="香港", value="5"), Row(partner="荷属安地列斯")])
    other = write_seed(folder, [Row(value="3"), Row(partner="澳门", value="7")], year=2019)
    other.write_text(other.read_text(encoding="utf-8") + "broken line\n", encoding="utf-8")
    assert not import_files(folder / "store", [one, other], ImportOptions()).has_failures
    return folder / "store"


@pytest.fixture
def cleaned(qapp: object, store: Path, tmp_path: Path, qtbot: QtBot) -> Iterator[DataDesk]:
    desk = make_desk(store, tmp_path / "home")
    yield DataDesk(desk, qtbot)
    desk.runner.close()
    desk.settings.close()
    desk.session.close()


def open_tab(desk: DataDesk, place: int) -> None:
    desk.page.tabs.setCurrentIndex(place)
    desk.settle()


def rules(desk: DataDesk) -> list[list[str]]:
    return desk.cells(desk.page.report.table)


def shown_rows(desk: DataDesk) -> list[list[str]]:
    """The rows of the quarantine, once their pages have been read."""
    table = desk.page.rejected.table
    desk.qtbot.waitUntil(lambda: "…" not in {cell for row in desk.cells(table)[:20] for cell in row})
    desk.settle()
    return desk.cells(table)


def search(desk: DataDesk, text: str) -> None:
    entry = desk.page.rejected.filters.text
    with desk.qtbot.waitSignal(desk.page.rejected._search.found):
        entry.setText(text)
    desk.settle()


def test_a_report_without_a_rejected_row_says_so(qapp: object, tmp_path: Path, qtbot: QtBot) -> None:
    assert not import_files(tmp_path / "store", [write_seed(tmp_path, [Row()])], ImportOptions()).has_failures
    desk = make_desk(tmp_path / "store", tmp_path / "home")
    clean = DataDesk(desk, qtbot)

    open_tab(clean, 2)

    assert clean.find("nothingRejected").isVisible()
    assert not clean.page.report.table.isVisible()
    desk.runner.close()
    desk.settings.close()
    desk.session.close()


def test_marks_of_files_follow_the_theme(cleaned: DataDesk) -> None:
    open_tab(cleaned, 2)
    files = cleaned.page.report.files

    marks = []
    for mode in (ThemeMode.LIGHT, ThemeMode.DARK):
        cleaned.desk.theme.set_mode(mode)
        marks.append(files.item(1).icon().pixmap(16).toImage())

    assert marks[0] != marks[1]
    assert not cleaned.find("nothingRejected").isVisible()


def test_the_report_adds_up_over_all_files(cleaned: DataDesk) -> None:
    open_tab(cleaned, 2)

    assert cleaned.text("sum_rows") == f"{UNKNOWN + 6}"
    assert cleaned.text("sum_kept") == "2"
    assert cleaned.text("sum_before") == f"{UNKNOWN * 2 + 2000 + 15:,} 美元"
    assert cleaned.text("sum_after") == "1,003 美元"
    assert rules(cleaned)[0] == [
        "无法识别的国家(地区)",
        "隔离",
        "450",
        "900 美元",
        "核对国家(地区)名称，或改用海关国别代码、ISO 代码。",
    ]
    assert ["非国家主体（香港、澳门、台澎金马关税区）", "隔离", "2", "12 美元"] in [row[:4] for row in rules(cleaned)]


def test_each_file_has_its_own_report(cleaned: DataDesk) -> None:
    open_tab(cleaned, 2)
    files = cleaned.page.report.files
    assert [files.item(row).text() for row in range(files.count())] == [
        "全部 2 个文件",
        "2019年进口.csv",
        "2020年进口.csv",
    ]

    cleaned.click_item(files, 1)

    assert cleaned.text("sum_rows") == "3"
    rejecting = {row[0] for row in rules(cleaned) if row[1] == "隔离"}
    assert rejecting == {"列数与表头不符", "非国家主体（香港、澳门、台澎金马关税区）"}


def test_a_rule_shows_what_to_change_and_rows_as_they_stood(cleaned: DataDesk) -> None:
    open_tab(cleaned, 2)

    cleaned.click_item(cleaned.page.report.table, 0)

    assert cleaned.text("ruleTitle") == "无法识别的国家(地区)"
    assert cleaned.text("ruleRemedy").startswith("核对国家(地区)名称")
    assert "乌有国" in cleaned.page.report.details._samples[0].text()


def test_the_report_speaks_english(cleaned: DataDesk) -> None:
    open_tab(cleaned, 2)

    cleaned.desk.texts.set_language(Language.EN)

    assert rules(cleaned)[0][1] == "rejected"
    assert cleaned.text("sum_after") == "1,003 USD"


def test_what_stands_behind_the_other_tabs_is_made_once_somebody_looks(cleaned: DataDesk) -> None:
    page = cleaned.page
    cleaned.settle()
    before = [panel for kind in (ImportPanel, ReportPanel, QuarantinePanel) for panel in page.findChildren(kind)]

    for place in (1, 2, 3):
        open_tab(cleaned, place)

    assert not before
    assert page.tabs.currentWidget() is page.rejected
    assert len(page.findChildren(QuarantinePanel)) == 1


def test_the_rows_of_a_rule_are_shown_from_the_report(cleaned: DataDesk) -> None:
    open_tab(cleaned, 2)
    cleaned.click_item(cleaned.page.report.table, 0)

    cleaned.click("showRejected")

    assert cleaned.page.tabs.currentWidget() is cleaned.page.rejected
    assert cleaned.text("rejectedState") == "450 行"
    rows = shown_rows(cleaned)
    assert rows[0][:3] == ["2020年进口.csv", "无法识别的国家(地区)", "01012100"]
    assert {row[3][:3] for row in rows[:20]} == {"乌有国"}


def test_rejected_rows_stand_under_the_names_of_their_own_file(cleaned: DataDesk) -> None:
    open_tab(cleaned, 3)
    model = cleaned.page.rejected.rows

    titles = [model.headerData(at, HORIZONTAL) for at in range(model.columnCount())]

    assert titles == ["文件", "规则", *HEADER, "整行原文"]
    assert cleaned.text("rejectedState") == f"{UNKNOWN + 4} 行"


def test_a_line_without_columns_is_shown_whole(cleaned: DataDesk) -> None:
    open_tab(cleaned, 3)

    search(cleaned, "broken")

    rows = shown_rows(cleaned)
    assert [row[-1] for row in rows] == ["broken line"]
    last = cleaned.page.rejected.rows.columnCount() - 1
    assert not cleaned.page.rejected.table.isColumnHidden(last)


def test_rules_are_offered_with_their_counts_within_the_chosen_file(cleaned: DataDesk) -> None:
    open_tab(cleaned, 3)
    filters = cleaned.page.rejected.filters
    offered = [filters.rule.itemText(at) for at in range(filters.rule.count())]
    assert offered[:2] == [f"全部规则（{UNKNOWN + 4} 行）", "无法识别的国家(地区)（450 行）"]

    filters.file.setCurrentText("2019年进口.csv")
    filters.file.choose(filters.file.value)
    cleaned.settle()

    offered = [filters.rule.itemText(at) for at in range(filters.rule.count())]
    assert "无法识别的国家(地区)（450 行）" not in offered
    assert {row[0] for row in shown_rows(cleaned)} == {"2019年进口.csv"}


def test_text_is_searched_in_the_original_cells(cleaned: DataDesk) -> None:
    open_tab(cleaned, 3)

    search(cleaned, "乌有国44")

    assert cleaned.text("rejectedState") == "11 行"
    assert {row[3][:5] for row in shown_rows(cleaned)} == {"乌有国44"}
    search(cleaned, "无此文字")
    assert cleaned.text("rejectedState") == "没有符合条件的隔离行。"


def test_rows_far_down_are_read_when_they_come_into_view(cleaned: DataDesk) -> None:
    open_tab(cleaned, 3)
    table, model = cleaned.page.rejected.table, cleaned.page.rejected.rows
    last = model.rowCount() - 1
    assert last > 2 * PAGE

    table.scrollToBottom()

    cleaned.qtbot.waitUntil(lambda: model.index(last, 0).data(DISPLAY) not in {None, "…"})
    assert model.rule_at(last)


def test_selected_rows_are_copied_with_their_header(cleaned: DataDesk) -> None:
    open_tab(cleaned, 3)
    search(cleaned, "乌有国449")
    shown_rows(cleaned)
    cleaned.page.rejected.table.selectRow(0)

    cleaned.click("copyRejected")

    header, row = QGuiApplication.clipboard().text().splitlines()
    assert header.split("\t") == list(HEADER)
    assert row.split("\t")[1] == "乌有国449"
    assert cleaned.codes() == ["data.rejected_copied"]


def test_copying_nothing_says_what_to_do(cleaned: DataDesk) -> None:
    open_tab(cleaned, 3)
    cleaned.page.rejected.table.clearSelection()

    cleaned.click("copyRejected")

    assert cleaned.codes() == ["data.rejected_choose_rows"]


def test_what_is_shown_is_exported(cleaned: DataDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_tab(cleaned, 3)
    search(cleaned, "乌有国")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "out.csv"), ""))

    cleaned.click("exportRejected")

    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as stream:
        lines = list(csv.reader(stream))
    assert lines[0] == ["文件", "规则", "原因", "行号", *HEADER]
    assert len(lines) == UNKNOWN + 1
    assert cleaned.codes() == ["data.rejected_written"]


def test_the_chosen_tab_is_remembered(cleaned: DataDesk) -> None:
    open_tab(cleaned, 3)

    state = cleaned.page.saved_state()
    cleaned.page.tabs.setCurrentIndex(0)
    cleaned.page.restore_state(state)

    assert cleaned.page.tabs.currentWidget() is cleaned.page.rejected
