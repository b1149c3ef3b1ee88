from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from pathlib import Path

import pypdf
import pytest
import python_calamine
from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QLabel, QMenu, QWidget
from pytestqt.qtbot import QtBot

from app.bridge.desk import Desk
from app.bridge.notices import Level, Notice
from app.engine.store.selection import Selection
from app.views.dashboard.page import DashboardPage
from tests.ui.dashboard_page import ANSWER_MS, opened_page, wait_for_answer

Save = Callable[[str], Path]


@pytest.fixture
def notices(desk: Desk) -> list[Notice]:
    told: list[Notice] = []
    desk.notices.posted.connect(told.append)
    return told


@pytest.fixture
def page(desk: Desk, qtbot: QtBot, tmp_path: Path, notices: list[Notice]) -> Iterator[DashboardPage]:
    desk.session.select(Selection(countries=(304,)))
    with opened_page(qtbot, desk) as page:
        page.exporter.chooser = lambda parent, proposed, pattern: tmp_path / f"saved{proposed.suffix}"
        yield page


def wait_for_success(bot: QtBot, notices: list[Notice]) -> Notice:
    bot.waitUntil(lambda: any(notice.level is not Level.INFO for notice in notices), timeout=ANSWER_MS)
    assert notices[-1].level is Level.SUCCESS, notices[-1]
    return notices[-1]


def choose(page: DashboardPage, card: str, name: str) -> None:
    """As a person chooses an entry of the chart's menu."""
    menu: QMenu = page.chart_menu.open(card, QPoint(0, 0))
    next(action for action in menu.actions() if action.objectName() == name).trigger()
    menu.close()


def test_the_whole_page_becomes_a_pdf_that_can_be_read(
    page: DashboardPage, qtbot: QtBot, notices: list[Notice], tmp_path: Path
) -> None:
    page.header.export_chosen.emit("pdf")
    told = wait_for_success(qtbot, notices)

    document = pypdf.PdfReader(tmp_path / "saved.pdf")
    text = "\n".join(sheet.extract_text() for sheet in document.pages)
    pictures = sum(len(sheet.images) for sheet in document.pages)

    assert len(document.pages) > 1
    assert "贸易数据总览" in text
    assert "国家(地区)：德国" in text
    assert "仅供内部使用" in text
    assert "演示数据" in text
    assert pictures == len(page.panel.charts)
    assert told.action is not None
    assert told.params["folder"] == str(tmp_path)


def test_the_workbook_has_one_sheet_for_each_chart(
    page: DashboardPage, qtbot: QtBot, notices: list[Notice], tmp_path: Path
) -> None:
    page.header.export_chosen.emit("xlsx")
    wait_for_success(qtbot, notices)

    book = python_calamine.CalamineWorkbook.from_path(tmp_path / "saved.xlsx")

    assert book.sheet_names[1:] == [chart.title for chart in page.panel.charts.values()]
    rows = book.get_sheet_by_name("主要贸易伙伴").to_python()
    assert rows[0][2] == "国家(地区)"
    assert len(rows) > 100


def test_one_chart_becomes_csv_with_all_of_its_members(
    page: DashboardPage, qtbot: QtBot, notices: list[Notice], tmp_path: Path
) -> None:
    choose(page, "provinces", "save_csv")
    wait_for_success(qtbot, notices)

    with (tmp_path / "saved.csv").open(encoding="utf-8-sig", newline="") as stream:
        head, *rows = csv.reader(stream)

    assert head[1:4] == ["代码", "省份", "金额（美元）"]
    assert len(rows) == len(page.chart_menu.table("provinces").rows)


@pytest.mark.parametrize(("name", "start"), [("save_png", b"\x89PNG"), ("save_svg", b"<svg")])
def test_one_chart_becomes_a_picture(
    page: DashboardPage, qtbot: QtBot, notices: list[Notice], tmp_path: Path, name: str, start: bytes
) -> None:
    choose(page, "world", name)
    wait_for_success(qtbot, notices)

    saved = (tmp_path / f"saved.{name[5:]}").read_bytes()

    assert saved.startswith(start)
    assert len(saved) > 10_000


def test_a_chart_is_copied_as_picture_and_as_rows(page: DashboardPage, qtbot: QtBot, notices: list[Notice]) -> None:
    choose(page, "countries", "copy_picture")
    wait_for_success(qtbot, notices)
    picture: QImage = QGuiApplication.clipboard().image()
    choose(page, "countries", "copy_table")
    lines = QGuiApplication.clipboard().text().splitlines()

    assert picture.width() > 200
    assert lines[0].split("\t")[2] == "国家(地区)"
    assert len(lines) > 100


def test_the_table_of_a_chart_sorts_by_any_column(page: DashboardPage, qtbot: QtBot) -> None:
    dialog = page.chart_menu.show_table("countries")
    qtbot.addWidget(dialog)
    records = [row[6] for row in dialog.table.content.rows]

    dialog.table.sortByColumn(6, dialog.table.horizontalHeader().sortIndicatorOrder())
    sorted_records = [row[6] for row in dialog.table.content.rows]

    shown = [each.text() for each in dialog.findChildren(QLabel)]
    assert shown == ["主要贸易伙伴", f"共 {len(records)} 行"]
    assert sorted_records != records
    assert sorted_records == sorted(records, reverse=True)  # type: ignore[type-var]  # a column of counts


def test_a_folder_that_cannot_be_written_is_told_as_a_sentence(
    page: DashboardPage, qtbot: QtBot, notices: list[Notice], tmp_path: Path
) -> None:
    def nowhere(_parent: QWidget, proposed: Path, _pattern: str) -> Path:
        return tmp_path / "missing" / "folder" / proposed.name

    page.exporter.chooser = nowhere
    choose(page, "countries", "save_csv")
    qtbot.waitUntil(lambda: bool(notices), timeout=ANSWER_MS)

    assert notices[-1].level is Level.ERROR
    assert notices[-1].code.startswith("reports.")


def test_the_folder_is_proposed_again(page: DashboardPage, desk: Desk, qtbot: QtBot, notices: list[Notice]) -> None:
    proposed: list[Path] = []
    choose(page, "countries", "save_csv")
    wait_for_success(qtbot, notices)

    def note(_parent: QWidget, path: Path, _pattern: str) -> None:
        proposed.append(path)

    page.exporter.chooser = note
    choose(page, "countries", "save_csv")

    assert str(proposed[0].parent) == desk.settings.settings.export_folder
    wait_for_answer(qtbot, page)
