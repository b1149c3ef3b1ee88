"""Finding a product with the keyboard alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.bridge.price_products import CODE_ROLE, search_call
from app.bridge.texts import Texts
from app.bridge.theme import Theme, ThemeMode
from app.engine.jobs import CancelToken, no_progress
from app.engine.messages import Language
from app.engine.reference import hs_codes
from app.widgets.product_picker import ProductPicker


@pytest.fixture
def picker(qtbot: QtBot) -> ProductPicker:
    picker = ProductPicker(Texts(Language.ZH), Theme(ThemeMode.LIGHT))
    qtbot.addWidget(picker)
    picker.searched.connect(lambda typed: picker.show_found(search_call(typed)(no_progress, CancelToken())))
    picker.resize(320, 480)
    picker.show()
    return picker


def codes_below(picker: ProductPicker, index: QModelIndex) -> list[str]:
    model = picker.tree_model
    return [model.index(row, 0, index).data(CODE_ROLE) for row in range(model.rowCount(index))]


@pytest.mark.parametrize("typed", ["84713090", "telephone", "dianhua", "847130"])
def test_enter_chooses_the_first_of_what_was_found(picker: ProductPicker, qtbot: QtBot, typed: str) -> None:
    QTest.keyClicks(picker.search, typed)
    qtbot.waitUntil(lambda: bool(picker.list_model.codes), timeout=10_000)

    with qtbot.waitSignal(picker.chosen) as chosen:
        QTest.keyClick(picker.search, Qt.Key.Key_Return)

    assert chosen.args == [picker.list_model.codes[0]]


def test_down_leads_into_what_was_found(picker: ProductPicker, qtbot: QtBot) -> None:
    QTest.keyClicks(picker.search, "8517")
    qtbot.waitUntil(lambda: len(picker.list_model.codes) > 1, timeout=10_000)

    QTest.keyClick(picker.search, Qt.Key.Key_Down)
    QTest.keyClick(picker.list, Qt.Key.Key_Down)
    with qtbot.waitSignal(picker.chosen) as chosen:
        QTest.keyClick(picker.list, Qt.Key.Key_Return)

    assert chosen.args == [picker.list_model.codes[1]]


def test_the_tree_leads_from_section_to_eight_digits(picker: ProductPicker) -> None:
    index = picker.tree_model.index_of("84713090")

    path = []
    while index.isValid():
        path.append(index.data(CODE_ROLE))
        index = index.parent()

    assert path == ["84713090", "847130", "8471", "84", ""]


def test_the_tree_holds_every_code_once(picker: ProductPicker) -> None:
    model = picker.tree_model
    sections = [model.index(row, 0) for row in range(model.rowCount())]

    chapters = [code for section in sections for code in codes_below(picker, section)]

    assert tuple(chapters) == hs_codes.table().codes(2)
    assert codes_below(picker, model.index_of("8471")) == [
        code for code in hs_codes.table().codes(6) if code.startswith("8471")
    ]


def test_products_of_the_data_are_listed_before_others(picker: ProductPicker) -> None:
    picker.mark_traded(lambda code: code == "8517")
    picker.search.setText("phone")

    picker.show_found(["8518", "8517"])

    assert picker.list_model.codes == ("8517", "8518")


def test_nothing_found_is_said(picker: ProductPicker) -> None:
    picker.search.setText("qqqqqq")

    picker.show_found([])

    assert picker.nothing.isVisible()
