from __future__ import annotations

import gc

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.bridge.texts import Texts
from app.engine.messages import Language


def test_a_bound_label_follows_the_language(qtbot: QtBot) -> None:
    texts, label = Texts(Language.ZH), QLabel()
    qtbot.addWidget(label)
    texts.bind(label.setText, "query.column_rank")

    texts.set_language(Language.EN)

    assert label.text() == "rank"


def test_binding_again_replaces_what_was_bound(qtbot: QtBot) -> None:
    texts, label = Texts(Language.ZH), QLabel()
    qtbot.addWidget(label)
    texts.bind(label.setText, "query.column_rank")
    texts.bind(label.setText, "query.column_name")

    texts.set_language(Language.EN)

    assert label.text() == "name"


def test_a_label_that_is_gone_is_forgotten(qtbot: QtBot) -> None:
    texts = Texts(Language.ZH)
    texts.bind(QLabel().setText, "query.column_rank")
    gc.collect()

    texts.set_language(Language.EN)

    assert texts.say("query.column_rank") == "rank"
