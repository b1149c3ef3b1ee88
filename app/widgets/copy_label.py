"""A figure or sentence that can be copied with the keyboard, from its menu, or by marking a part of it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLabel, QMenu

from app.bridge.texts import Texts


class CopyLabel(QLabel):
    """Plain text; Ctrl+C copies what is marked, else all of it."""

    def __init__(self, texts: Texts, role: str = "", name: str = "", *, wraps: bool = False) -> None:
        super().__init__(wordWrap=wraps, textFormat=Qt.TextFormat.PlainText)
        self._texts = texts
        self.setProperty("role", role)
        self.setObjectName(name)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def copy(self) -> None:
        """Put it on the clipboard."""
        QGuiApplication.clipboard().setText(self.selectedText() or self.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        """Copy on the usual keys."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802  # Qt's name
        """One entry."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self._texts.say("price_desk.copy")).triggered.connect(self.copy)
        menu.popup(event.globalPos())
