"""Words of the toolkit's own dialogs and menus, such as those for files and for what is typed, in Chinese."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QObject, QTranslator

from app.bridge.texts import Texts
from app.engine.messages import Language

_CHINESE = "qtbase_zh_CN"


class ToolkitWords(QObject):
    """Follows the language of the texts; English is what the toolkit says by itself."""

    def __init__(self, texts: Texts, parent: QObject) -> None:
        super().__init__(parent)
        self._texts = texts
        self._chinese = QTranslator(self)
        texts.language_changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        if self._texts.language is not Language.ZH:
            QCoreApplication.removeTranslator(self._chinese)
            return
        if self._chinese.isEmpty():
            self._chinese.load(_CHINESE, QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
        QCoreApplication.installTranslator(self._chinese)
