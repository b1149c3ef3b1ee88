"""A box of members that can be typed into."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QFocusEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from app.bridge.price_members import member_choices
from app.bridge.texts import Texts
from app.bridge.theme import Theme, ThemeMode
from app.engine.messages import Language
from app.engine.store.questions.product_members import MemberCount
from app.widgets.dressing import dress_window
from app.widgets.member_box import MemberBox

GERMANY, JAPAN = 304, 116


@pytest.fixture
def box(qtbot: QtBot) -> MemberBox:
    box = MemberBox(Texts(Language.ZH), label_code="price_desk.country", any_code="price_desk.any_country")
    qtbot.addWidget(box)
    box.show_choices(member_choices("country", [MemberCount(JAPAN, 9)], Language.ZH), None)
    box.show()
    return box


def line(box: MemberBox) -> QLineEdit:
    found = box.lineEdit()
    assert found is not None
    return found


@pytest.mark.parametrize("typed", ["Germany", "deguo", "DEU", "304"])
def test_enter_takes_what_was_typed_in_either_language_or_code(box: MemberBox, qtbot: QtBot, typed: str) -> None:
    line(box).setText(typed)

    with qtbot.waitSignal(box.chosen) as chosen:
        QTest.keyClick(line(box), Qt.Key.Key_Return)

    assert chosen.args == [GERMANY]
    assert line(box).text() == "德国"


def test_what_fits_no_member_gives_way_to_the_former_choice(box: MemberBox) -> None:
    box.show_value(JAPAN)
    line(box).setText("zzzz")

    QTest.keyClick(line(box), Qt.Key.Key_Return)

    assert (box.value, line(box).text()) == (JAPAN, "日本")


def test_an_emptied_line_leaves_the_partner_open(box: MemberBox, qtbot: QtBot) -> None:
    box.show_value(JAPAN)
    line(box).clear()

    with qtbot.waitSignal(box.chosen) as chosen:
        QTest.keyClick(line(box), Qt.Key.Key_Return)

    assert chosen.args == [None]


def test_showing_a_choice_tells_nobody(box: MemberBox, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(box.chosen):
        box.show_value(GERMANY)

    assert line(box).text() == "德国"


def test_what_typing_finds_wears_the_style_sheet_of_the_window(
    box: MemberBox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRADESCOPE_HOME", str(tmp_path))
    tokens = Theme(ThemeMode.DARK).tokens
    dress_window(box, tokens)

    QApplication.sendEvent(box, QFocusEvent(QEvent.Type.FocusIn))

    box.found.ensurePolished()
    assert box.found.palette().base().color() == QColor(tokens.colour("surface"))


def test_the_arrow_keys_and_enter_take_what_typing_found(box: MemberBox, qtbot: QtBot) -> None:
    box.activateWindow()
    qtbot.waitUntil(box.isActiveWindow)
    line(box).setFocus()
    line(box).selectAll()
    told: list[object] = []
    box.chosen.connect(told.append)
    QTest.keyClicks(line(box), "de")
    qtbot.waitUntil(box.found.isVisible)

    while line(box).text() != "德国":
        QTest.keyClick(box.found, Qt.Key.Key_Down)
    QTest.keyClick(box.found, Qt.Key.Key_Return)

    assert (box.value, line(box).text(), told) == (GERMANY, "德国", [GERMANY])
