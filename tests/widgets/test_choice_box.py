"""A choice whose name is longer than its box."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from app.bridge.desk import Desk
from app.widgets.choice_box import ChoiceBox

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
