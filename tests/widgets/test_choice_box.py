"""A choice whose name is longer than its box."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from app.bridge.desk import Desk
from app.widgets.choice_box import ChoiceBox
from app.widgets.dressing import dress_window

_LONG = "8517 Telephones and other equipment for communication"


def test_a_name_that_is_too_long_ends_with_a_mark(desk: Desk, qtbot: QtBot) -> None:
    box = ChoiceBox(desk.texts, str, label_code="potential.product")
    qtbot.addWidget(box)
    box.show_choices([_LONG, "short"], _LONG)
    box.resize(160, 32)
    box.show()

    assert box.shown_text().endswith("…")
    assert _LONG.startswith(box.shown_text().removesuffix("…"))

    box.choose("short")

    assert box.shown_text() == "short"


def test_a_box_that_takes_the_room_of_its_names_cuts_none(desk: Desk, qtbot: QtBot) -> None:
    box = ChoiceBox(desk.texts, str, label_code="potential.product")
    qtbot.addWidget(box)
    box.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToContents)
    box.show_choices(["both ways", "imports"], "both ways")
    dress_window(box, desk.theme.tokens)
    box.show()

    box.resize(box.sizeHint())

    assert box.shown_text() == "both ways"


def test_a_name_that_is_cut_is_told_under_the_pointer(desk: Desk, qtbot: QtBot) -> None:
    box = ChoiceBox(desk.texts, str, label_code="potential.product")
    qtbot.addWidget(box)
    box.show_choices([_LONG], _LONG)
    box.resize(160, 32)
    box.show()

    QApplication.sendEvent(box, QHelpEvent(QEvent.Type.ToolTip, QPoint(5, 5), box.mapToGlobal(QPoint(5, 5))))

    assert QToolTip.text() == _LONG
