"""What the store holds: coverage, imports, removing and undoing, demonstration data."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from app.bridge.data_removals import Removals
from app.engine.messages import Language
from app.engine.records.options import ImportOptions
from app.engine.records.pipeline import import_files
from app.engine.store.folder import StoreFolder
from app.engine.store.manifest import read_manifest
from app.engine.store.selection import Direction, Selection, Years
from tests.engine.records.pipeline.tables import Row, records, write_seed
from tests.ui.data_desk import DISPLAY, LEFT, DataDesk, data_desk

__all__ = ["data_desk"]


@pytest.fixture
def filled(data_desk: DataDesk, tmp_path: Path) -> DataDesk:
    """Imports of 2018, and imports and exports of 2020 in a second batch."""
    store = data_desk.desk.session.store_path
    import_files(store, [write_seed(tmp_path, [Row(value="18")], year=2018)], ImportOptions())
    ways = [write_seed(tmp_path, [Row(value="20"), Row(partner="香港")], direction=way) for way in ("import", "export")]
    import_files(store, ways, ImportOptions())
    data_desk.page.activated()
    data_desk.settle()
    return data_desk


def values(desk: DataDesk) -> list[int]:
    return sorted(int(record.value) for record in records(desk.desk.session.store_path))


def remove_first(desk: DataDesk) -> None:
    desk.click_item(desk.page.overview.batches.tree, 0)
    desk.click("removeBatch")
    desk.click("confirmRemoval")


def test_enter_presses_the_button_that_has_the_focus(filled: DataDesk) -> None:
    filled.click_item(filled.page.overview.batches.tree, 0)
    filled.click("removeBatch")

    QTest.keyClick(filled.find("confirmRemoval"), Qt.Key.Key_Return)
    filled.settle()

    assert values(filled) == [18]


def test_coverage_shows_years_directions_and_gaps(filled: DataDesk) -> None:
    table = filled.page.overview.coverage
    model = table.model()

    assert [model.headerData(n, Qt.Orientation.Horizontal) for n in range(model.columnCount())] == [
        "2018",
        "2019",
        "2020",
    ]
    assert filled.cells(table) == [["18 美元\n1 条", "缺", "20 美元\n1 条"], ["缺", "缺", "20 美元\n1 条"]]
    tip = model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "2018 进口\n原系统明细表，HS 8 位：1 条，18 美元"


def test_a_click_into_the_coverage_selects_and_shows_the_dashboard(filled: DataDesk) -> None:
    asked: list[str] = []
    filled.desk.navigation.page_requested.connect(asked.append)

    filled.click_item(filled.page.overview.coverage, 1, 2)

    assert filled.desk.session.selection == Selection(direction=Direction.EXPORT, years=Years(2020, 2020))
    assert asked == ["dashboard"]


def test_a_gap_selects_nothing(filled: DataDesk) -> None:
    filled.click_item(filled.page.overview.coverage, 0, 1)

    assert filled.desk.session.selection == Selection()


def test_the_coverage_is_used_with_the_keyboard(filled: DataDesk) -> None:
    table = filled.page.overview.coverage
    table.setCurrentIndex(table.model().index(0, 1))

    QTest.keyClick(table, Qt.Key.Key_Right)
    QTest.keyClick(table, Qt.Key.Key_Return)

    assert filled.desk.session.selection.years == Years(2020, 2020)


def test_imports_are_listed_with_their_files(filled: DataDesk) -> None:
    model = filled.page.overview.batches.batches

    rows = [[model.index(row, column).data(DISPLAY) for column in range(7)] for row in range(model.rowCount())]

    assert rows == [
        ["2020年出口.csv 等 2 个文件", "2020", "进口、出口", "原系统明细表", "原系统口径", "2", "2"],
        ["2018年进口.csv", "2018", "进口", "原系统明细表", "原系统口径", "1", "0"],
    ]
    files = model.index(0, 0)
    assert [model.index(row, 0, files).data(DISPLAY) for row in range(model.rowCount(files))] == [
        "2020年出口.csv",
        "2020年进口.csv",
    ]
    assert model.parent(model.index(1, 0, files)) == files
    assert model.rowCount(model.index(0, 0, files)) == 0
    assert model.parent(QModelIndex()) == QModelIndex()


def test_the_hash_of_a_source_is_copied_whole(filled: DataDesk) -> None:
    filled.click_item(filled.page.overview.batches.tree, 1)

    filled.click("copyHash")

    wanted = {segment.source_sha256 for segment in read_manifest(filled.desk.session.store_path).segments}
    assert QGuiApplication.clipboard().text() in wanted


def test_a_batch_is_removed_after_a_question_and_put_back(filled: DataDesk) -> None:
    remove_first(filled)
    assert values(filled) == [18]
    assert filled.text("undoText") == "已移除“2020年出口.csv 等 2 个文件”（2 行）。关闭窗口前可以撤销。"
    assert filled.page.overview.coverage.model().columnCount() == 1

    filled.click("undoRemoval")

    assert values(filled) == [18, 20, 20]
    assert not filled.find("undoBanner").isVisible()
    assert filled.page.overview.coverage.model().columnCount() == 3


def test_saying_no_keeps_the_batch(filled: DataDesk) -> None:
    filled.click_item(filled.page.overview.batches.tree, 0)
    filled.click("removeBatch")
    assert filled.text("removeAbout").startswith("将移除 2 个文件的 2 行数据")

    filled.click("keepBatch")

    assert values(filled) == [18, 20, 20]


def test_the_keyboard_removes_and_undoes(filled: DataDesk) -> None:
    tree = filled.page.overview.batches.tree
    filled.click_item(tree, 1)
    QTest.keyClick(tree, Qt.Key.Key_Delete)
    filled.click("confirmRemoval")
    assert values(filled) == [20, 20]

    filled.page.removals.undo()
    filled.settle()

    assert values(filled) == [18, 20, 20]


def test_two_removals_are_undone_one_after_the_other_even_with_an_import_between(
    filled: DataDesk, tmp_path: Path
) -> None:
    remove_first(filled)
    filled.drop(write_seed(tmp_path, [Row(value="19")], year=2019))
    filled.import_all()
    filled.page.tabs.setCurrentIndex(0)
    filled.settle()
    remove_first(filled)
    assert values(filled) == [18]

    filled.click("undoRemoval")
    filled.click("undoRemoval")

    assert values(filled) == [18, 19, 20, 20]


def test_an_undo_that_would_count_twice_is_refused_with_a_sentence(filled: DataDesk, tmp_path: Path) -> None:
    remove_first(filled)
    import_files(filled.desk.session.store_path, [tmp_path / "2020年进口.csv"], ImportOptions())

    filled.click("undoRemoval")

    assert filled.codes() == ["store.undo_counts_twice"]
    assert values(filled) == [18, 20]
    assert filled.find("undoBanner").isVisible()


def test_closing_the_window_ends_the_undoing_and_frees_the_space(filled: DataDesk) -> None:
    remove_first(filled)

    filled.page.removals.let_go()

    folder = StoreFolder(filled.desk.session.store_path)
    kept = {folder.segment_path(segment.id) for segment in read_manifest(folder.root).segments}
    assert set(folder.segments.iterdir()) == kept


def test_what_a_crashed_window_could_have_undone_is_let_go_at_the_next_start(filled: DataDesk) -> None:
    remove_first(filled)
    desk = filled.desk

    Removals(desk.session, desk.runner, desk.notices)
    filled.settle()

    assert not (desk.session.store_path / "removed.json").exists()


def test_demonstration_data_are_marked_and_go_with_one_click(filled: DataDesk, tmp_path: Path) -> None:
    made = write_seed(tmp_path, [Row(value="7")], year=2017)
    import_files(filled.desk.session.store_path, [made], ImportOptions(is_demo=True))
    filled.page.activated()
    filled.settle()
    assert "并非真实贸易" in filled.text("demoText")
    assert filled.cells(filled.page.overview.coverage)[0][0] == "7 美元\n1 条"
    assert filled.page.overview.batches.batches.index(0, 0).data(DISPLAY) == "〔演示〕2017年进口.csv"

    filled.click("removeDemo")

    assert values(filled) == [18, 20, 20]
    assert not filled.find("demoBanner").isVisible()
    filled.click("undoRemoval")
    assert values(filled) == [7, 18, 20, 20]


def test_an_empty_store_shows_the_way_to_begin_again_after_everything_was_removed(filled: DataDesk) -> None:
    remove_first(filled)
    remove_first(filled)

    assert filled.find("emptyChooseFiles").isVisible()
    assert not filled.page.tabs.isTabEnabled(2)
    filled.click("undoRemoval")
    assert filled.page.tabs.isTabEnabled(2)


def test_the_list_speaks_english(filled: DataDesk) -> None:
    filled.desk.texts.set_language(Language.EN)

    assert filled.page.overview.batches.batches.index(1, 2).data(DISPLAY) == "Imports"
    assert filled.cells(filled.page.overview.coverage)[0][0] == "18 USD\n1 rows"


def test_the_report_of_a_batch_opens_from_the_list(filled: DataDesk) -> None:
    filled.click_item(filled.page.overview.batches.tree, 1)

    filled.click("openReport")

    assert filled.page.tabs.currentWidget() is filled.page.report
    assert filled.text("sum_rows") == "1"


def test_a_click_on_the_undo_button_needs_no_focus(filled: DataDesk) -> None:
    remove_first(filled)

    QTest.mouseClick(filled.find("undoRemoval"), LEFT)
    filled.settle()

    assert values(filled) == [18, 20, 20]
