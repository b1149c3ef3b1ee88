"""Bringing files in: what a person drops, reads, answers and gets."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QPushButton, QRadioButton

from app.bridge.tasks import Task
from app.engine.messages import Language
from app.engine.records.options import ImportOptions
from app.engine.records.pipeline import import_files
from app.engine.store.manifest import read_manifest
from tests.engine.records.pipeline.tables import HEADER, Row, records, write_lines, write_seed
from tests.ui.data_desk import LEFT, DataDesk, data_desk

__all__ = ["data_desk"]

GACC_HEADER = "数据年月,商品编码,商品名称,贸易伙伴编码,贸易伙伴名称,第一数量,第一计量单位,人民币,"
GACC_LINE = '202301,12019019,其他黄大豆,410,巴西,"1,831",千克,"8,634",'


def gacc(folder: Path) -> Path:
    return write_lines(folder / "2023.csv", GACC_HEADER, GACC_LINE, encoding="gb18030")


def preview_cells(desk: DataDesk) -> list[list[str]]:
    return desk.cells(desk.page.importing.details.preview)


def test_an_empty_desk_invites(data_desk: DataDesk) -> None:
    data_desk.find("dropHere")

    assert data_desk.find("emptyChooseFiles").isVisible()
    assert not data_desk.find("demoBanner").isVisible()


def test_a_dropped_file_shows_what_it_is_and_why(data_desk: DataDesk, tmp_path: Path) -> None:
    path = write_seed(tmp_path, [Row(partner="德国"), Row(partner="乌有国")])

    data_desk.drop(path)

    assert data_desk.summaries() == {"2020年进口.csv": "原系统明细表 · 2020 · 进口"}
    evidence = data_desk.text("evidence")
    assert "编码 UTF-8：多字节序列全部有效。" in evidence
    assert "进出口方向来自文件名 2020年进口.csv：进口。" in evidence
    assert "文件未写明币种，按 USD 处理。" in evidence
    assert [row[4] for row in preview_cells(data_desk)] == ["德国", "乌有国（无法识别）"]
    assert [row[0] for row in preview_cells(data_desk)] == ["保留", "隔离：无法识别的国家(地区)"]


def test_what_a_file_does_not_say_is_asked_and_never_guessed(data_desk: DataDesk, tmp_path: Path) -> None:
    path = gacc(tmp_path)
    data_desk.drop(path)
    assert data_desk.summaries() == {"2023.csv": "请补充：进出口方向"}
    assert not data_desk.find("startImport").isEnabled()
    assert preview_cells(data_desk)[0][2] == "待补充"

    QTest.mouseClick(data_desk.page.importing.details.questions._direction.button("import"), LEFT)
    data_desk.looked()

    assert data_desk.summaries() == {"2023.csv": "海关统计在线查询 · 2023 · 进口"}
    assert preview_cells(data_desk)[0][1:5] == ["202301 → 2023-01", "进口", "12019019", "410 → 巴西"]
    data_desk.import_all()
    assert [(record.direction, record.year) for record in records(data_desk.desk.session.store_path)] == [(1, 2023)]


def test_a_year_is_typed_and_can_be_taken_back(data_desk: DataDesk, tmp_path: Path) -> None:
    path = write_lines(tmp_path / "进口.csv", ",".join(HEADER), "01012100,美国,北京市,一般贸易,10,千克,1000")
    data_desk.drop(path)
    year = data_desk.page.importing.details.questions._year

    QTest.keyClicks(year, "2018")
    data_desk.looked()
    assert data_desk.summaries() == {"进口.csv": "原系统明细表 · 2018 · 进口"}
    clear = [one for one in data_desk.find("questions").findChildren(QPushButton) if one.isVisible()][-1]
    QTest.mouseClick(clear, LEFT)
    data_desk.looked()

    assert data_desk.summaries() == {"进口.csv": "请补充：年份"}


def test_a_folder_brings_its_tables_and_says_what_was_skipped(data_desk: DataDesk, tmp_path: Path) -> None:
    folder = tmp_path / "all"
    (folder / "deep" / "deeper").mkdir(parents=True)
    write_seed(folder, [Row()])
    write_seed(folder / "deep", [Row()], year=2019)
    (folder / "notes.pdf").touch()

    data_desk.drop(folder)

    assert sorted(data_desk.summaries()) == ["2019年进口.csv", "2020年进口.csv"]
    skipped = data_desk.text("skipped")
    assert "跳过 1 个非数据表文件：notes.pdf" in skipped
    assert "跳过 1 个更深层的文件夹：deeper" in skipped


def test_files_chosen_in_the_dialog_are_one_batch_with_a_report(
    data_desk: DataDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [write_seed(tmp_path, [Row(), Row(partner="香港")], year=year) for year in (2019, 2020)]
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(path) for path in paths], ""))

    data_desk.click("emptyChooseFiles")
    data_desk.looked()
    data_desk.import_all()

    segments = read_manifest(data_desk.desk.session.store_path).segments
    assert len(segments) == 2
    assert len({segment.batch for segment in segments}) == 1
    assert data_desk.codes() == ["data.imported"]
    assert data_desk.page.tabs.currentWidget() is data_desk.page.report
    assert data_desk.text("sum_rows") == "4"
    assert data_desk.text("sum_before") == "4,000 美元"
    assert data_desk.text("sum_after") == "2,000 美元"


def test_a_file_that_cannot_be_imported_says_why_and_stays(data_desk: DataDesk, tmp_path: Path) -> None:
    bad, good = tmp_path / "scan.csv", write_seed(tmp_path, [Row()])
    bad.write_bytes(b"%PDF-1.7")
    data_desk.drop(bad, good)
    data_desk.look_at(bad)

    trouble = data_desk.page.importing.details._trouble_text.text()
    data_desk.import_all()

    assert trouble == "scan.csv 是 PDF 文件，不是数据表；若是压缩包请先解压。"
    assert data_desk.summaries() == {"scan.csv": "无法导入"}
    assert data_desk.text("importHint") == "1 个文件无法导入"


def test_files_are_put_off_the_desk_with_the_delete_key(data_desk: DataDesk, tmp_path: Path) -> None:
    paths = [write_seed(tmp_path, [Row()], year=year) for year in (2019, 2020)]
    data_desk.drop(*paths)
    data_desk.look_at(paths[0])

    QTest.keyClick(data_desk.page.importing.list, Qt.Key.Key_Delete)

    assert list(data_desk.summaries()) == ["2020年进口.csv"]


def test_the_profile_decides_what_the_preview_rejects(data_desk: DataDesk, tmp_path: Path) -> None:
    data_desk.drop(write_seed(tmp_path, [Row(partner="中国香港")]))
    assert preview_cells(data_desk)[0][0] == "隔离：非国家主体（香港、澳门、台澎金马关税区）"
    options = data_desk.page.importing.options

    options.profile.choose(options.profile.values[2])
    data_desk.looked()

    assert preview_cells(data_desk)[0][0] == "保留"
    assert data_desk.text("profileMeaning").startswith("统计口径：保留来源公布的全部贸易伙伴")


def test_exact_duplicates_are_dropped_when_asked(data_desk: DataDesk, tmp_path: Path) -> None:
    data_desk.drop(write_seed(tmp_path, [Row(), Row()]))

    data_desk.page.importing.options.duplicates.click()
    data_desk.import_all()

    assert len(records(data_desk.desk.session.store_path)) == 1


def conflict(desk: DataDesk, folder: Path) -> Path:
    """A changed file of a period that was imported before, dropped and imported."""
    desk.drop(write_seed(folder, [Row(value="1000"), Row(partner="法国", value="5")]))
    desk.import_all()
    newer = folder / "newer"
    newer.mkdir()
    path = write_seed(newer, [Row(value="2000"), Row(partner="法国", value="7")])
    desk.drop(path)
    desk.import_all()
    return path


@pytest.mark.parametrize(("choice", "values"), [("replace", [7, 2000]), ("add", [5, 7, 1000, 2000])])
def test_a_conflict_shows_what_is_there_and_does_what_is_chosen(
    data_desk: DataDesk, tmp_path: Path, choice: str, values: list[int]
) -> None:
    path = conflict(data_desk, tmp_path)
    dialog = data_desk.dialog("conflictDialog")
    radio = dialog.findChild(QRadioButton, f"{choice}:{path.name}")
    assert isinstance(radio, QRadioButton)
    texts = [widget.text() for widget in dialog.findChildren(type(data_desk.page.importing._state))]
    assert any("2020 进口，2 行，1,005 美元" in text for text in texts)

    radio.click()
    data_desk.click("settle")

    assert sorted(int(record.value) for record in records(data_desk.desk.session.store_path)) == values
    assert data_desk.summaries() == {}


def test_a_conflict_left_for_later_changes_nothing_and_can_be_settled(data_desk: DataDesk, tmp_path: Path) -> None:
    conflict(data_desk, tmp_path)

    data_desk.click("leave")

    assert data_desk.summaries() == {"2020年进口.csv": "与已有数据重叠，需要选择"}
    assert sorted(int(record.value) for record in records(data_desk.desk.session.store_path)) == [5, 1000]
    data_desk.click("settleConflict")
    assert data_desk.dialog("conflictDialog").isVisible()


def test_a_cancelled_import_leaves_everything_as_it_was(data_desk: DataDesk, tmp_path: Path) -> None:
    row = ",".join(["01012100", "美国", "北京市", "一般贸易", "10", "千克", "1000"])
    path = write_lines(tmp_path / "2020年进口.csv", ",".join(HEADER), *[row] * 300_000)
    data_desk.drop(path)
    tasks: list[Task] = []
    data_desk.page.intake.import_started.connect(tasks.append)

    QTest.mouseClick(data_desk.find("startImport"), LEFT)
    assert data_desk.find("importProgress").isVisible()
    with data_desk.qtbot.waitSignal(tasks[0].cancelled, timeout=30_000):
        QTest.mouseClick(data_desk.find("cancelImport"), LEFT)
    data_desk.settle()

    assert read_manifest(data_desk.desk.session.store_path).segments == ()
    assert data_desk.summaries() == {"2020年进口.csv": "原系统明细表 · 2020 · 进口"}
    assert not data_desk.find("importProgress").isVisible()


def test_the_same_file_again_is_told_in_the_report(data_desk: DataDesk, tmp_path: Path) -> None:
    path = write_seed(tmp_path, [Row()])
    for _ in range(2):
        data_desk.drop(path)
        data_desk.import_all()

    assert data_desk.text("outcome") == "2020年进口.csv 已在仓库中（内容相同），未作更改。"


def test_another_language_says_everything_anew(data_desk: DataDesk, tmp_path: Path) -> None:
    data_desk.drop(write_seed(tmp_path, [Row(partner="德国")]), gacc(tmp_path))

    data_desk.desk.texts.set_language(Language.EN)

    assert data_desk.summaries() == {
        "2020年进口.csv": "source-system table · 2020 · Imports",
        "2023.csv": "Please state: Direction",
    }
    assert preview_cells(data_desk)[0][4] == "德国 → Germany"
    assert data_desk.page.tabs.tabText(0) == "Holdings"


def test_mappings_are_kept_where_the_settings_say(data_desk: DataDesk, tmp_path: Path) -> None:
    book = data_desk.desk.settings
    book.put(replace(book.settings, mapping_folder=str(tmp_path / "elsewhere")))

    data_desk.drop(write_seed(tmp_path, [Row()]))

    assert data_desk.page.intake.mappings == tmp_path / "elsewhere"


def test_real_exports_are_imported(data_desk: DataDesk, shared_data: Path) -> None:
    data_desk.drop(shared_data / "query_site_exports")
    for candidate in data_desk.page.intake.candidates:
        data_desk.look_at(candidate.path)
        QTest.mouseClick(data_desk.page.importing.details.questions._direction.button("import"), LEFT)
        data_desk.looked()

    data_desk.import_all()

    assert len(records(data_desk.desk.session.store_path)) == 63
    assert data_desk.text("sum_rejected").startswith("0 ")


def test_a_page_that_is_not_in_front_waits_with_what_is_new_until_it_is(data_desk: DataDesk, tmp_path: Path) -> None:
    data_desk.page.hide()
    write_seed(tmp_path, [Row()])
    import_files(data_desk.desk.session.store_path, list(tmp_path.glob("*.csv")), ImportOptions())
    data_desk.desk.session.refresh()
    hidden = data_desk.page.tabs.isTabEnabled(2)

    data_desk.page.show()

    assert not hidden
    assert data_desk.page.tabs.isTabEnabled(2)
