"""An empty page invites: the whole sentence is there, and a press begins."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.bridge.desk import Desk
from app.engine.messages import Language, text
from app.widgets.invitation import Invitation


def test_a_long_sentence_has_room_for_all_its_lines(desk: Desk, qtbot: QtBot) -> None:
    made = Invitation(desk, "tag", "invitation")
    made.say("screening_desk.queue_empty_heading", "screening_desk.queue_empty")
    made.add("primary", "begin")
    qtbot.addWidget(made)
    made.resize(900, 500)
    made.show()

    qtbot.waitUntil(lambda: made.about.width() > 400)

    wanted = made.about.heightForWidth(made.about.width())
    assert wanted > 1.5 * made.about.fontMetrics().height()
    assert made.about.height() >= wanted


def test_new_words_replace_the_former_in_both_languages(desk: Desk, qtbot: QtBot) -> None:
    made = Invitation(desk, "tag", "invitation")
    qtbot.addWidget(made)
    made.say("screening_desk.queue_no_match_heading", "screening_desk.queue_no_match")
    made.say("price_desk.choose_heading", "price_desk.choose_product")

    for language in Language:
        desk.texts.set_language(language)
        assert made.heading.text() == text("price_desk.choose_heading", language)


def test_a_sentence_without_a_heading_leaves_no_gap(desk: Desk, qtbot: QtBot) -> None:
    made = Invitation(desk, "tag", "invitation")
    qtbot.addWidget(made)
    made.resize(900, 500)
    made.show()

    made.say("", "price_desk.choose_product")
    without = made.heading.isVisible()
    made.say("price_desk.choose_heading", "price_desk.choose_product")

    assert (without, made.heading.isVisible()) == (False, True)


def test_a_button_that_was_added_can_be_pressed(desk: Desk, qtbot: QtBot) -> None:
    made = Invitation(desk, "tag", "invitation")
    qtbot.addWidget(made)
    begin = made.add("primary", "begin")
    made.show()

    with qtbot.waitSignal(begin.clicked, timeout=1000):
        QTest.mouseClick(begin, Qt.MouseButton.LeftButton)
