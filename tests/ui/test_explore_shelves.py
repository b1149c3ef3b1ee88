from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.bridge.desk import Desk
from app.bridge.pivot_layout import Axis, Heat, NumberUnit, PivotLayout
from app.engine.messages import Language
from app.engine.store.dimensions import Dimension
from app.engine.store.questions.pivot_table import Measure
from app.widgets.dimension_shelf import DimensionChip, DimensionShelf, dimension_data
from app.widgets.pivot_panel import PivotPanel
from tests.ui.explore_desk import action

COUNTRY, HS2, YEAR, MODE, PROVINCE, MONTH = (
    Dimension.COUNTRY,
    Dimension.HS2,
    Dimension.YEAR,
    Dimension.MODE,
    Dimension.PROVINCE,
    Dimension.MONTH,
)
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def panel(desk: Desk, qtbot: QtBot) -> PivotPanel:
    made = PivotPanel(desk.icons, desk.theme, desk.texts)
    qtbot.addWidget(made)
    made.changed.connect(lambda layout: made.show_layout(layout, {MONTH}))
    made.show_layout(PivotLayout((COUNTRY, HS2), (YEAR,)), {MONTH})
    made.resize(280, 700)
    made.show()
    qtbot.waitExposed(made)
    return made


def chip(panel: PivotPanel, dimension: Dimension) -> DimensionChip:
    return next(c for shelf in panel.shelves.values() for c in shelf.chips if c.dimension is dimension)


def on_shelf(panel: PivotPanel, axis: Axis | None) -> list[Dimension]:
    return [each.dimension for each in panel.shelves[axis].chips]


def drop(shelf: DimensionShelf, data: QMimeData, at: QPoint) -> bool:
    """As Qt delivers a drag: entering, then letting go; False where the shelf takes nothing."""
    buttons, none, move = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.DropAction.MoveAction
    entering = QDragEnterEvent(at, move, data, buttons, none)
    entering.ignore()
    QApplication.sendEvent(shelf, entering)
    if entering.isAccepted():
        QApplication.sendEvent(shelf, QDropEvent(QPointF(at), move, data, buttons, none))
    return entering.isAccepted()


def test_a_dragged_dimension_is_put_where_it_is_let_go(panel: PivotPanel) -> None:
    before_hs2 = chip(panel, HS2).geometry().center() - QPoint(20, 0)

    assert drop(panel.shelves[Axis.ROWS], dimension_data(MODE), before_hs2)

    assert on_shelf(panel, Axis.ROWS) == [COUNTRY, MODE, HS2]
    assert MODE not in on_shelf(panel, None)


def test_a_dimension_dragged_to_the_others_leaves_the_table(panel: PivotPanel) -> None:
    assert drop(panel.shelves[None], dimension_data(HS2), QPoint(5, 5))

    assert on_shelf(panel, Axis.ROWS) == [COUNTRY]


def test_a_full_shelf_takes_no_further_dimension(panel: PivotPanel) -> None:
    drop(panel.shelves[Axis.ROWS], dimension_data(MODE), QPoint(5, 5))

    assert not drop(panel.shelves[Axis.ROWS], dimension_data(PROVINCE), QPoint(5, 5))


def test_a_dragged_file_name_is_no_dimension(panel: PivotPanel) -> None:
    data = QMimeData()
    data.setText("country")

    assert not drop(panel.shelves[Axis.ROWS], data, QPoint(5, 5))


def test_arrows_with_alt_change_the_order_and_the_keyboard_stays_on_the_chip(panel: PivotPanel, qtbot: QtBot) -> None:
    chip(panel, COUNTRY).setFocus()

    QTest.keyClick(chip(panel, COUNTRY), Qt.Key.Key_Right, ALT)

    assert on_shelf(panel, Axis.ROWS) == [HS2, COUNTRY]
    assert chip(panel, COUNTRY).hasFocus()
    QTest.keyClick(chip(panel, COUNTRY), Qt.Key.Key_Left, ALT)
    assert on_shelf(panel, Axis.ROWS) == [COUNTRY, HS2]


def test_arrows_walk_and_delete_takes_away(panel: PivotPanel) -> None:
    chip(panel, COUNTRY).setFocus()
    QTest.keyClick(chip(panel, COUNTRY), Qt.Key.Key_Right)
    assert chip(panel, HS2).hasFocus()

    QTest.keyClick(chip(panel, HS2), Qt.Key.Key_Delete)

    assert on_shelf(panel, Axis.ROWS) == [COUNTRY]
    assert HS2 in on_shelf(panel, None)


def test_the_menu_of_a_chip_moves_it_to_the_other_axis(panel: PivotPanel) -> None:
    shelf = panel.shelves[Axis.ROWS]
    menu = shelf.menu_of(chip(panel, HS2))

    action(menu, "move_to_columns").trigger()

    assert on_shelf(panel, Axis.COLUMNS) == [YEAR, HS2]


def test_enter_on_a_chip_opens_its_menu(panel: PivotPanel, qtbot: QtBot) -> None:
    QTest.keyClick(chip(panel, HS2), Qt.Key.Key_Return)

    popup = QApplication.activePopupWidget()
    assert popup is not None
    popup.close()


def test_a_dimension_that_the_data_lack_cannot_be_chosen_and_says_so(panel: PivotPanel) -> None:
    month = chip(panel, MONTH)

    assert not month.isEnabled()
    assert month.toolTip() == "现有数据不含“月份”"


def test_choices_are_told_as_a_layout(panel: PivotPanel) -> None:
    told: list[PivotLayout] = []
    panel.changed.connect(told.append)

    panel.shown.choose(Measure.SHARE_OF_ROW)
    panel.limits[Axis.ROWS].choose(10)
    panel.heat.choose(Heat.OFF)
    panel.others.click()
    panel.row_totals.click()

    last = told[-1]
    assert (last.shown, last.row_limit, last.heat) == (Measure.SHARE_OF_ROW, 10, Heat.OFF)
    assert (last.has_others, last.has_row_totals, last.has_column_totals) == (False, False, True)


def test_keys_change_a_choice_as_the_mouse_does(panel: PivotPanel) -> None:
    told: list[PivotLayout] = []
    panel.changed.connect(told.append)
    panel.shown.setFocus()

    QTest.keyClick(panel.shown, Qt.Key.Key_Down)

    assert told[-1].shown is Measure.QUANTITY


def test_ratios_have_no_number_unit(panel: PivotPanel) -> None:
    panel.shown.choose(Measure.GROWTH)

    assert not panel.unit.isEnabled()


def test_everything_is_said_in_the_other_language_without_losing_a_choice(panel: PivotPanel, desk: Desk) -> None:
    panel.unit.choose(NumberUnit.MEDIUM)

    desk.texts.set_language(Language.EN)

    assert panel.unit.currentText() == "Millions"
    assert [each.text() for each in panel.shelves[Axis.ROWS].chips] == ["Partner", "Chapter (HS2)"]
    assert panel.shown.accessibleName() == "Measure"
