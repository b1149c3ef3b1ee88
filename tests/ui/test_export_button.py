from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from app.bridge.desk import Desk
from app.engine.messages import Language
from app.widgets.export_button import ExportButton


@pytest.fixture
def button(desk: Desk, qtbot: QtBot) -> ExportButton:
    made = ExportButton(desk)
    qtbot.addWidget(made)
    return made


def test_the_menu_offers_each_kind_and_tells_which_was_chosen(button: ExportButton, qtbot: QtBot) -> None:
    with qtbot.waitSignal(button.chosen) as told:
        button.entries["xlsx"].trigger()

    assert told.args == ["xlsx"]
    assert [each.objectName() for each in button.menu().actions()] == ["csv", "xlsx", "pdf"]


def test_button_and_menu_speak_the_language_of_the_moment(button: ExportButton, desk: Desk) -> None:
    desk.texts.set_language(Language.EN)

    assert button.text() == "Export"
    assert button.entries["csv"].text() == "Table as CSV…"


def test_a_page_may_offer_other_documents(desk: Desk, qtbot: QtBot) -> None:
    button = ExportButton(desk, {"png": "price_desk.export_png"})
    qtbot.addWidget(button)

    assert [each.text() for each in button.menu().actions()] == ["走势图导出为 PNG…"]
