"""Notices are as high as their sentences need, in either language."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.bridge.desk import Desk
from app.bridge.notices import Level
from app.engine.messages import Language
from app.widgets.dressing import dress_window
from tests.ui.shell import make_shell


def test_no_line_of_a_notice_is_cut_off_in_either_language(desk: Desk, qtbot: QtBot) -> None:
    window, _ = make_shell(desk)
    qtbot.addWidget(window)
    dress_window(window, desk.theme.tokens)

    def text_height() -> tuple[int, int]:
        words = next(each for each in window.notices.toasts[0].findChildren(QLabel) if each.text())
        return words.height(), words.heightForWidth(words.width())

    desk.notices.post(Level.ERROR, "screening.unchecked_shared_charge")
    qtbot.waitUntil(lambda: text_height()[0] >= text_height()[1] > 0)
    in_chinese = text_height()[1]
    desk.texts.set_language(Language.EN)

    qtbot.waitUntil(lambda: text_height()[0] >= text_height()[1] > in_chinese)
