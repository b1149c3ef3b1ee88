from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QApplication

from app.bridge.texts import Texts
from app.bridge.toolkit_words import ToolkitWords
from app.engine.messages import Language


def said() -> str:
    return QCoreApplication.translate("QPlatformTheme", "Cancel")


def test_dialogs_of_the_toolkit_follow_the_language(qapp: QApplication) -> None:
    texts, parent = Texts(Language.ZH), QObject()
    words = ToolkitWords(texts, parent)
    assert said() == "取消"

    texts.set_language(Language.EN)
    assert said() == "Cancel"

    texts.set_language(Language.ZH)
    assert said() == "取消"
    texts.set_language(Language.EN)
    assert words.parent() is parent
