from __future__ import annotations

import csv
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelection, QItemSelectionModel
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from python_calamine import CalamineWorkbook

from app.bridge.desk import Desk
from app.bridge.notices import Notice
from app.bridge.pivot_layout import Axis, PivotLayout
from app.bridge.tasks import Task
from app.engine.store.dimensions import Dimension
from app.engine.store.selection import Direction, Selection
from app.views.explore.page import ExplorePage
from tests.raw_sums import raw_sums
from tests.ui.explore_desk import action, headings, opened

GERMANY = 304


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> ExplorePage:
    desk.session.select(Selection(direction=Direction.IMPORT))
    return opened(desk, qtbot)


@pytest.fixture
def notices(desk: Desk) -> list[Notice]:
    posted: list[Notice] = []
    desk.notices.posted.connect(posted.append)
    return posted


def choose_file(page: ExplorePage, path: Path) -> None:
    dialog = page.findChild(QFileDialog)
    assert dialog is not None
    dialog.setDirectory(str(path.parent))
    dialog.selectFile(str(path))
    dialog.accept()


def exported(page: ExplorePage, kind: str, path: Path, notices: list[Notice], qtbot: QtBot) -> None:
    action(page.head.export_button.menu(), kind).trigger()
    choose_file(page, path)
    qtbot.waitUntil(lambda: bool(notices))
    assert [notice.code for notice in notices] == ["explore.exported"]


def test_selected_cells_are_copied_with_both_headings(page: ExplorePage, demo_store: Path, qtbot: QtBot) -> None:
    rows, columns = headings(page, Axis.ROWS), headings(page, Axis.COLUMNS)
    row, column = rows.index("德国"), columns.index("2019")
    model = page.model
    chosen = QItemSelection(model.index(row, column), model.index(row + 1, column + 1))
    page.table.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    with qtbot.waitSignal(QGuiApplication.clipboard().dataChanged):
        page.table.copy_requested.emit()

    lines = [line.split("\t") for line in QGuiApplication.clipboard().text().split("\n")]
    value = raw_sums(demo_store, "country, year", where="direction = 1")[GERMANY, 2019]
    assert [line[0] for line in lines] == ["", "德国", rows[row + 1]]
    assert lines[0][1:] == ["2019", "2020"]
    assert float(lines[1][1]) == pytest.approx(value)


def test_the_whole_table_goes_into_a_workbook_that_says_what_it_shows(
    page: ExplorePage, demo_store: Path, tmp_path: Path, notices: list[Notice], qtbot: QtBot
) -> None:
    exported(page, "xlsx", tmp_path / "table.xlsx", notices, qtbot)

    book = CalamineWorkbook.from_path(str(tmp_path / "table.xlsx"))
    about = "\n".join(str(cell) for row in book.get_sheet_by_index(0).to_python() for cell in row)
    head, *rows = book.get_sheet_by_index(1).to_python()
    values = raw_sums(demo_store, "country, year", where="direction = 1")
    assert "进口" in about
    assert "演示数据" in about
    assert head[:3] == ["国家(地区)", "合计", "2012"]
    assert len(rows) == page.model.rowCount()
    germany = next(row for row in rows if row[0] == "德国")
    assert germany[2] == pytest.approx(values[GERMANY, 2012])


def test_the_whole_table_goes_into_csv_with_its_filters_below(
    page: ExplorePage, demo_store: Path, tmp_path: Path, notices: list[Notice], qtbot: QtBot
) -> None:
    exported(page, "csv", tmp_path / "table.csv", notices, qtbot)

    with (tmp_path / "table.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))
    values = raw_sums(demo_store, "country, year", where="direction = 1")
    germany = next(row for row in rows if row[0] == "德国")
    assert float(germany[2]) == pytest.approx(values[GERMANY, 2012])
    below = [row[0] for row in rows[page.model.rowCount() + 1 :]]
    assert any("进口" in line for line in below)


def test_an_export_can_be_watched_and_cancelled(
    page: ExplorePage, desk: Desk, tmp_path: Path, notices: list[Notice], qtbot: QtBot
) -> None:
    with qtbot.waitSignal(page.exploration.answered):
        page.exploration.lay_out(PivotLayout((Dimension.HS8,), (Dimension.COUNTRY,)))
    started: list[Task] = []
    desk.runner.task_started.connect(started.append)
    desk.runner.task_started.connect(lambda task: task.progressed.connect(task.cancel))

    action(page.head.export_button.menu(), "xlsx").trigger()
    choose_file(page, tmp_path / "table.xlsx")

    with qtbot.waitSignal(started[0].ended, timeout=30_000):
        assert started[0].is_visible
    assert {path.name for path in tmp_path.iterdir()} <= {"home"}
    assert notices == []


def test_a_place_that_cannot_be_written_is_told(
    page: ExplorePage, tmp_path: Path, notices: list[Notice], qtbot: QtBot
) -> None:
    action(page.head.export_button.menu(), "csv").trigger()
    (tmp_path / "table.csv").mkdir()
    dialog = page.findChild(QFileDialog)
    assert dialog is not None
    dialog.fileSelected.emit(str(tmp_path / "table.csv"))

    qtbot.waitUntil(lambda: bool(notices))
    assert notices[0].code.startswith("reports.")


def test_nothing_can_be_exported_before_there_is_a_table(desk: Desk, qtbot: QtBot) -> None:
    page = ExplorePage(desk)
    qtbot.addWidget(page)

    assert not page.head.export_button.isEnabled()
    assert all(isinstance(each, QAction) for each in page.head.export_button.menu().actions())
