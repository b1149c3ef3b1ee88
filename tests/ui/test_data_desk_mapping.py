"""Files of unknown format: their columns are mapped by hand, saved, and offered again."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from app.bridge.data_columns import FIELD, FIELD_ROLE
from app.bridge.data_mapping import MappingDraft
from app.engine.records.layout import Field, PartnerCoding
from app.engine.records.mapping import read_mapping
from app.engine.records.preview import unknown_table
from app.widgets.choice_box import ChoiceBox
from tests.engine.records.pipeline.tables import records, write_lines
from tests.ui.data_desk import DataDesk, data_desk

__all__ = ["data_desk"]

HEADER = "note,hs6,partner_code,val,qty,when"
LINES = ("x,870323,276,5000.5,3,2021-03", "y,870323,840,700,1,2021-04", "z,010121,12345,9,1,2021-05")


def unknown(folder: Path, name: str = "mine.csv") -> Path:
    return write_lines(folder / name, HEADER, *LINES)


def verdict(desk: DataDesk) -> str:
    return desk.text("mappingVerdict")


def choose_field(desk: DataDesk, column: str, field: Field) -> None:
    """Open the list in the row of a column and pick a field."""
    table = desk.page.importing.details.editor.table
    row = HEADER.split(",").index(column)
    desk.click_item(table, row, FIELD)
    pick(desk, field)
    assert table.model().index(row, FIELD).data(FIELD_ROLE) is field


def pick(desk: DataDesk, field: Field) -> None:
    """Walk down the open list with the keyboard and press Enter."""
    menu = desk.find("fieldMenu")
    assert isinstance(menu, QMenu)
    desk.qtbot.waitUntil(menu.isVisible)
    while menu.activeAction() is None or menu.activeAction().data() is not field:
        QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyPress(menu, Qt.Key.Key_Return)


def choose_constant(desk: DataDesk, field: Field, value: str) -> None:
    control = desk.page.importing.details.editor.constants.controls[field]
    assert isinstance(control, ChoiceBox)
    assert control.isVisibleTo(desk.page)
    control.choose(value)


def complete(desk: DataDesk) -> None:
    choose_field(desk, "partner_code", Field.PARTNER)
    choose_field(desk, "when", Field.PERIOD)
    for field, value in (
        (Field.DIRECTION, "export"),
        (Field.CURRENCY, "USD"),
        (Field.REPORTER, "CHN"),
        (Field.UNIT, "千克"),
    ):
        choose_constant(desk, field, value)
    desk.page.importing.details.editor.constants.coding.choose(PartnerCoding.M49)


def test_an_unknown_file_shows_its_columns_with_samples_and_guesses(data_desk: DataDesk, tmp_path: Path) -> None:
    data_desk.drop(unknown(tmp_path))

    assert data_desk.summaries() == {"mine.csv": "格式未知，需要指定各列含义"}
    table = data_desk.page.importing.details.editor.table
    assert data_desk.cells(table)[1] == ["hs6", "870323 · 010121", "商品编码", "商品编码（95%）"]
    assert data_desk.cells(table)[2][1:] == ["276 · 840 · 12345", "不使用", "贸易伙伴（30%）"]


def test_what_is_missing_is_said_until_the_mapping_is_complete(data_desk: DataDesk, tmp_path: Path) -> None:
    data_desk.drop(unknown(tmp_path))
    assert verdict(data_desk) == "还缺少“申报国(地区)”：请为某一列选择它，或在“整个文件统一的内容”中指定。"
    assert not data_desk.find("saveMapping").isEnabled()

    complete(data_desk)

    assert verdict(data_desk).startswith("映射完整，可以保存")
    assert data_desk.find("saveMapping").isEnabled()


def test_numbers_as_partners_need_a_coding(data_desk: DataDesk, tmp_path: Path) -> None:
    data_desk.drop(unknown(tmp_path))
    complete(data_desk)

    data_desk.page.importing.details.editor.constants.coding.choose(None)

    assert verdict(data_desk) == "贸易伙伴列是数字（如 276），请选择代码体系。"


def test_a_complete_mapping_is_previewed_before_it_is_saved(data_desk: DataDesk, tmp_path: Path) -> None:
    data_desk.drop(unknown(tmp_path))

    complete(data_desk)
    preview = data_desk.page.importing.details.preview
    data_desk.qtbot.waitUntil(lambda: preview.model().rowCount() == 3)

    partners = [row[4] for row in data_desk.cells(preview)]
    assert partners == ["276 → 德国", "840 → 美国", "12345（无法识别）"]


def test_a_saved_mapping_reads_the_file_and_is_offered_again(data_desk: DataDesk, tmp_path: Path) -> None:
    data_desk.drop(unknown(tmp_path))
    complete(data_desk)

    data_desk.click("saveMapping")
    data_desk.looked()

    assert data_desk.summaries() == {"mine.csv": "自定义映射 · 2021 · 出口"}
    saved = read_mapping(tmp_path / "home" / "mappings" / "mine.toml")
    assert saved.columns[Field.PARTNER] == "partner_code"
    assert saved.source.country_codes is PartnerCoding.M49
    data_desk.import_all()
    assert sorted(int(record.value) for record in records(data_desk.desk.session.store_path)) == [700, 5000]

    other = unknown(tmp_path, "next.csv")
    data_desk.drop(other)
    data_desk.look_at(other)
    assert "列名与已保存的映射“mine”相符。" in data_desk.page.importing.details._offer_text.text()
    data_desk.click("useMapping")
    data_desk.looked()
    assert data_desk.summaries() == {"next.csv": "自定义映射 · 2021 · 出口"}


def test_a_mapping_in_use_can_be_changed(data_desk: DataDesk, tmp_path: Path) -> None:
    path = unknown(tmp_path)
    data_desk.drop(path)
    complete(data_desk)
    data_desk.click("saveMapping")
    data_desk.looked()

    data_desk.click("editMapping")
    data_desk.looked()
    assert verdict(data_desk).startswith("映射完整")
    choose_constant(data_desk, Field.DIRECTION, "import")
    data_desk.click("saveMapping")
    data_desk.looked()

    assert data_desk.summaries() == {"mine.csv": "自定义映射 · 2021 · 进口"}


def test_a_field_is_chosen_without_the_mouse(data_desk: DataDesk, tmp_path: Path) -> None:
    data_desk.drop(unknown(tmp_path))
    table = data_desk.page.importing.details.editor.table
    data_desk.page.activateWindow()
    table.setFocus()
    data_desk.qtbot.waitUntil(table.hasFocus)
    table.setCurrentIndex(table.model().index(2, 0))

    QTest.keyClick(table, Qt.Key.Key_Return)
    pick(data_desk, Field.PARTNER)

    assert table.model().index(2, FIELD).data(FIELD_ROLE) is Field.PARTNER


def test_a_mapping_needs_a_name(data_desk: DataDesk, tmp_path: Path) -> None:
    data_desk.drop(unknown(tmp_path))
    complete(data_desk)
    name = data_desk.page.importing.details.editor._name

    name.selectAll()
    QTest.keyClick(name, Qt.Key.Key_Delete)

    assert verdict(data_desk) == "请给映射起一个名称。"
    assert not data_desk.find("saveMapping").isEnabled()


def test_a_folder_that_cannot_be_written_is_told(data_desk: DataDesk, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir(exist_ok=True)
    (tmp_path / "home" / "mappings").write_text("in the way", encoding="utf-8")
    data_desk.drop(unknown(tmp_path))
    complete(data_desk)

    data_desk.click("saveMapping")

    assert data_desk.codes() == ["records.mapping_unwritable"]


@pytest.fixture
def draft(qapp: QApplication, tmp_path: Path) -> MappingDraft:
    return MappingDraft(unknown_table(unknown(tmp_path)), "mine")


def test_only_sure_guesses_are_taken_by_themselves(draft: MappingDraft) -> None:
    assert draft.field_of("hs6") is Field.HS
    assert draft.field_of("partner_code") is None


def test_a_field_has_one_column_only(draft: MappingDraft) -> None:
    draft.put_field("qty", Field.HS)

    assert draft.field_of("qty") is Field.HS
    assert draft.field_of("hs6") is None


def test_what_a_column_says_is_not_asked_for_the_whole_file(draft: MappingDraft) -> None:
    assert Field.YEAR in draft.asked_constants()
    draft.put_constant(Field.YEAR, "2020")

    draft.put_field("when", Field.PERIOD)

    assert Field.YEAR not in draft.asked_constants()
    assert Field.YEAR not in draft.mapping().constants


def test_a_unit_is_asked_for_only_with_a_quantity(draft: MappingDraft) -> None:
    assert Field.UNIT in draft.asked_constants()

    draft.put_field("qty", None)

    assert Field.UNIT not in draft.asked_constants()
